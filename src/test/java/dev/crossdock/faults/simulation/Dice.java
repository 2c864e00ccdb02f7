package dev.crossdock.faults.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All chance there is in a world. */
public final class Dice {
  private final SplittableRandom random;

  /** The same for the same seed. */
  public Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Where it comes from. */
  public SplittableRandom random() {
    return random;
  }

  /** Whether it happens, this share of times. */
  public boolean chance(double of) {
    return random.nextDouble() < of;
  }

  /** From, and less than to. */
  public long between(long from, long to) {
    return random.nextLong(from, to);
  }

  /** From 1 to most. */
  public int upTo(int most) {
    return 1 + random.nextInt(most);
  }

  /** Mostly short, sometimes long: milliseconds with this mean. */
  public long around(long meanMillis) {
    return 1 + (long) (-Math.log(1 - random.nextDouble()) * meanMillis);
  }

  /** Any of them. */
  public <T> T oneOf(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }
}
