package dev.crossdock.kernel;

import java.time.Duration;

/**
 * How much of what could be sold one channel may promise.
 *
 * @param buffer units it is never told of, for what is sold elsewhere while a number is on its way
 * @param cap it is never told of more than these; {@link #NO_CAP} when there is no limit
 * @param lastUnits with so many or fewer left, an answer is never a remembered one
 * @param cacheFor for how long an answer may be remembered otherwise
 */
public record PromiseRules(int buffer, int cap, int lastUnits, Duration cacheFor) {
  public static final int NO_CAP = Integer.MAX_VALUE;

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Of a channel whose file does not say. */
  public static final PromiseRules USUAL = new PromiseRules(0, NO_CAP, 5, Duration.ofSeconds(30));

  /** Refuses what promises more than there is, or remembers it too long. */
  public PromiseRules {
    if (buffer < 0 || cap < 1 || lastUnits < 0) {
      throw new IllegalArgumentException(
          "buffer is %d, cap is %d and lastUnits is %d; expected 0 or more, a cap of 1 or more"
              .formatted(buffer, cap, lastUnits));
    }
    if (cacheFor.isNegative() || cacheFor.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "cacheFor is %s; expected at most %s".formatted(cacheFor, LONGEST));
    }
  }
}
