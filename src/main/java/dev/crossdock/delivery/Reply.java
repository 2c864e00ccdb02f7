package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What came back from one call: a word on every item, or one reason why there is none.
 *
 * @param outcomes the answer's entries, by the item's key
 * @param failure why the whole call failed; null when it did not
 * @param budget what the channel said of its limits; null when nothing
 * @param together whether one bad item means that none of the call is taken
 */
record Reply(
    Map<String, JsonNode> outcomes,
    @Nullable Failure failure,
    @Nullable JsonNode budget,
    boolean together) {

  Reply(Map<String, JsonNode> outcomes, @Nullable Failure failure, @Nullable JsonNode budget) {
    this(outcomes, failure, budget, true);
  }

  /** Makes a call in which each item stands for itself. */
  static Reply to(Supplier<JsonNode> call) {
    return to(false, call);
  }

  static Reply of(JsonNode answer) {
    return of(answer, false);
  }

  /** Makes a call and keeps whatever comes of it. */
  static Reply to(boolean together, Supplier<JsonNode> call) {
    try {
      return of(call.get(), together);
    } catch (RuntimeException e) {
      return new Reply(Map.of(), Failures.of(e), null);
    }
  }

  private static Reply of(JsonNode answer, boolean together) {
    var outcomes = new HashMap<String, JsonNode>();
    answer.path("outcomes").forEach(o -> outcomes.put(o.path("key").asText(), o));
    var budget = answer.hasNonNull("budget") ? answer.get("budget") : null;
    return new Reply(outcomes, null, budget, together);
  }

  /** What became of one item. */
  Outcome outcome(String channel, String key) {
    return failure == null ? Outcome.of(channel, key, outcomes.get(key)) : Outcome.of(failure);
  }

  /**
   * Those that were all refused in the same words, for the sake of some of them and nobody says of
   * which; empty when every refusal is its item's own.
   */
  <T> List<T> blamesNobody(String channel, List<T> items, Function<T, String> key) {
    if (!together || items.size() < 2) {
      return List.of();
    }
    var groups = new LinkedHashMap<List<String>, List<T>>();
    for (var item : items) {
      var outcome = outcome(channel, key.apply(item));
      if (outcome.is(Outcome.UNTOUCHED)) {
        return List.of(); // it names those that it does not leave untouched
      }
      if (outcome.lasts()) {
        var words = List.of(outcome.word(), outcome.code(), outcome.sentence());
        groups.computeIfAbsent(words, w -> new ArrayList<>()).add(item);
      }
    }
    return groups.values().stream()
        .filter(group -> group.size() > 1)
        .max(Comparator.comparingInt(List::size))
        .orElse(List.of());
  }
}
