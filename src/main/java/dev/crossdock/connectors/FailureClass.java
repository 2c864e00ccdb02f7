package dev.crossdock.connectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** Why a system did not do what it was asked, in the classes that decide what happens next. */
public enum FailureClass {
  /** It may work in a moment. */
  TRANSIENT,
  /** We were told to slow down. */
  THROTTLED,
  /** What we may ask in a day is used up. */
  QUOTA,
  /** It refused our credential. */
  AUTH,
  /** It holds another value than we believed. */
  CONFLICT,
  /** What we told it is wrong. */
  DATA,
  /** It does not know what we speak of. */
  UNKNOWN_REFERENCE,
  /** It fails whenever it is told this. */
  POISON,
  /** Our own mistake. */
  BUG;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** As manifests, answers and the database say it. */
  @JsonValue
  public String word() {
    return word;
  }

  /** By its word. */
  @JsonCreator
  public static FailureClass of(String word) {
    return Arrays.stream(values())
        .filter(c -> c.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is no failure class; use one of %s"
                        .formatted(word, Arrays.stream(values()).map(c -> c.word).toList())));
  }
}
