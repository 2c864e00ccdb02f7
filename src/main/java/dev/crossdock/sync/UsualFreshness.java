package dev.crossdock.sync;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * How long ago the last good end of a sync may be where its file does not say: so long that it has
 * missed three runs, and at least as long as systems are away for every now and then.
 */
final class UsualFreshness {
  private static final int MISSED = 3;
  private static final Duration LEAST = Duration.ofMinutes(15);

  /** A Monday; the year after it has every month, and the hours of summer and of winter. */
  private static final Instant FROM = Instant.parse("2024-01-01T00:00:00Z");

  private static final Duration A_YEAR = Duration.ofDays(400);

  /** Enough for the week-ends of what runs every minute. */
  private static final int MOST_FIRINGS = 10_000;

  private UsualFreshness() {}

  /** Of an interval. */
  static String of(Duration interval) {
    return text(interval.multipliedBy(MISSED));
  }

  /** Of a cron: of the longest time that it lets pass. */
  static String of(String cron, ZoneId zone) {
    return text(longest(cron, zone).multipliedBy(MISSED));
  }

  private static Duration longest(String cron, ZoneId zone) {
    var times = times(cron, zone);
    var longest = Duration.ZERO;
    var last = next(times, FROM);
    for (int n = 0; n < MOST_FIRINGS && last != null && last.isBefore(FROM.plus(A_YEAR)); n++) {
      var next = next(times, last);
      var between = next == null ? A_YEAR : Duration.between(last, next);
      longest = between.compareTo(longest) > 0 ? between : longest;
      last = next;
    }
    return longest.isZero() ? A_YEAR : longest;
  }

  private static @Nullable Instant next(CronExpression times, Instant after) {
    var next = times.getNextValidTimeAfter(Date.from(after));
    return next == null ? null : next.toInstant();
  }

  private static CronExpression times(String cron, ZoneId zone) {
    try {
      var times = new CronExpression(cron);
      times.setTimeZone(TimeZone.getTimeZone(zone));
      return times;
    } catch (ParseException e) {
      throw new IllegalArgumentException("'%s' is not a cron".formatted(cron), e);
    }
  }

  /** As a file would say it. */
  private static String text(Duration fresh) {
    var seconds = Math.max(LEAST.toSeconds(), fresh.toSeconds());
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
