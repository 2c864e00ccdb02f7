package dev.crossdock.console.journey;

import static dev.crossdock.console.journey.Steps.many;
import static dev.crossdock.console.journey.Steps.span;

import dev.crossdock.console.journey.Journey.Kind;
import dev.crossdock.console.journey.Journey.Tone;
import dev.crossdock.console.journey.Rows.Message;
import dev.crossdock.console.journey.Rows.Movement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells of each message: how it was heard, what it did to stock, how it ended, and why. */
final class MessageStory {
  private static final int SHOWN_SINGLY = 8;

  private final Found found;
  private final Steps steps;

  MessageStory(Found found, Steps steps) {
    this.found = found;
    this.steps = steps;
  }

  void tell() {
    for (var message : found.messages()) {
      heard(message);
      changed(message);
      if (message.inProgress()) {
        mustEnd(message);
      } else {
        ended(message);
      }
    }
  }

  static String heard(long message) {
    return "heard-" + message;
  }

  private void heard(Message message) {
    steps
        .at(message.receivedAt(), heard(message.id()), Kind.heard)
        .from(message.channel())
        .why(way(message))
        .evidence("message", message.id(), null)
        .detail("message", message.id())
        .detail("topic", message.topic())
        .detail("its own id", message.messageId())
        .detail("kept in order by", message.orderKey())
        .detail("kept at", message.receivedAt())
        .detail("sha-256 of the body", message.bodyHash())
        .says(Tone.good, "says " + message.topic());
  }

  private static String way(Message message) {
    if (message.line() != null) {
      return "line %d of file %s".formatted(message.line(), message.file());
    }
    return message.polled() ? "found by asking" : "by webhook";
  }

  private void changed(Message message) {
    var moved =
        found.movements().stream().filter(m -> Objects.equals(m.message(), message.id())).toList();
    if (moved.size() > SHOWN_SINGLY) {
      var together =
          steps
              .at(moved.get(0).heardAt(), "changed-" + message.id(), Kind.changed)
              .after(heard(message.id()));
      moved.forEach(m -> together.detail(m.sku() + " at " + m.location(), words(m)));
      together.says(Tone.good, "changes stock %d times".formatted(moved.size()));
      return;
    }
    for (var movement : moved) {
      steps
          .at(movement.heardAt(), "changed-" + movement.key(), Kind.changed)
          .why(movement.note())
          .after(heard(message.id()))
          .detail("business key", movement.key())
          .detail("on the shelf", signed(movement.onHand()))
          .detail("promised", signed(movement.reserved()))
          .detail("version of the level", movement.version())
          .detail("happened at", movement.occurredAt())
          .says(
              Tone.good,
              "%s at %s: %s".formatted(movement.sku(), movement.location(), words(movement)));
    }
  }

  private static String words(Movement movement) {
    return movement.kind().equals("count")
        ? "counted " + movement.quantity()
        : "%s of %d".formatted(movement.kind(), movement.quantity());
  }

  private static @Nullable String signed(int change) {
    return change == 0 ? null : change > 0 ? "+" + change : String.valueOf(change);
  }

  private void ended(Message message) {
    var step =
        steps
            .at(message.closedAt(), "ended-" + message.id(), Kind.decided)
            .why(why(message))
            .after(heard(message.id()))
            .evidence("message", message.id(), null)
            .detail("message", message.id())
            .detail("from hearing to end", span(between(message.receivedAt(), message.closedAt())))
            .detail("mapping", message.mapping())
            .detail("attempts", message.attempts());
    switch (message.state()) {
      case "applied" -> step.says(Tone.good, "applied" + attempts(message));
      case "duplicate" -> step.says(Tone.quiet, "duplicate: changes nothing");
      case "ignored" -> step.says(Tone.quiet, "ignored on purpose");
      case "parked" ->
          step.parked("message=" + message.id()).says(Tone.bad, "parked" + attempts(message));
      default -> step.says(Tone.quiet, message.state());
    }
  }

  private static String attempts(Message message) {
    return message.attempts() > 1 ? " at attempt " + message.attempts() : "";
  }

  private @Nullable String why(Message message) {
    var trouble = message.trouble();
    return switch (message.state()) {
      case "duplicate" -> first(message);
      case "ignored" -> "by the rule " + message.rule();
      default -> trouble == null ? null : trouble.words();
    };
  }

  /** Of which message this is a repeat. */
  private String first(Message repeat) {
    var earlier =
        found.messages().stream()
            .filter(m -> m.id() != repeat.id() && m.channel().equals(repeat.channel()))
            .filter(m -> m.state().equals("applied") && !ends(m).isAfter(ends(repeat)))
            .toList();
    var same = last(earlier.stream().filter(m -> m.bodyHash().equals(repeat.bodyHash())).toList());
    if (same != null) {
      return "the same, letter for letter, as message %d".formatted(same.id());
    }
    var alike = last(earlier);
    return alike == null
        ? "everything it says was booked before"
        : "everything it says was booked before; message %d was the last to bring news"
            .formatted(alike.id());
  }

  private static Instant ends(Message message) {
    var end = message.closedAt();
    return end == null ? Instant.MAX : end;
  }

  private static @Nullable Message last(List<Message> messages) {
    return messages.stream().max(Comparator.comparing(MessageStory::ends)).orElse(null);
  }

  private void mustEnd(Message message) {
    var trouble = message.trouble();
    var waits =
        "for %s, after %s"
            .formatted(
                span(between(message.receivedAt(), found.now())),
                many(message.attempts(), "attempt", "attempts"));
    steps
        .expected(message.nextAttemptAt(), "must-end-" + message.id())
        .why(waitsFor(message))
        .after(heard(message.id()))
        .evidence("message", message.id(), null)
        .detail("message", message.id())
        .detail("state", message.state())
        .detail("next attempt", message.nextAttemptAt())
        .says(
            trouble == null || trouble.passes() ? Tone.waiting : Tone.bad,
            "%s is in progress %s".formatted(message.topic(), waits));
  }

  private static @Nullable String waitsFor(Message message) {
    if (message.heldBy() != null) {
      return "it waits until message %d, an earlier one of its key, is settled"
          .formatted(message.heldBy());
    }
    var trouble = message.trouble();
    return trouble == null ? null : "last time: " + trouble.words();
  }

  private static Duration between(Instant from, @Nullable Instant to) {
    return to == null ? Duration.ZERO : Duration.between(from, to);
  }
}
