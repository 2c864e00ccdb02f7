package dev.crossdock.kernel;

import org.jspecify.annotations.Nullable;

/**
 * How a message ended.
 *
 * @param end one of the four ends a message can have
 * @param rule the named rule by which it was ignored; null otherwise
 * @param failure why it was parked; null otherwise
 */
public record Verdict(End end, @Nullable String rule, @Nullable Failure failure) {

  /** The four ends. */
  public enum End {
    APPLIED,
    DUPLICATE,
    IGNORED,
    PARKED
  }

  public static final Verdict APPLIED = new Verdict(End.APPLIED, null, null);
  public static final Verdict DUPLICATE = new Verdict(End.DUPLICATE, null, null);

  /** Ignored on purpose, by a rule that can be looked up. */
  public static Verdict ignored(String rule) {
    return new Verdict(End.IGNORED, rule, null);
  }

  /** Set aside for a person. */
  public static Verdict parked(Failure failure) {
    return new Verdict(End.PARKED, null, failure);
  }
}
