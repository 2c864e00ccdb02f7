package dev.crossdock.delivery;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The two relays: what came in goes to its intake, what must go out goes to its channel. */
@Configuration(proxyBeanMethods = false)
class Relays {

  @Bean
  Relay inboxRelay(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      Leases leases,
      Channels channels,
      ObjectProvider<ProducerTemplate> producer,
      @Value("${hub.queues.intake}") String queues,
      @Value("${hub.delivery.inbox-paused:false}") boolean paused) {
    var relay =
        new Relay(
            new RelayedTable(jdbc, transaction, "inbox", "received", "intake"),
            leases,
            () -> names(channels),
            toQueue(producer, queues));
    relay.pause(paused);
    return relay;
  }

  @Bean
  Relay outboxRelay(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      Leases leases,
      Channels channels,
      ObjectProvider<ProducerTemplate> producer,
      @Value("${hub.queues.outbox}") String queues) {
    return new Relay(
        new RelayedTable(jdbc, transaction, "outbox", "owed", "flow"),
        leases,
        () -> names(channels),
        toQueue(producer, queues));
  }

  private static List<String> names(Channels channels) {
    return channels.all().stream().map(Channel::id).toList();
  }

  private static Relay.Sender toQueue(ObjectProvider<ProducerTemplate> producer, String queues) {
    return (route, channel, group, body) ->
        producer
            .getObject()
            .sendBodyAndHeader(queues + route + "." + channel, body, "JMSXGroupID", group);
  }
}
