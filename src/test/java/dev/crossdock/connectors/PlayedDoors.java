package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Real doors to channels that a test plays, and a clock that it sets. */
public final class PlayedDoors {
  static final String TAKEN = "{\"outcomes\":[{\"key\":\"TEE@1\",\"outcome\":\"applied\"}]}";
  static final String REFUSED =
      "{\"outcomes\":[{\"key\":\"TEE@1\",\"outcome\":\"auth\",\"code\":\"HTTP-401\",\"message\":\"who are you\"}]}";

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final List<Object> told = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Doors doors;

  /** Doors that nobody listens to. */
  public PlayedDoors() {
    this(event -> {});
  }

  /** Doors of a hub that has just started. */
  public PlayedDoors(Consumer<Object> listener) {
    var beans = new StaticListableBeanFactory(Map.of("meters", meters));
    doors =
        new Doors(
            nanos::get,
            event -> {
              told.add(event);
              listener.accept(event);
            },
            beans.getBeanProvider(MeterRegistry.class));
  }

  /** They themselves. */
  public Doors doors() {
    return doors;
  }

  /** What they told the rest of the hub. */
  List<Object> told() {
    return told;
  }

  double gauge(String channel) {
    return meters.get("hub.breaker").tag("channel", channel).gauge().value();
  }

  /** Time goes by. */
  public void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** A call that the channel answers as one does who believes us. */
  public JsonNode taken(String channel) {
    return answered(channel, 200, TAKEN);
  }

  /** A call that the channel answers as one does who does not believe us. */
  public JsonNode refused(String channel) {
    return answered(channel, 401, REFUSED);
  }

  /** A call that the channel answers so. */
  public JsonNode answered(String channel, int status, String document) {
    return doors.through(channel, () -> new Answered(json(document), status));
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
