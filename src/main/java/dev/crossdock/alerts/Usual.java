package dev.crossdock.alerts;

import dev.crossdock.delivery.Books;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many messages each channel sends in an hour, at least: on three of four of the last fourteen
 * days it was as many in that hour of its own clock, or more, and on the same day of the last two
 * weeks, too. A shop that is closed on Sundays is missing nothing on a Sunday.
 */
final class Usual {
  private static final int DAYS = 14;
  private static final int ENOUGH_DAYS = 7;
  private static final double PART_OF_THE_DAYS = 0.25;

  private final Map<String, Past> pasts;

  private Usual(Map<String, Past> pasts) {
    this.pasts = pasts;
  }

  /**
   * What one channel has sent, by the hours of its own clock, so that it opens at the same hour
   * before and after the clocks change.
   */
  private record Past(ZoneId zone, LocalDateTime first, Map<LocalDateTime, Long> hours) {

    long least(Instant hour) {
      var local = local(hour, zone);
      var counts =
          IntStream.rangeClosed(1, DAYS)
              .mapToObj(local::minusDays)
              .filter(day -> !day.isBefore(first))
              .mapToLong(day -> hours.getOrDefault(day, 0L))
              .toArray();
      if (counts.length < ENOUGH_DAYS) {
        return 0;
      }
      var lastWeek = counts[ENOUGH_DAYS - 1];
      var weekBefore = counts.length < DAYS ? lastWeek : counts[DAYS - 1];
      Arrays.sort(counts);
      var ofMost = counts[(int) (counts.length * PART_OF_THE_DAYS)];
      return Math.min(ofMost, Math.min(lastWeek, weekBefore));
    }
  }

  /** From when on the books are read to learn it: a day more, for the hours of yesterday. */
  static Instant from(Instant now) {
    return now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(DAYS + 1));
  }

  /**
   * What the lines of those days say.
   *
   * @param zones by whose clock each channel lives; UTC where it does not say
   */
  static Usual of(List<Books.Line> lines, Map<String, ZoneId> zones) {
    var pasts = new HashMap<String, Past>();
    for (var line : lines) {
      if (line.account().equals("received")) {
        var zone = zones.getOrDefault(line.channel(), ZoneOffset.UTC);
        var hour = local(line.hour(), zone);
        // the oldest lines come first
        pasts
            .computeIfAbsent(line.channel(), c -> new Past(zone, hour, new HashMap<>()))
            .hours()
            .merge(hour, line.messages(), Long::sum);
      }
    }
    return new Usual(pasts);
  }

  /** The hours of the books are whole ones of UTC, which need not be whole ones elsewhere. */
  private static LocalDateTime local(Instant hour, ZoneId zone) {
    return hour.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.HOURS);
  }

  /** How many messages would have come between two instants, at least; 0 of a new channel. */
  double between(String channel, Instant from, Instant to) {
    var past = pasts.get(channel);
    if (past == null) {
      return 0;
    }
    var sum = 0.0;
    for (var at = from; at.isBefore(to); ) {
      var hour = at.truncatedTo(ChronoUnit.HOURS);
      var next = hour.plus(1, ChronoUnit.HOURS);
      var end = next.isBefore(to) ? next : to;
      var part = Duration.between(at, end).toMillis() / (double) Duration.ofHours(1).toMillis();
      sum += past.least(hour) * part;
      at = end;
    }
    return sum;
  }
}
