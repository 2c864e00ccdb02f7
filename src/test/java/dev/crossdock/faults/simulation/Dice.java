package dev.crossdock.faults.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All chance there is in a world. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  SplittableRandom random() {
    return random;
  }

  boolean chance(double of) {
    return random.nextDouble() < of;
  }

  /** From, and less than to. */
  long between(long from, long to) {
    return random.nextLong(from, to);
  }

  /** From 1 to most. */
  int upTo(int most) {
    return 1 + random.nextInt(most);
  }

  /** Mostly short, sometimes long: milliseconds with this mean. */
  long around(long meanMillis) {
    return 1 + (long) (-Math.log(1 - random.nextDouble()) * meanMillis);
  }

  <T> T oneOf(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }
}
