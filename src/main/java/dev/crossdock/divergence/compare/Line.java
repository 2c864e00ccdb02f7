package dev.crossdock.divergence.compare;

import dev.crossdock.divergence.Policy;
import dev.crossdock.divergence.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line that differs, with all that may explain it.
 *
 * @param isFirst whether it is what an earlier snapshot said, judged again by what is known now
 * @param expected what should have been there at that instant; null when we know of no such thing
 * @param observed what was there; null when there was no such line
 * @param difference beyond what it may have been by what was on its way; 0 when that explains it
 * @param isLate whether it is late all the same
 * @param asOf the instant
 * @param open what is known of it already; null when it is new
 */
record Line(
    String key,
    String place,
    boolean isFirst,
    @Nullable Long expected,
    @Nullable Long observed,
    long difference,
    boolean isLate,
    Instant asOf,
    @Nullable Open open) {

  /**
   * A divergence that is not over.
   *
   * @param seenAt the instant of which it was first said; null when nobody compared then
   */
  record Open(long id, State state, @Nullable Instant seenAt) {}

  /** What is to be thought of it. */
  enum Judgement {
    /** What is on its way explains it. */
    LAG,
    /** It is too little to tell anybody. */
    TOLERATED,
    /** It is little enough for what was told already to be over. */
    BACK,
    /** Nothing explains it. */
    OVER
  }

  /** Judges it. */
  Judgement judge(Book book, Policy policy) {
    if (isLate) {
      return Judgement.LAG;
    }
    if (expected == null || observed == null) {
      return isNothing(book) ? Judgement.BACK : Judgement.OVER;
    }
    if (difference == 0 && !observed.equals(expected)) {
      return Judgement.LAG;
    }
    if (Threshold.isOver(policy, expected, difference)) {
      return Judgement.OVER;
    }
    return Threshold.isBack(policy, expected, difference) ? Judgement.BACK : Judgement.TOLERATED;
  }

  /** A line that is not there, and one that says that there is none, are the same to a buyer. */
  private boolean isNothing(Book book) {
    return book.counts()
        && (expected == null || expected == 0)
        && (observed == null || observed == 0);
  }
}
