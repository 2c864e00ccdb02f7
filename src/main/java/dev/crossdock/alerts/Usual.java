package dev.crossdock.alerts;

import dev.crossdock.delivery.Books;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many messages each channel sends in each hour of a day, at least: on three of four of the
 * last fourteen days it was as many, or more. A week-end counts among the four.
 */
final class Usual {
  static final int DAYS = 14;
  private static final int HOURS = 24;
  private static final int ENOUGH_DAYS = 7;
  private static final double PART_OF_THE_DAYS = 0.25;

  private final Map<String, long[]> perHour;

  private Usual(Map<String, long[]> perHour) {
    this.perHour = perHour;
  }

  /** From when to when the books are read to learn it: whole days that are over. */
  static Instant from(Instant now) {
    return now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(DAYS));
  }

  /** What the lines of those days say. */
  static Usual of(List<Books.Line> lines, Instant now) {
    var from = from(now);
    var counts = new HashMap<String, long[]>();
    var first = new HashMap<String, Integer>();
    for (var line : lines) {
      var hour = (int) Duration.between(from, line.hour()).toHours();
      if (line.account().equals("received") && hour >= 0 && hour < DAYS * HOURS) {
        counts.computeIfAbsent(line.channel(), c -> new long[DAYS * HOURS])[hour] +=
            line.messages();
        first.merge(line.channel(), hour, Math::min);
      }
    }
    var perHour = new HashMap<String, long[]>();
    counts.forEach(
        (channel, hours) -> {
          var days = (DAYS * HOURS - first.getOrDefault(channel, 0)) / HOURS;
          if (days >= ENOUGH_DAYS) {
            perHour.put(channel, least(hours, days, from));
          }
        });
    return new Usual(perHour);
  }

  private static long[] least(long[] hours, int days, Instant from) {
    var offset = from.atOffset(ZoneOffset.UTC).getHour();
    var least = new long[HOURS];
    for (int h = 0; h < HOURS; h++) {
      var counts = new long[days];
      for (int d = 0; d < days; d++) {
        counts[d] = hours[hours.length - (d + 1) * HOURS + h];
      }
      Arrays.sort(counts);
      least[(offset + h) % HOURS] = counts[(int) (days * PART_OF_THE_DAYS)];
    }
    return least;
  }

  /** How many messages would have come between two instants, at least; 0 of a new channel. */
  double between(String channel, Instant from, Instant to) {
    var least = perHour.get(channel);
    if (least == null) {
      return 0;
    }
    var sum = 0.0;
    for (var at = from; at.isBefore(to); ) {
      var next = at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
      var end = next.isBefore(to) ? next : to;
      var part = Duration.between(at, end).toMillis() / (double) Duration.ofHours(1).toMillis();
      sum += least[at.atOffset(ZoneOffset.UTC).getHour()] * part;
      at = end;
    }
    return sum;
  }
}
