package dev.crossdock.delivery;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.ChannelsChanged;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes facts from the broker to their publish routes: one small route for each channel and flow
 * that takes facts.
 *
 * <p>It is Java, not YAML, because it says nothing about any system: which publish route is asked
 * is the channel's manifest's word.
 */
@Component
class OutboxRoutes {
  private final CamelContext camel;
  private final Channels channels;
  private final Outbox outbox;
  private final String queues;
  private final Set<String> carried = ConcurrentHashMap.newKeySet();

  OutboxRoutes(
      CamelContext camel,
      Channels channels,
      Outbox outbox,
      @Value("${hub.queues.outbox}") String queues) {
    this.camel = camel;
    this.channels = channels;
    this.outbox = outbox;
    this.queues = queues;
  }

  @EventListener(ApplicationReadyEvent.class)
  void onReady() {
    addMissing();
  }

  @EventListener
  void on(ChannelsChanged changed) {
    if (camel.isStarted()) {
      addMissing();
    }
  }

  private synchronized void addMissing() {
    for (var channel : channels.all()) {
      channels
          .manifestOf(channel)
          .writes()
          .forEach(
              (name, write) -> {
                if (!name.equals(DeliveryWorker.WRITE)
                    && carried.add(write.route() + "." + channel.id())) {
                  add(channel, write.route());
                }
              });
    }
  }

  private void add(Channel channel, String route) {
    try {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(queues + route + "." + channel.id())
                  .routeId("outbox-carry." + route + "." + channel.id())
                  .process(e -> outbox.deliver(e.getMessage().getBody(String.class), route));
            }
          });
    } catch (Exception e) {
      throw new HubException(
          new Failure.Bug(
              "DEL-003", "facts for channel %s have no way out.".formatted(channel.id())),
          e);
    }
  }
}
