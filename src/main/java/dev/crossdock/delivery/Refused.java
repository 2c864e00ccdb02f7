package dev.crossdock.delivery;

import dev.crossdock.delivery.TargetClaims.Claimed;
import java.util.List;

/**
 * A target that was not taken, and when it is tried again.
 *
 * @param stop whether it waits for another number instead
 */
record Refused(Claimed target, Outcome outcome, long pauseMillis, boolean stop) {
  /** So many conflicts in a row are tried at once, one after the other; then somebody is told. */
  static final int MOST_CONFLICTS = 5;

  private static final long AUTH_PAUSE_MILLIS = 1_000;
  private static final long NOT_ASKED_PAUSE_MILLIS = 500;
  private static final long LONGEST_MILLIS = 10_000;
  private static final long FIRST_CONFLICT_MILLIS = 50;
  private static final long LONGEST_CONFLICT_MILLIS = 1_000;
  private static final long LASTING_CONFLICT_MILLIS = 60_000;

  static Refused of(Claimed target, Outcome outcome) {
    return new Refused(target, outcome, pauseMillis(target, outcome), outcome.lasts());
  }

  private static long pauseMillis(Claimed target, Outcome outcome) {
    if (!outcome.asked()) {
      return NOT_ASKED_PAUSE_MILLIS;
    }
    return switch (outcome.word()) {
      case Outcome.UNTOUCHED -> 0;
      case "auth" -> AUTH_PAUSE_MILLIS; // how long the channel is left alone is its door's business
      case "throttled", "quota" -> Backoff.withJitter(outcome.retryAfterMillis(200)).toMillis();
      case "conflict" -> conflictMillis(target.attempts());
      default ->
          Math.max(
              outcome.retryAfterMillis(0),
              Math.min(LONGEST_MILLIS, Backoff.after(target.attempts()).toMillis()));
    };
  }

  /**
   * A conflict means that the channel sold something we have not heard of yet. Hearing it sets the
   * target free at once, so this pause is only for the case that nothing is heard.
   */
  private static long conflictMillis(int attempts) {
    return attempts > MOST_CONFLICTS
        ? LASTING_CONFLICT_MILLIS
        : Math.min(LONGEST_CONFLICT_MILLIS, FIRST_CONFLICT_MILLIS << Math.min(5, attempts - 1));
  }

  /**
   * Items spoiled by another are sent again at once, without it. If no other is named, that would
   * go on for ever; they are then tried later, as after any failure.
   */
  static List<Refused> untouchedOnlyBesideAnother(List<Refused> refused) {
    if (!refused.stream().allMatch(r -> r.outcome().is(Outcome.UNTOUCHED))) {
      return refused;
    }
    return refused.stream().map(r -> of(r.target(), r.outcome().passing())).toList();
  }

  /** Whether this attempt does not count. */
  boolean free() {
    return outcome.isFree();
  }

  /** Whether it has met another number so often that somebody must be told. */
  boolean isLastingConflict() {
    return outcome.is("conflict") && target.attempts() > MOST_CONFLICTS;
  }
}
