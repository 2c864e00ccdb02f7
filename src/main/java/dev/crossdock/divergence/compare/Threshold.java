package dev.crossdock.divergence.compare;

import dev.crossdock.divergence.Policy;

/** When a difference is worth telling somebody, and when it no longer is. */
final class Threshold {
  private static final int WHOLE = 10_000;

  private Threshold() {}

  /**
   * Strictly over the limit and enough units; where nothing is expected, anything at all.
   *
   * @param difference what is there beyond what is expected; less than zero where less is there
   */
  static boolean isOver(Policy policy, long expected, long difference) {
    return policy.isOver(expected, difference);
  }

  /** Back within half of the limit: what opened at it would otherwise open and close all day. */
  static boolean isBack(Policy policy, long expected, long difference) {
    if (difference == 0) {
      return true;
    }
    if (expected == 0 && difference > 0) {
      return false;
    }
    var off = Math.abs(difference);
    return 2 * off * WHOLE <= policy.over() * base(expected) || 2 * off <= policy.units();
  }

  private static long base(long expected) {
    return Math.max(1, Math.abs(expected));
  }
}
