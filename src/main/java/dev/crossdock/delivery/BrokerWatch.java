package dev.crossdock.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Notices a broker that takes a message and never says so, as one with a full disk does, and goes
 * on without it: the send is interrupted, its work waits in the database, and somebody is told.
 *
 * <p>One send in five seconds then finds out whether it is over; all others fail at once, so that
 * relays keep their shards and the log its readers.
 */
@Component("transportHealthIndicator")
class BrokerWatch implements HealthIndicator, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
  private static final Status DEGRADED = new Status("DEGRADED");
  private static final String KIND = "broker";
  private static final long SHUT_NANOS = 5_000_000_000L;

  private final Cases cases;
  private final LongSupplier nanos;
  private final long limit;
  private final Set<Send> underWay = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(daemon());
  private volatile boolean blocked;
  private volatile boolean told;
  private volatile long shutUntil;

  @Autowired
  BrokerWatch(
      Cases cases,
      MeterRegistry meters,
      @Value("${hub.broker.send-timeout:5s}") Duration longestSend) {
    this(cases, longestSend, System::nanoTime);
    Gauge.builder("hub.broker.blocked", () -> blocked ? 1 : 0)
        .description("Whether the broker takes messages and does not answer.")
        .register(meters);
    var unused = watch.scheduleWithFixedDelay(this::look, 500, 500, TimeUnit.MILLISECONDS);
  }

  BrokerWatch(Cases cases, Duration longestSend, LongSupplier nanos) {
    this.cases = cases;
    this.limit = longestSend.toNanos();
    this.nanos = nanos;
    this.shutUntil = nanos.getAsLong();
  }

  /** The same sender, which no longer waits for ever. */
  Relay.Sender watched(Relay.Sender sender) {
    return (route, channel, group, body) -> {
      if (blocked && nanos.getAsLong() - shutUntil < 0) {
        throw new IllegalStateException("the broker did not answer; it is asked again soon");
      }
      var send = new Send(Thread.currentThread(), nanos.getAsLong());
      underWay.add(send);
      try {
        sender.send(route, channel, group, body);
        blocked = false;
      } finally {
        send.end();
        underWay.remove(send);
      }
    };
  }

  /** Looks once at what is under way, and tells of what changed. */
  void look() {
    for (var send : underWay) {
      if (nanos.getAsLong() - send.since > limit && send.interrupt()) {
        shutUntil = nanos.getAsLong() + SHUT_NANOS;
        blocked = true;
      }
    }
    try {
      tell();
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("the broker's case is told later");
    }
  }

  private void tell() {
    if (blocked && !told) {
      LOG.error("the broker takes messages and does not answer; work waits in the database");
      cases.open(
          KIND,
          "",
          "",
          "the broker did not answer a send within %d ms; expected milliseconds. See whether its disk is full: work waits in the database meanwhile."
              .formatted(TimeUnit.NANOSECONDS.toMillis(limit)));
      told = true;
    } else if (!blocked && told) {
      LOG.info("the broker answers again");
      cases.close(KIND, "", "");
      told = false;
    }
  }

  @Override
  public Health health() {
    return blocked
        ? Health.status(DEGRADED).withDetail("why", "the broker does not answer").build()
        : Health.up().build();
  }

  @Override
  public void destroy() {
    watch.shutdownNow();
  }

  private static CustomizableThreadFactory daemon() {
    var threads = new CustomizableThreadFactory("broker-watch-");
    threads.setDaemon(true);
    return threads;
  }

  /** One message on its way, and who waits for it. */
  private static final class Send {
    private final long since;
    private @Nullable Thread waiting;
    private boolean interrupted;

    Send(Thread waiting, long since) {
      this.waiting = waiting;
      this.since = since;
    }

    synchronized boolean interrupt() {
      if (waiting == null || interrupted) {
        return false;
      }
      interrupted = true;
      waiting.interrupt();
      return true;
    }

    /** From here on nobody is interrupted; and who was is not, once he goes on. */
    synchronized void end() {
      waiting = null;
      if (interrupted) {
        var unused = Thread.interrupted();
      }
    }
  }
}
