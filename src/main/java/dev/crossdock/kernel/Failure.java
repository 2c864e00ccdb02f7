package dev.crossdock.kernel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why something did not work, in the eight classes that decide what happens next.
 *
 * <p>Only {@link Transient}, {@link Throttled} and {@link Conflict} are tried again by themselves;
 * the others wait for a person (rule R13).
 */
public sealed interface Failure {

  /** The documented code, for example {@code MAP-014}. */
  String code();

  /** Who, the value, what was expected, and the next move. */
  String sentence();

  /** Whether trying the same again, later, can help. */
  default boolean passes() {
    return this instanceof Transient || this instanceof Throttled || this instanceof Conflict;
  }

  /** The class as it is written in the database, in metrics and in the console. */
  default String kind() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(java.util.Locale.ROOT);
  }

  /** It may work in a moment: a lost connection, a system being restarted. */
  record Transient(String code, String sentence) implements Failure {}

  /**
   * We were told to slow down.
   *
   * @param retryAfter how long the system asked us to wait; null when it did not say
   */
  record Throttled(String code, String sentence, @Nullable Duration retryAfter)
      implements Failure {}

  /** The system refused our credentials. */
  record Auth(String code, String sentence) implements Failure {}

  /** The other side holds another value than we believed. */
  record Conflict(String code, String sentence) implements Failure {}

  /**
   * The message itself is wrong.
   *
   * @param pointer where in the document, for example {@code $.qty}; null when it concerns the
   *     whole
   */
  record Data(String code, String sentence, @Nullable String pointer) implements Failure {
    public Data(String code, String sentence) {
      this(code, sentence, null);
    }
  }

  /**
   * It names something we have not been told about yet.
   *
   * @param pointer where in the document; null when unknown
   */
  record UnknownReference(String code, String sentence, @Nullable String pointer)
      implements Failure {}

  /** It fails every time, or takes the process down with it. */
  record Poison(String code, String sentence) implements Failure {}

  /** Our own mistake. */
  record Bug(String code, String sentence) implements Failure {}
}
