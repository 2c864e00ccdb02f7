package dev.crossdock.console.journey;

import static dev.crossdock.console.journey.Steps.many;
import static dev.crossdock.console.journey.Steps.span;

import dev.crossdock.console.journey.Journey.Kind;
import dev.crossdock.console.journey.Journey.Tone;
import dev.crossdock.console.journey.Rows.Fact;
import dev.crossdock.console.journey.Rows.Movement;
import dev.crossdock.console.journey.Rows.Posting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Tells who had to book what happened, whether they were told, and whether they have booked it. */
final class FactStory {
  private final Found found;
  private final Steps steps;
  private final Map<String, Movement> movements = new HashMap<>();

  FactStory(Found found, Steps steps) {
    this.found = found;
    this.steps = steps;
    found.movements().forEach(m -> movements.put(m.key(), m));
  }

  void tell() {
    found.postings().stream()
        .collect(Collectors.groupingBy(this::together, LinkedHashMap::new, Collectors.toList()))
        .forEach(this::tell);
  }

  private String together(Posting posting) {
    var movement = movements.get(posting.movement());
    return posting.channel() + "/" + (movement == null ? posting.movement() : movement.message());
  }

  private void tell(String id, List<Posting> postings) {
    var channel = postings.get(0).channel();
    var facts = postings.stream().map(Posting::fact).filter(Objects::nonNull).toList();
    var owed = "must-book-" + id;
    if (!facts.isEmpty()) {
      owed(owed, channel, facts);
      var delivered = facts.stream().filter(f -> f.state().equals("delivered")).toList();
      if (delivered.stream().anyMatch(f -> !found.called(channel, f.key()))) {
        steps
            .at(last(delivered), "staged-" + id, Kind.told)
            .to(channel)
            .after(owed)
            .says(Tone.good, "told of " + many(delivered.size(), "movement", "movements"));
      }
      facts.stream().filter(f -> !f.state().equals("delivered")).forEach(f -> open(owed, f));
    }
    booked(id, owed, channel, postings);
  }

  private void owed(String owed, String channel, List<Fact> facts) {
    var movement = movements.get(facts.get(0).key());
    var step =
        steps
            .at(facts.get(0).createdAt(), owed, Kind.owed)
            .after(
                movement == null || movement.message() == null
                    ? null
                    : MessageStory.heard(movement.message()));
    facts.forEach(f -> step.detail("fact", f.key()));
    step.says(
        Tone.good,
        "%s must book %s".formatted(channel, many(facts.size(), "movement", "movements")));
  }

  private void open(String owed, Fact fact) {
    var trouble = fact.trouble();
    var age = span(Duration.between(fact.createdAt(), found.now()));
    var parked = fact.state().equals("parked");
    var step =
        steps
            .expected(fact.nextAttemptAt(), "must-tell-" + fact.id())
            .to(fact.channel())
            .after(owed)
            .why(trouble == null ? null : trouble.words())
            .detail("fact", fact.key())
            .detail("attempts", fact.attempts());
    if (parked) {
      step.parked("kind=fact&channel=%s&text=%d".formatted(fact.channel(), fact.id()));
    }
    step.says(
        parked || (trouble != null && !trouble.passes()) ? Tone.bad : Tone.waiting,
        parked
            ? "%s refused it; it waits for a person, for %s".formatted(fact.channel(), age)
            : "%s must still be told, for %s".formatted(fact.channel(), age));
  }

  private void booked(String id, String owed, String channel, List<Posting> postings) {
    var confirmed = postings.stream().filter(p -> p.confirmedAt() != null).toList();
    confirmed.stream()
        .map(Posting::confirmedAt)
        .filter(Objects::nonNull)
        .max(Instant::compareTo)
        .ifPresent(
            at ->
                steps
                    .at(at, "booked-" + id, Kind.answered)
                    .from(channel)
                    .after(owed)
                    .why("read with its stock")
                    .says(
                        Tone.good,
                        "has booked " + many(confirmed.size(), "movement", "movements")));
    var open =
        postings.stream()
            .filter(p -> p.confirmedAt() == null)
            .filter(p -> p.fact() == null || p.fact().state().equals("delivered"))
            .toList();
    if (!open.isEmpty()) {
      var step = steps.expected(null, "must-confirm-" + id).from(channel).after(owed);
      open.forEach(p -> step.detail("fact", p.movement()));
      step.says(
          Tone.waiting,
          "%s must still say that it has booked %s"
              .formatted(channel, many(open.size(), "movement", "movements")));
    }
  }

  private static Instant last(List<Fact> facts) {
    return facts.stream()
        .map(Fact::closedAt)
        .filter(Objects::nonNull)
        .max(Instant::compareTo)
        .orElse(facts.get(0).createdAt());
  }
}
