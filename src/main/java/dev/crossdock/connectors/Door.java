package dev.crossdock.connectors;

import dev.crossdock.connectors.calls.MonotonicTime;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/**
 * The way to one channel: so many calls at once, none while it is silent, none while it refuses our
 * credential; one probe now and then tells when that is over.
 */
final class Door {
  static final Duration PROBE = Duration.ofSeconds(30);
  private static final Duration SLOWEST_PROBE = Duration.ofMinutes(5);
  private static final int AT_ONCE = 4;

  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;
  private long openedAt;
  private long refusedUntil;
  private long refusedAt;
  private int refusals;
  private boolean everTaken;

  Door(String channel, MonotonicTime time) {
    breaker =
        CircuitBreaker.of(
            channel,
            CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(4)
                .failureRateThreshold(80)
                .waitDurationInOpenState(PROBE)
                .permittedNumberOfCallsInHalfOpenState(1)
                .maxWaitDurationInHalfOpenState(PROBE)
                .clock(steady(time))
                .build());
    bulkhead =
        Bulkhead.of(
            channel,
            BulkheadConfig.custom()
                .maxConcurrentCalls(AT_ONCE)
                .maxWaitDuration(Duration.ofSeconds(1))
                .build());
  }

  /** A silence lasts as long as it lasts, wherever the clock on the wall is put meanwhile. */
  private static Clock steady(MonotonicTime time) {
    var start = time.nanos();
    InstantSource source = () -> Instant.EPOCH.plusNanos(time.nanos() - start);
    return source.withZone(ZoneOffset.UTC);
  }

  CircuitBreaker breaker() {
    return breaker;
  }

  Bulkhead bulkhead() {
    return bulkhead;
  }

  /** It has just become silent. */
  synchronized void opened(long now) {
    openedAt = now;
  }

  /** For how long nobody may call. */
  synchronized Duration closedFor(long now) {
    var refused = Duration.ofNanos(refusals == 0 ? 0 : Math.max(0, refusedUntil - now));
    var silent =
        switch (breaker.getState()) {
          case OPEN, FORCED_OPEN -> Duration.ofNanos(Math.max(0, openedAt + PROBE.toNanos() - now));
          default -> Duration.ZERO;
        };
    return refused.compareTo(silent) > 0 ? refused : silent;
  }

  /** Whether one may call although the credential was refused: when it was not, or as the probe. */
  synchronized boolean believed(long now) {
    if (refusals == 0) {
      return true;
    }
    if (refusedUntil - now > 0) {
      return false;
    }
    refusedUntil = now + PROBE.toNanos();
    return true;
  }

  /**
   * The credential was refused. Calls that were under way together and are all refused count once.
   *
   * @param since when the call began
   * @return whether that is news
   */
  synchronized boolean refused(long since, long now) {
    if (refusals > 0 && since - refusedAt < 0) {
      return false;
    }
    refusedAt = now;
    var pause = PROBE.toNanos() << Math.min(refusals, 4);
    refusedUntil = now + Math.min(pause, SLOWEST_PROBE.toNanos());
    return refusals++ == 0;
  }

  /**
   * Whether it would be news that the credential is believed: after a refusal, and at first. A call
   * that began before it was refused says nothing of what holds since.
   *
   * @param since when the call began
   */
  synchronized boolean takenIsNews(long since) {
    return refusals > 0 ? since - refusedAt >= 0 : !everTaken;
  }

  /**
   * The credential was believed.
   *
   * @return whether it was refused before
   */
  synchronized boolean taken() {
    var wasRefused = refusals > 0;
    refusals = 0;
    everTaken = true;
    return wasRefused;
  }

  /** Something about the channel was changed here: the next call is a probe. */
  synchronized void tryNow(long now) {
    refusedUntil = now;
    if (breaker.getState() == CircuitBreaker.State.OPEN) {
      breaker.transitionToHalfOpenState();
    }
  }

  /** As people are told: open, probing, refused, silent. */
  synchronized String state() {
    if (refusals > 0) {
      return "refused";
    }
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> "silent";
      case HALF_OPEN -> "probing";
      default -> Doors.OPEN;
    };
  }
}
