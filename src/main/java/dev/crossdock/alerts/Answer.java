package dev.crossdock.alerts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt to tell somebody.
 *
 * @param why what the other side said; empty when all were told
 * @param retryAfter how long it asks us to wait; null when it does not say
 */
record Answer(Kind kind, String why, @Nullable Duration retryAfter) {

  /** In four words. */
  enum Kind {
    /** They have it. */
    TOLD,
    /** They do not have it, and may take it later. */
    NOT_NOW,
    /** They do not have it, and will hardly take it later. */
    REFUSED,
    /** They may have it. */
    UNSURE
  }

  static final Answer TOLD = new Answer(Kind.TOLD, "", null);

  /** Some of them have it, and it is not told to these again. */
  static Answer toldSome(String why) {
    return new Answer(Kind.TOLD, why, null);
  }

  static Answer notNow(String why) {
    return new Answer(Kind.NOT_NOW, why, null);
  }

  static Answer refused(String why) {
    return new Answer(Kind.REFUSED, why, null);
  }

  static Answer unsure(String why) {
    return new Answer(Kind.UNSURE, why, null);
  }
}
