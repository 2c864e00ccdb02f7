package dev.crossdock.console.journey;

import static dev.crossdock.console.journey.Steps.many;

import dev.crossdock.console.journey.Journey.Kind;
import dev.crossdock.console.journey.Journey.Tone;
import dev.crossdock.console.journey.Rows.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each call: what it carried of this journey, what was answered, and that it was made
 * again.
 */
final class CallStory {
  private static final int SHOWN_FIRST = 3;
  private static final int SHOWN_LAST = 2;
  private static final Set<String> TAKEN = Set.of("applied", "accepted");

  private final Found found;
  private final Steps steps;
  private final Map<String, Integer> tried = new HashMap<>();
  private final Map<String, Integer> tries = new HashMap<>();
  private final Map<String, Integer> quantities = new HashMap<>();

  CallStory(Found found, Steps steps) {
    this.found = found;
    this.steps = steps;
    for (var change : found.changes()) {
      var about = change.channel() + '/' + change.key() + '/';
      quantities.put(about + change.version(), change.quantity());
      var told = change.told();
      if (told != null) {
        quantities.put(about + told.version(), told.quantity());
      }
    }
  }

  void tell() {
    var calls =
        found.calls().stream()
            .collect(Collectors.groupingBy(Call::id, LinkedHashMap::new, Collectors.toList()));
    found.calls().forEach(item -> tried.merge(about(item), 1, Integer::sum));
    calls.values().forEach(this::tellOrPassOver);
  }

  /** Of many tries the first and the last are told, and how many there were between. */
  private void tellOrPassOver(List<Call> items) {
    var passedOver = items.stream().allMatch(this::inTheMiddle);
    items.forEach(item -> tries.merge(about(item), 1, Integer::sum));
    if (!passedOver) {
      tell(items);
      return;
    }
    var first = items.get(0);
    if (tries.getOrDefault(about(first), 0) == SHOWN_FIRST + 1) {
      var between = tried.getOrDefault(about(first), 0) - SHOWN_FIRST - SHOWN_LAST;
      steps
          .at(first.at(), "tries-" + first.id(), Kind.told)
          .to(first.channel())
          .says(Tone.waiting, "the same again, %d times".formatted(between));
    }
  }

  private boolean inTheMiddle(Call item) {
    var all = tried.getOrDefault(about(item), 0);
    var before = tries.getOrDefault(about(item), 0);
    return all > SHOWN_FIRST + SHOWN_LAST + 1 && before >= SHOWN_FIRST && before < all - SHOWN_LAST;
  }

  private static String about(Call item) {
    return item.channel() + '/' + item.key() + '/' + item.version();
  }

  private void tell(List<Call> items) {
    var call = items.get(0);
    var told = "told-call-" + call.id();
    var again = items.stream().mapToInt(item -> tries.getOrDefault(about(item), 1)).max().orElse(1);
    var step =
        steps
            .at(call.at(), told, Kind.told)
            .to(call.channel())
            .why(others(call.items() - items.size()))
            .evidence("call", call.id(), call.at())
            .detail("call", call.id())
            .detail("route", call.route() + "." + call.channel())
            .detail("items in the call", call.items());
    items.forEach(item -> step.detail(item.key(), carried(item)));
    step.says(
        Tone.good, what(items) + (again > 1 ? ", for the %s time".formatted(nth(again)) : ""));
    answered(told, items);
  }

  private static @Nullable String others(int others) {
    return others > 0 ? "in one call with " + many(others, "other item", "other items") : null;
  }

  private String what(List<Call> items) {
    if (items.size() > 1) {
      return (items.get(0).looks() ? "asks what it shows of " : "tells it of ")
          + items.size()
          + " items";
    }
    var item = items.get(0);
    var quantity = quantity(item);
    var sku = item.key().replaceAll("@[^@]*$", "");
    if (item.looks()) {
      return "asks what it shows of " + sku;
    }
    return quantity == null
        ? "tells it of " + (item.version() == null ? "a movement" : sku)
        : "tells it to show %d of %s".formatted(quantity, sku);
  }

  private String carried(Call item) {
    var quantity = quantity(item);
    var version = item.version() == null ? "" : "version " + item.version();
    return quantity == null ? version : quantity + ", " + version;
  }

  private @Nullable Integer quantity(Call item) {
    return quantities.get(about(item));
  }

  private void answered(String told, List<Call> items) {
    var call = items.get(0);
    var words = new TreeSet<String>();
    var reasons = new ArrayList<String>();
    for (var item : items) {
      words.add(item.outcome());
      if (item.sentence() != null && !item.sentence().isBlank()) {
        reasons.add(item.sentence() + (item.code() == null ? "" : " (" + item.code() + ")"));
      }
    }
    var step =
        steps
            .at(call.at().plusMillis(call.millis()), "answered-call-" + call.id(), Kind.answered)
            .from(call.channel())
            .after(told)
            .why(reasons.isEmpty() ? null : reasons.get(0))
            .evidence("call", call.id(), call.at())
            .detail("call", call.id())
            .detail("took", call.millis() + " ms");
    items.forEach(item -> step.detail(item.key(), item.outcome()));
    var shown = call.looks() && TAKEN.containsAll(words);
    step.says(tone(words), shown ? "says what it shows" : String.join(", ", words));
  }

  private static Tone tone(Set<String> words) {
    if (TAKEN.containsAll(words)) {
      return Tone.good;
    }
    return words.contains("refused") || words.contains("auth") ? Tone.bad : Tone.waiting;
  }

  private static String nth(int n) {
    return switch (n) {
      case 2 -> "second";
      case 3 -> "third";
      default -> n + "th";
    };
  }
}
