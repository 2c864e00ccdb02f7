package dev.crossdock.divergence;

import java.util.Locale;

/** How far it has come with something that a system says otherwise than we hold true. */
public enum State {
  /** Seen once; perhaps only late. */
  SUSPECTED,
  /** Seen again, and nothing on its way explains it. */
  DRIFT,
  /** A person is asked whether it shall be corrected. */
  PROPOSED,
  /** It is being corrected. */
  HEALING,
  /** It was corrected as often as it may be, and is still there. */
  STUCK,
  /** It is over. */
  CLOSED;

  /** The one of that word, as it is kept. */
  public static State of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
