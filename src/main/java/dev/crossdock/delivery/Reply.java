package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What came back from one call: a word on every item, or one reason why there is none.
 *
 * @param outcomes the answer's entries, by the item's key
 * @param failure why the whole call failed; null when it did not
 * @param budget what the channel said of its limits; null when nothing
 */
record Reply(Map<String, JsonNode> outcomes, @Nullable Failure failure, @Nullable JsonNode budget) {

  /** Makes a call and keeps whatever comes of it. */
  static Reply to(Supplier<JsonNode> call) {
    try {
      return of(call.get());
    } catch (RuntimeException e) {
      return new Reply(Map.of(), Failures.of(e), null);
    }
  }

  static Reply of(JsonNode answer) {
    var outcomes = new HashMap<String, JsonNode>();
    answer.path("outcomes").forEach(o -> outcomes.put(o.path("key").asText(), o));
    var budget = answer.hasNonNull("budget") ? answer.get("budget") : null;
    return new Reply(outcomes, null, budget);
  }

  /** What became of one item. */
  Outcome outcome(String channel, String key) {
    return failure == null ? Outcome.of(channel, key, outcomes.get(key)) : Outcome.of(failure);
  }
}
