package dev.crossdock.console.journey;

import static dev.crossdock.console.journey.Steps.many;

import dev.crossdock.console.journey.Journey.Kind;
import dev.crossdock.console.journey.Journey.Lane;
import dev.crossdock.console.journey.Journey.Step;
import dev.crossdock.console.journey.Journey.Tone;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;

/** Makes a story of what the tables know. Pure: no database, no clock. */
final class Story {
  private Story() {}

  /**
   * The journey as a person reads it.
   *
   * @param system which product a channel is
   */
  static Journey of(String asked, Found found, UnaryOperator<String> system, long tookMillis) {
    var steps = new Steps();
    new MessageStory(found, steps).tell();
    new TargetStory(found, steps).tell();
    new FactStory(found, steps).tell();
    new CallStory(found, steps).tell();
    var all = steps.inOrder();
    return new Journey(
        asked,
        summary(found, all),
        found.names(),
        lanes(all, system),
        all,
        found.more(),
        tookMillis);
  }

  /** Who spoke stands before the hub, who was only told after it. */
  private static List<Lane> lanes(List<Step> steps, UnaryOperator<String> system) {
    var order = new LinkedHashSet<String>();
    steps.stream().filter(s -> s.kind() == Kind.heard).map(Step::from).forEach(order::add);
    order.add(Journey.HUB);
    steps.forEach(
        step -> {
          order.add(step.from());
          order.add(step.to());
        });
    return order.stream().map(id -> new Lane(id, system.apply(id))).toList();
  }

  private static String summary(Found found, List<Step> steps) {
    if (steps.isEmpty()) {
      return "Nothing is known by that name.";
    }
    var said = new ArrayList<String>();
    said.add(many(found.messages().size(), "message", "messages") + " heard");
    if (!found.movements().isEmpty()) {
      said.add(many(found.movements().size(), "movement", "movements") + " of stock");
    }
    var told = steps.stream().filter(s -> s.kind() == Kind.told).map(Step::to).distinct().count();
    if (told > 0) {
      said.add(many(told, "system", "systems") + " told");
    }
    var expected = steps.stream().filter(Step::expected).count();
    var bad = steps.stream().filter(s -> s.tone() == Tone.bad).count();
    var end = expected == 0 ? "all steps seen" : many(expected, "step", "steps") + " still to come";
    return "%s; %s%s."
        .formatted(String.join(", ", said), end, bad == 0 ? "" : "; " + bad + " in need of a look");
  }
}
