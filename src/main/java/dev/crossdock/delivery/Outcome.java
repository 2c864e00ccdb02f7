package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Doors;
import dev.crossdock.kernel.Failure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a channel answered on one target or fact; the words are those of {@code
 * reference/manifest.md}.
 *
 * @param retryAfterMillis when it wants to be asked again; null when it did not say
 * @param seen what it shows, where it says so
 * @param asked whether the channel was asked at all
 */
record Outcome(
    String word,
    String code,
    String sentence,
    @Nullable Long retryAfterMillis,
    @Nullable Integer seen,
    boolean asked) {

  /** An item was not looked at, because another one spoiled the call. */
  static final String UNTOUCHED = "untouched";

  private static final String NO_ANSWER = "DEL-010";

  /** Trying the same again would end the same (rule R13). */
  private static final Set<String> LASTING =
      Set.of("refused", "data", "unknown-reference", "poison", "bug");

  /** We made no call. */
  private static final Set<String> NOT_CALLED =
      Set.of(PaidCalls.NO_CALLS_LEFT, DeliveryRound.SLEPT);

  /** From the answer's entry for this item; null when it had none. */
  static Outcome of(String channel, String key, @Nullable JsonNode entry) {
    if (entry == null) {
      var sentence = "channel %s gave no answer on %s; it is sent again.".formatted(channel, key);
      return new Outcome("unknown", NO_ANSWER, sentence, null, null, true);
    }
    return new Outcome(
        entry.path("outcome").asText(),
        entry.path("code").asText(NO_ANSWER),
        entry.path("message").asText(""),
        entry.hasNonNull("retryAfter") ? Long.valueOf(entry.get("retryAfter").asLong()) : null,
        entry.hasNonNull("seen") ? Integer.valueOf(entry.get("seen").intValue()) : null,
        true);
  }

  /** The whole call failed. */
  static Outcome of(Failure failure) {
    var wait =
        failure instanceof Failure.Throttled told && told.retryAfter() != null
            ? Long.valueOf(told.retryAfter().toMillis())
            : null;
    var asked = !Doors.notAsked(failure) && !NOT_CALLED.contains(failure.code());
    return new Outcome(failure.kind(), failure.code(), failure.sentence(), wait, null, asked);
  }

  /**
   * It was not looked at, or is not to be blamed: it is sent again, and this try does not count.
   */
  Outcome untouched() {
    return new Outcome(UNTOUCHED, code, sentence, retryAfterMillis, null, asked);
  }

  /** As {@code transient}: tried again, later each time. */
  Outcome passing() {
    return new Outcome("transient", code, sentence, retryAfterMillis, null, asked);
  }

  boolean is(String other) {
    return word.equals(other);
  }

  boolean taken() {
    return is("applied") || is("accepted");
  }

  /** Whether it waits for a person, or for another number. */
  boolean lasts() {
    return LASTING.contains(word);
  }

  /** Whether the channel wants to be left alone, for a moment or for a day. */
  boolean slowsDown() {
    return is("throttled") || is("quota");
  }

  /** Whether this try does not count. */
  boolean isFree() {
    return is(UNTOUCHED) || is("auth") || !asked;
  }

  /** Whether it was surely not done: the next try is another one, and needs a key of its own. */
  boolean isDefinite() {
    return is("conflict") || lasts() || is(UNTOUCHED);
  }

  /** Whether it may have been done although nobody said so. */
  boolean isUnknown() {
    return asked && !taken() && !isDefinite() && !slowsDown() && !is("auth");
  }

  /** Whether the same is said of another item of the call, in the same words. */
  boolean isLike(Outcome other) {
    return word.equals(other.word) && code.equals(other.code) && sentence.equals(other.sentence);
  }

  long retryAfterMillis(long otherwise) {
    return retryAfterMillis == null ? otherwise : retryAfterMillis;
  }
}
