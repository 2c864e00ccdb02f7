package dev.crossdock.connectors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one credential may still spend: it fills at a steady rate up to a limit, and every call
 * takes its cost out, in the order of precedence when there is not enough.
 */
final class Bucket {
  private static final double NANOS = 1e9;
  private static final Duration LONGEST = Duration.ofHours(1);

  private double perSecond;
  private double maximum;
  private double available;
  private long filledAt;
  private long closedUntil;
  private int spentSinceTold;
  private final WaitingLine line = new WaitingLine();

  Bucket(double perSecond, double maximum, long now) {
    this.perSecond = perSecond;
    this.maximum = maximum;
    this.available = maximum;
    this.filledAt = now;
    this.closedUntil = now;
  }

  /** Takes the cost out, or tells how long to wait before trying again; nothing is taken then. */
  synchronized Duration take(Precedence who, double wanted, long now) {
    fill(now);
    var closed = Duration.ofNanos(Math.max(0, closedUntil - now));
    var cost = Math.min(Math.max(wanted, 0), maximum);
    var needed = cost + line.before(who, now);
    if (closed.isZero() && available >= needed) {
      available -= cost;
      spentSinceTold++;
      line.served(who);
      return Duration.ZERO;
    }
    var wait = longer(closed, line.wait(who, until(cost), until(needed), now));
    line.waits(who, cost, wait, closed, now);
    return wait;
  }

  private Duration until(double needed) {
    var missing = Math.max(0, needed - available);
    var wait = Duration.ofNanos((long) Math.ceil(missing / perSecond * NANOS));
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** How far apart calls are that use a share of the rate and no more. */
  synchronized Duration apart(double cost, double share) {
    var apart = Duration.ofNanos((long) (Math.max(cost, 0) / (perSecond * share) * NANOS));
    return apart.compareTo(LONGEST) > 0 ? LONGEST : apart;
  }

  /** Puts back what was taken for a call that was not made. */
  synchronized void giveBack(double cost, long now) {
    fill(now);
    available = Math.min(maximum, available + Math.max(cost, 0));
  }

  /**
   * Takes the system's own word for it. While calls are under way its count may be older than ours,
   * and then only the smaller one is believed.
   */
  synchronized void learn(
      @Nullable Double left, @Nullable Double rate, @Nullable Double limit, long now) {
    fill(now);
    if (rate != null && rate > 0) {
      perSecond = rate;
    }
    if (limit != null && limit > 0) {
      maximum = limit;
    }
    if (left != null && left >= 0) {
      available = spentSinceTold <= 1 ? left : Math.min(available, left);
    }
    available = Math.min(available, maximum);
    spentSinceTold = 0;
  }

  /** Spends everything, and nothing more for a while. */
  synchronized void drain(Duration wait, long now) {
    fill(now);
    available = 0;
    var until = now + wait.toNanos();
    closedUntil = closedUntil - until > 0 ? closedUntil : until;
  }

  private void fill(long now) {
    var elapsed = now - filledAt;
    if (elapsed > 0) {
      available = Math.min(maximum, available + elapsed / NANOS * perSecond);
      filledAt = now;
    }
  }
}
