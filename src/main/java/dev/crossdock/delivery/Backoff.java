package dev.crossdock.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** How long to wait before trying the same again. */
final class Backoff {
  private static final long FIRST_MILLIS = 200;
  private static final long LONGEST_MILLIS = 60_000;

  /** Every thread has its own, unless the same must happen twice. */
  private static volatile Supplier<? extends RandomGenerator> dice = ThreadLocalRandom::current;

  private Backoff() {}

  /** Makes every pause one of these dice: a simulation must be able to happen again. */
  static void dice(Supplier<? extends RandomGenerator> others) {
    dice = others;
  }

  /** Doubles with every attempt, up to a minute, with a quarter of jitter so that crowds part. */
  static Duration after(int attempts) {
    var millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(10, Math.max(0, attempts - 1)));
    return withJitter(millis);
  }

  /** Up to a quarter longer, so that crowds part. */
  static Duration withJitter(long millis) {
    return Duration.ofMillis(millis + dice.get().nextLong(millis / 4 + 1));
  }
}
