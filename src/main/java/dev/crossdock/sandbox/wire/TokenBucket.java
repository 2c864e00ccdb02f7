package dev.crossdock.sandbox.wire;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How much a caller may still ask for: so much at once, and so much more each second. */
public final class TokenBucket {
  private final Clock clock;
  private double perSecond;
  private double most;
  private double now;
  private Instant filledAt;

  /** A full bucket. */
  public TokenBucket(Clock clock, double perSecond, double most) {
    this.clock = clock;
    this.perSecond = perSecond;
    this.most = most;
    this.now = most;
    this.filledAt = clock.instant();
  }

  /** Takes what is asked, or nothing when there is not enough. */
  public synchronized boolean take(double tokens) {
    fill();
    if (tokens > now) {
      return false;
    }
    now -= tokens;
    return true;
  }

  /** What could be taken at this instant. */
  public synchronized double available() {
    fill();
    return now;
  }

  /** What comes back each second. */
  public synchronized double perSecond() {
    return perSecond;
  }

  /** The most it ever holds. */
  public synchronized double most() {
    return most;
  }

  /** Changes the limits; what is in the bucket stays, up to the new most. */
  public synchronized void limit(double newPerSecond, double newMost) {
    fill();
    perSecond = newPerSecond;
    now = newMost > most ? now + newMost - most : Math.min(now, newMost);
    most = newMost;
  }

  private void fill() {
    var instant = clock.instant();
    var seconds = Duration.between(filledAt, instant).toNanos() / 1e9;
    if (seconds > 0) {
      now = Math.min(most, now + seconds * perSecond);
      filledAt = instant;
    }
  }
}
