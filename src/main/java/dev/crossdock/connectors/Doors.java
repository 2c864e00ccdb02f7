package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.calls.Credentials;
import dev.crossdock.connectors.calls.MonotonicTime;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Keeps one channel's trouble its own: never more than four calls to it at once, none but a probe
 * every thirty seconds while it is silent, and none but a slow probe while it refuses our
 * credential (rule R14). A channel that slows us down or refuses what we say is not in trouble.
 */
@Component
public class Doors {
  /** How a door stands through which everybody may go. */
  public static final String OPEN = "open";

  private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
  private static final String SILENT = "CON-050";
  private static final String BUSY = "CON-051";
  private static final String REFUSED = "CON-052";

  private final Map<String, Door> doors = new ConcurrentHashMap<>();
  private final MonotonicTime time;
  private final ApplicationEventPublisher events;
  private final ObjectProvider<MeterRegistry> meters;

  Doors(
      MonotonicTime time, ApplicationEventPublisher events, ObjectProvider<MeterRegistry> meters) {
    this.time = time;
    this.events = events;
    this.meters = meters;
  }

  /** How long it makes no sense to call this channel; zero when it may be called. */
  public Duration closedFor(String channel) {
    return door(channel).closedFor(time.nanos());
  }

  /** Whether a call with this failure was never made, and costs no try. */
  public static boolean notAsked(Failure failure) {
    return switch (failure.code()) {
      case SILENT, BUSY, REFUSED -> true;
      default -> false;
    };
  }

  /** How each channel that was called stands: open, probing, silent, refused. */
  public Map<String, String> states() {
    var states = new TreeMap<String, String>();
    doors.forEach((channel, door) -> states.put(channel, door.state()));
    return states;
  }

  /** A file was edited, perhaps the one that names the secret: every closed door is tried again. */
  @EventListener
  void on(ChannelsChanged changed) {
    doors.values().forEach(door -> door.tryNow(time.nanos()));
  }

  /** Makes a call, if the channel may be called now, and learns from how it went. */
  JsonNode through(String channel, Supplier<Answered> call) {
    var door = door(channel);
    if (!door.believed(time.nanos())) {
      throw new HubException(
          new Failure.Transient(
              REFUSED,
              "channel %s refuses our credential and is not called; give it another."
                  .formatted(channel)));
    }
    if (!door.bulkhead().tryAcquirePermission()) {
      throw new HubException(
          new Failure.Transient(
              BUSY,
              "channel %s has four calls under way and gets no fifth; it is called later."
                  .formatted(channel)));
    }
    try {
      return permitted(channel, door, call);
    } finally {
      door.bulkhead().onComplete();
    }
  }

  private JsonNode permitted(String channel, Door door, Supplier<Answered> call) {
    if (!door.breaker().tryAcquirePermission()) {
      throw new HubException(
          new Failure.Transient(
              SILENT,
              "channel %s did not answer the last calls; it is tried again every %d s."
                  .formatted(channel, Door.PROBE.toSeconds())));
    }
    var since = time.nanos();
    Answered answered;
    try {
      answered = call.get();
    } catch (HubException e) {
      learn(channel, door, e, since);
      throw e;
    } catch (RuntimeException e) {
      door.breaker().releasePermission();
      throw e;
    }
    if (answered.isSilence()) {
      var why = new IllegalStateException("status " + answered.status());
      door.breaker().onError(time.nanos() - since, TimeUnit.NANOSECONDS, why);
    } else {
      door.breaker().onSuccess(time.nanos() - since, TimeUnit.NANOSECONDS);
      believed(channel, door, answered, since);
    }
    return answered.document();
  }

  private void believed(String channel, Door door, Answered answered, long since) {
    if (answered.isRefusalOfUs()) {
      var said = answered.speaker();
      var code = said.path("code").asText("auth");
      refused(channel, door, code, said.path("message").asText(""), since);
    } else if (door.takenIsNews(since)) {
      // told first: what cannot be told now must stay news. At first, because whoever complained
      // may have been the hub before this one
      events.publishEvent(new ChannelTakesUs(channel));
      if (door.taken()) {
        LOG.atInfo().addKeyValue("channel", channel).log("it believes our credential again");
      }
    }
  }

  /** A call that failed before it was made says nothing about the channel. */
  private void learn(String channel, Door door, HubException e, long since) {
    if (e.failure() instanceof Failure.Auth) {
      door.breaker().releasePermission();
      refused(channel, door, e.failure().code(), e.failure().sentence(), since);
    } else if (e.failure().code().equals(Credentials.NO_TOKEN)) {
      door.breaker().onError(time.nanos() - since, TimeUnit.NANOSECONDS, e);
    } else {
      door.breaker().releasePermission();
    }
  }

  private void refused(String channel, Door door, String code, String why, long since) {
    if (door.refused(since, time.nanos())) {
      LOG.atError()
          .addKeyValue("channel", channel)
          .addKeyValue("code", code)
          .addKeyValue("why", why)
          .log("it refuses our credential and is left alone");
    }
    events.publishEvent(new ChannelRefusesUs(channel, code, why));
  }

  private Door door(String channel) {
    return doors.computeIfAbsent(channel, this::made);
  }

  private Door made(String channel) {
    var door = new Door(channel, time);
    door.breaker()
        .getEventPublisher()
        .onStateTransition(
            e -> {
              door.opened(time.nanos());
              LOG.atWarn()
                  .addKeyValue("channel", channel)
                  .addKeyValue("is", door.state())
                  .log("the way to a channel changed");
            });
    meters.ifAvailable(
        registry ->
            Gauge.builder("hub.breaker", door, d -> d.state().equals(OPEN) ? 0 : 1)
                .description("1 while a channel is called by probes only, 0 otherwise.")
                .tag("channel", channel)
                .register(registry));
    return door;
  }
}
