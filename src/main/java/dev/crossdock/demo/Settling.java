package dev.crossdock.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until something is so and stays so for a moment; never for ever. */
final class Settling {
  private static final long LOOK_MILLIS = 250;

  private Settling() {}

  /**
   * Looks again and again.
   *
   * @param quiet for how long it must stay so
   * @return whether it became so within the limit
   */
  static boolean await(Duration limit, Duration quiet, BooleanSupplier settled) {
    var deadline = System.nanoTime() + limit.toNanos();
    var since = Long.MAX_VALUE;
    while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
      var now = System.nanoTime();
      if (!settled.getAsBoolean()) {
        since = Long.MAX_VALUE;
      } else if (since == Long.MAX_VALUE) {
        since = now;
      }
      if (since != Long.MAX_VALUE && now - since >= quiet.toNanos()) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
    return false;
  }
}
