package dev.crossdock.console.journey;

import static dev.crossdock.console.journey.Steps.span;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossdock.console.journey.Journey.Kind;
import dev.crossdock.console.journey.Journey.Tone;
import dev.crossdock.console.journey.Rows.Change;
import dev.crossdock.console.journey.Rows.Target;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what channels should show from then on, what they were told, and what they owe us. */
final class TargetStory {
  private final Found found;
  private final Steps steps;
  private final Map<String, Target> targets = new HashMap<>();

  TargetStory(Found found, Steps steps) {
    this.found = found;
    this.steps = steps;
    found.targets().forEach(t -> targets.put(t.channel() + '/' + t.key(), t));
  }

  void tell() {
    var together = new LinkedHashMap<String, List<Change>>();
    for (var change : found.changes()) {
      if (change.found() == null) {
        together.computeIfAbsent(by(change), k -> new ArrayList<>()).add(change);
      } else {
        lost(change);
      }
    }
    together.forEach(this::owed);
    found.changes().stream()
        .collect(
            java.util.stream.Collectors.groupingBy(
                c -> c.channel() + '/' + c.key(),
                LinkedHashMap::new,
                java.util.stream.Collectors.toList()))
        .forEach(this::mustBeShown);
  }

  private void owed(String id, List<Change> changes) {
    var first = changes.get(0);
    var step =
        steps
            .at(first.owedAt(), "owed-" + id, Kind.owed)
            .after(first.message() == null ? null : MessageStory.heard(first.message()))
            .why(already(changes) ? "it shows that already, by itself" : null);
    changes.forEach(
        c -> step.detail(c.key(), "%d, version %d".formatted(c.quantity(), c.version())));
    step.says(
        already(changes) ? Tone.quiet : Tone.good,
        changes.size() == 1
            ? "%s should show %d of %s".formatted(first.channel(), first.quantity(), first.sku())
            : "%s should show %d other numbers".formatted(first.channel(), changes.size()));
    told(id, changes.stream().filter(c -> !found.called(c.channel(), c.key())).toList());
  }

  /** What needed no call, because the channel had changed its number itself. */
  private static boolean already(List<Change> changes) {
    return changes.stream().allMatch(c -> c.told() == null && c.confirmedAt() != null);
  }

  /** From before calls were kept, or after they were deleted: what the targets still say. */
  private void told(String owed, List<Change> changes) {
    var last =
        changes.stream()
            .map(Change::told)
            .filter(java.util.Objects::nonNull)
            .max(Comparator.comparing(Rows.Told::sentAt))
            .orElse(null);
    if (last == null) {
      return;
    }
    var channel = changes.get(0).channel();
    steps
        .at(last.sentAt(), "told-" + owed, Kind.told)
        .to(channel)
        .after("owed-" + owed)
        .says(Tone.good, "told to show %d".formatted(last.quantity()));
    if (last.confirmedAt() != null) {
      steps
          .at(last.confirmedAt(), "answered-" + owed, Kind.answered)
          .from(channel)
          .after("told-" + owed)
          .says(Tone.good, "took it");
    }
  }

  private void mustBeShown(String key, List<Change> changes) {
    var target = targets.get(key);
    var last = Collections.max(changes, Comparator.comparing(Change::version));
    if (target == null) {
      return;
    }
    if (last.confirmedAt() != null || target.confirmedVersion() >= last.version()) {
      mustBeSeen(target, last);
    } else {
      mustBeTold(key, target, last);
    }
  }

  /** Where accepted is not yet shown, only the channel's own word ends it. */
  private void mustBeSeen(Target target, Change last) {
    if (target.version() != last.version()) {
      return;
    }
    var accepted = found.accepted(last);
    var shows = target.observed();
    var seenAt = target.observedAt();
    if (target.readBackAt() != null) {
      expected(target, last, accepted);
    } else if (accepted == null || !found.readBack().contains(target.channel())) {
      return;
    } else if (after(found.looked(last), accepted)) {
      seen(target, last, found.looked(last), last.quantity());
    } else if (shows == null || shows != last.quantity()) {
      expected(target, last, accepted);
    } else if (after(seenAt, accepted)) {
      seen(target, last, seenAt, shows);
    }
  }

  private static boolean after(@Nullable Instant at, Instant other) {
    return at != null && at.isAfter(other);
  }

  private void expected(Target target, Change last, @Nullable Instant accepted) {
    steps
        .expected(target.readBackAt(), "must-be-seen-" + target.channel() + '/' + target.key())
        .from(target.channel())
        .why("accepted is not yet shown; it is read back")
        .after(owed(last))
        .detail("accepted at", accepted)
        .detail("shows, by its own word", target.observed())
        .detail("as of", target.observedAt())
        .detail("looks that found another number", target.looks() == 0 ? null : target.looks())
        .detail("writes lost before", target.lostWrites() == 0 ? null : target.lostWrites())
        .says(
            Tone.waiting,
            "%s must still show %d of %s"
                .formatted(target.channel(), last.quantity(), target.sku()));
  }

  private void seen(Target target, Change last, @Nullable Instant at, int shows) {
    steps
        .at(at, "seen-" + target.channel() + '/' + target.key(), Kind.answered)
        .from(target.channel())
        .after(owed(last))
        .says(Tone.good, "shows %d of %s".formatted(shows, target.sku()));
  }

  /** What was accepted and not shown is no new number: the same is owed once more. */
  private void lost(Change change) {
    steps
        .at(change.owedAt(), owed(change), Kind.answered)
        .from(change.channel())
        .why("what it accepted was lost; version %d sends it again".formatted(change.version()))
        .detail(change.key(), "%d, version %d".formatted(change.quantity(), change.version()))
        .says(
            Tone.waiting,
            "shows %d of %s, not what it accepted".formatted(change.found(), change.sku()));
    told(by(change), found.called(change.channel(), change.key()) ? List.of() : List.of(change));
  }

  private static String owed(Change change) {
    return "owed-" + by(change);
  }

  private static String by(Change change) {
    var by =
        change.message() == null || change.found() != null
            ? change.key() + change.version()
            : change.message();
    return change.channel() + '/' + by;
  }

  private void mustBeTold(String key, Target target, Change last) {
    var trouble = target.trouble();
    var step =
        steps
            .expected(due(target), "must-show-" + key)
            .to(target.channel())
            .after(owed(last))
            .why(trouble == null ? null : trouble.words())
            .detail("should show", target.desired())
            .detail("shows, by its own word", target.observed())
            .detail("attempts", target.attempts())
            .detail("next attempt", target.nextAttemptAt());
    if (target.stopped()) {
      step.parked(
          "kind=target&channel=%s&key=%s"
              .formatted(target.channel(), URLEncoder.encode(target.sku(), UTF_8)));
    }
    step.says(tone(target), words(target));
  }

  private static @Nullable Instant due(Target target) {
    return target.inFlightUntil() != null ? target.inFlightUntil() : target.nextAttemptAt();
  }

  private static Tone tone(Target target) {
    var trouble = target.trouble();
    return target.stopped() || (trouble != null && !trouble.passes()) ? Tone.bad : Tone.waiting;
  }

  private String words(Target target) {
    var age = span(Duration.between(target.owedAt(), found.now()));
    if (target.stopped()) {
      return "%s refused %s; it waits for another number or a person, for %s"
          .formatted(target.channel(), target.sku(), age);
    }
    if (target.inFlightUntil() != null) {
      return "%s must still answer on %s".formatted(target.channel(), target.sku());
    }
    return "%s must still be told to show %d of %s, for %s"
        .formatted(target.channel(), target.desired(), target.sku(), age);
  }
}
