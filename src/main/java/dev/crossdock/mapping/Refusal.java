package dev.crossdock.mapping;

import org.jspecify.annotations.Nullable;

/**
 * A host function that will not guess. It does not know which field it was given; whoever ran the
 * mapping finds out and says so.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final @Nullable String value;
  private final String expected;
  private final boolean unknownReference;

  private Refusal(String code, @Nullable String value, String expected, boolean unknownReference) {
    super(code + " expected " + expected, null, false, false);
    this.code = code;
    this.value = value;
    this.expected = expected;
    this.unknownReference = unknownReference;
  }

  /** The value itself is wrong. */
  static Refusal of(String code, @Nullable String value, String expected) {
    return new Refusal(code, value, expected, false);
  }

  /** The value may be right, but we have not been told what it names. */
  static Refusal unknown(String code, String value, String expected) {
    return new Refusal(code, value, expected, true);
  }

  String code() {
    return code;
  }

  /** What was given, as it would be written in JSON; null when nothing was. */
  @Nullable String value() {
    return value;
  }

  String expected() {
    return expected;
  }

  boolean unknownReference() {
    return unknownReference;
  }
}
