package dev.crossdock.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * How fast webhooks are answered, by channel and answer: {@code hub.webhooks}. The edge has a web
 * server of its own, which the usual meters of requests do not see.
 */
@Component
class EdgeMeters {
  private static final Duration[] LIMITS = {
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5)
  };

  private record Key(String channel, Answer answer) {}

  private final MeterRegistry meters;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  EdgeMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  void answered(String channel, Answer answer, long nanos) {
    timers
        .computeIfAbsent(new Key(channel, answer), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Key key) {
    return Timer.builder("hub.webhooks")
        .description("How fast webhooks are answered.")
        .tag("channel", key.channel())
        .tag("outcome", key.answer().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .publishPercentiles(0.5, 0.99)
        .serviceLevelObjectives(LIMITS)
        .register(meters);
  }
}
