package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What a channel answered on one target or fact; the words are those of {@code
 * reference/manifest.md}.
 *
 * @param retryAfterMillis when it wants to be asked again; null when it did not say
 * @param seen what it shows, where it says so
 */
record Outcome(
    String word,
    String code,
    String sentence,
    @Nullable Long retryAfterMillis,
    @Nullable Integer seen) {

  /** An item was not looked at, because another one spoiled the call. */
  static final String UNTOUCHED = "untouched";

  private static final String NO_ANSWER = "DEL-010";

  /** From the answer's entry for this item; null when it had none. */
  static Outcome of(String channel, String key, @Nullable JsonNode entry) {
    if (entry == null) {
      var sentence = "channel %s gave no answer on %s; it is sent again.".formatted(channel, key);
      return new Outcome("unknown", NO_ANSWER, sentence, null, null);
    }
    return new Outcome(
        entry.path("outcome").asText(),
        entry.path("code").asText(NO_ANSWER),
        entry.path("message").asText(""),
        entry.hasNonNull("retryAfter") ? Long.valueOf(entry.get("retryAfter").asLong()) : null,
        entry.hasNonNull("seen") ? Integer.valueOf(entry.get("seen").intValue()) : null);
  }

  /** The whole call failed. */
  static Outcome of(Failure failure) {
    return new Outcome(failure.kind(), failure.code(), failure.sentence(), null, null);
  }

  boolean is(String other) {
    return word.equals(other);
  }

  boolean taken() {
    return is("applied") || is("accepted");
  }

  /** Whether it was surely not done: the next try is another one, and needs a key of its own. */
  boolean isDefinite() {
    return is("conflict") || is("refused") || is(UNTOUCHED);
  }

  long retryAfterMillis(long otherwise) {
    return retryAfterMillis == null ? otherwise : retryAfterMillis;
  }
}
