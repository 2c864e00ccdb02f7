package dev.crossdock.console.journey;

import dev.crossdock.console.journey.Journey.Detail;
import dev.crossdock.console.journey.Journey.Evidence;
import dev.crossdock.console.journey.Journey.Kind;
import dev.crossdock.console.journey.Journey.Step;
import dev.crossdock.console.journey.Journey.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the steps of a journey as they are found. */
final class Steps {
  private final List<Step> all = new ArrayList<>();

  /** In the order of their time; what must still come is last. */
  List<Step> inOrder() {
    return all.stream()
        .sorted(
            Comparator.comparing(Step::expected)
                .thenComparing(Step::at, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(Step::kind))
        .toList();
  }

  /** Begins a step that happened. */
  Sketch at(@Nullable Instant at, String id, Kind kind) {
    return new Sketch(id, at, kind);
  }

  /** Begins a step that must still come. */
  Sketch expected(@Nullable Instant due, String id) {
    return new Sketch(id, due, Kind.expected);
  }

  /** A step on its way into the list. */
  final class Sketch {
    private final String id;
    private final @Nullable Instant at;
    private final Kind kind;
    private final List<Detail> details = new ArrayList<>();
    private String from = Journey.HUB;
    private String to = Journey.HUB;
    private @Nullable String why;
    private @Nullable String after;
    private @Nullable Evidence evidence;
    private @Nullable String parked;

    private Sketch(String id, @Nullable Instant at, Kind kind) {
      this.id = id;
      this.at = at;
      this.kind = kind;
    }

    Sketch from(String lane) {
      from = lane;
      return this;
    }

    Sketch to(String lane) {
      to = lane;
      return this;
    }

    Sketch why(@Nullable String reason) {
      why = reason == null || reason.isBlank() ? null : reason;
      return this;
    }

    Sketch after(@Nullable String step) {
      after = step;
      return this;
    }

    Sketch evidence(String what, long number, @Nullable Instant when) {
      evidence = new Evidence(what, number, when);
      return this;
    }

    /** It waits for a person; the query by which the parked page finds it. */
    Sketch parked(String query) {
      parked = "/console/parked.html?" + query;
      return this;
    }

    /** A detail that is not known is left out. */
    Sketch detail(String name, @Nullable Object value) {
      if (value != null && !String.valueOf(value).isEmpty()) {
        details.add(new Detail(name, String.valueOf(value)));
      }
      return this;
    }

    void says(Tone tone, String title) {
      all.add(
          new Step(
              id,
              at,
              from,
              to,
              kind,
              tone,
              title,
              why,
              kind == Kind.expected,
              after,
              evidence,
              parked,
              List.copyOf(details)));
    }
  }

  /** How long, as a person says it. */
  static String span(Duration time) {
    var seconds = Math.max(0, time.toSeconds());
    if (seconds < 1) {
      return Math.max(0, time.toMillis()) + " ms";
    }
    if (seconds < 90) {
      return seconds + " s";
    }
    if (seconds < 90 * 60) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
  }

  static String many(long n, String one, String more) {
    return n == 1 ? "1 " + one : n + " " + more;
  }
}
