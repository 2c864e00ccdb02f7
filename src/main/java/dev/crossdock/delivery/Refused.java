package dev.crossdock.delivery;

import dev.crossdock.delivery.TargetClaims.Claimed;
import java.util.List;

/**
 * A target that was not taken, and when it is tried again.
 *
 * @param stop whether it waits for another number instead
 */
record Refused(Claimed target, Outcome outcome, long pauseMillis, boolean stop) {
  private static final long AUTH_PAUSE_MILLIS = 15_000;
  private static final long LONGEST_MILLIS = 10_000;
  private static final long LONGEST_RETRY_AFTER_MILLIS = 3_600_000;
  private static final long FIRST_CONFLICT_MILLIS = 50;
  private static final long LONGEST_CONFLICT_MILLIS = 1_000;

  static Refused of(Claimed target, Outcome outcome) {
    var stop = outcome.is("refused") || outcome.is("data") || outcome.is("unknown-reference");
    return new Refused(target, outcome, pauseMillis(target, outcome), stop);
  }

  /**
   * A conflict means that the channel sold something we have not heard of yet. Hearing it sets the
   * target free at once, so this pause is only for the case that nothing is heard.
   */
  private static long pauseMillis(Claimed target, Outcome outcome) {
    return switch (outcome.word()) {
      case Outcome.UNTOUCHED -> 0;
      case "auth" -> AUTH_PAUSE_MILLIS;
      case "throttled" -> Math.min(outcome.retryAfterMillis(200), LONGEST_RETRY_AFTER_MILLIS);
      case "conflict" ->
          Math.min(
              LONGEST_CONFLICT_MILLIS, FIRST_CONFLICT_MILLIS << Math.min(5, target.attempts() - 1));
      default -> Math.min(LONGEST_MILLIS, Backoff.after(target.attempts()).toMillis());
    };
  }

  /**
   * Items spoiled by another are sent again at once, without it. If no other is named, that would
   * go on for ever; they are then tried later, as after any failure.
   */
  static List<Refused> untouchedOnlyBesideAnother(List<Refused> refused) {
    if (!refused.stream().allMatch(r -> r.outcome().is(Outcome.UNTOUCHED))) {
      return refused;
    }
    return refused.stream()
        .map(
            r ->
                of(
                    r.target(),
                    new Outcome(
                        "transient", r.outcome().code(), r.outcome().sentence(), null, null)))
        .toList();
  }

  /** Whether this attempt does not count. */
  boolean free() {
    return outcome.is(Outcome.UNTOUCHED);
  }
}
