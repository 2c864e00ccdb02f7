package dev.crossdock.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;
import org.springframework.boot.convert.DurationStyle;

/**
 * A scheduled run that asks one channel one thing; a file in {@code config/syncs/}.
 *
 * @param id its name, the same as its file's
 * @param channel who is asked
 * @param read what is asked, one of the reads in the connector's manifest; null when a snapshot is
 *     taken
 * @param snapshot of what a snapshot is taken, one of the snapshots in the manifest; else null
 * @param mode whether everything is asked for each time, or what changed since the last time
 * @param every how often, for example {@code 5s}; null when there is a cron
 * @param cron when, as Quartz writes it: seconds, minutes, hours, day, month, weekday
 * @param zone of the cron; UTC when null
 * @param scope which part of what the channel has
 * @param fresh when it has had no good end for longer than this, somebody is told; three of its
 *     runs where its file does not say
 * @param overlap what becomes of a run that is due while the one before it goes on
 * @param share how much of the channel's calls it may use at most, for example {@code 20%}
 * @param owner who is told when it fails
 */
record Sync(
    String id,
    String channel,
    @Nullable String read,
    @Nullable String snapshot,
    Mode mode,
    @Nullable String every,
    @Nullable String cron,
    @Nullable String zone,
    Scope scope,
    @Nullable String fresh,
    Overlap overlap,
    @Nullable String share,
    @Nullable String owner) {
  private static final Duration FREQUENT = Duration.ofSeconds(10);

  /** Whether everything is asked for. */
  enum Mode {
    @JsonProperty("changed")
    CHANGED,
    @JsonProperty("full")
    FULL
  }

  /** What becomes of a run that is due while the one before it goes on. */
  enum Overlap {
    /** It is not made; its history says so. */
    @JsonProperty("refuse")
    REFUSE,
    /** One waits, and begins when the other has ended. */
    @JsonProperty("queue")
    QUEUE
  }

  /** Fills in what a short file leaves out, and refuses what cannot be. */
  Sync {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(channel, "channel");
    mode = mode == null ? Mode.CHANGED : mode;
    scope = scope == null ? Scope.ALL : scope;
    overlap = overlap == null ? Overlap.REFUSE : overlap;
    if ((read == null) == (snapshot == null)) {
      throw new IllegalArgumentException("it has either a read or a snapshot");
    }
    if ((every == null) == (cron == null)) {
      throw new IllegalArgumentException("it has either every or cron");
    }
    if (cron != null && !CronExpression.isValidExpression(cron)) {
      throw new IllegalArgumentException("'%s' is not a cron".formatted(cron));
    }
    var interval = duration(every);
    if (interval != null && (interval.isZero() || interval.isNegative())) {
      throw new IllegalArgumentException("every is 0");
    }
    // what cannot be read is refused here, and not when it is needed
    var unused = Arrays.asList(zone(zone), duration(fresh), part(share));
    if (fresh == null) {
      fresh =
          interval == null
              ? UsualFreshness.of(String.valueOf(cron), zone(zone))
              : UsualFreshness.of(interval);
    }
  }

  /** What it asks for, as people call it. */
  String what() {
    return read == null ? "snapshot of " + snapshot : String.valueOf(read);
  }

  /** Under which name it is kept how far it has come; a part of a read comes its own way. */
  String cursor() {
    return scope.isAll() ? what() : what() + " " + scope.mark();
  }

  /** Null when it goes by a cron. */
  @Nullable Duration interval() {
    return duration(every);
  }

  /**
   * Whether it comes round so often that its schedule is kept in memory by the process whose turn
   * it is, and a run that finds nothing leaves no trace (ADR 0038).
   */
  boolean isFrequent() {
    var interval = interval();
    return interval != null && interval.compareTo(FREQUENT) < 0;
  }

  /** Whose days and hours its cron means. */
  ZoneId clock() {
    return zone(zone);
  }

  /** How old its last good end may be. */
  Duration freshness() {
    return Objects.requireNonNull(duration(fresh));
  }

  /** Of the calls there are: above 0, to 1. */
  double part() {
    return part(share);
  }

  private static @Nullable Duration duration(@Nullable String text) {
    return text == null ? null : DurationStyle.detectAndParse(text);
  }

  private static ZoneId zone(@Nullable String text) {
    return ZoneId.of(text == null ? "UTC" : text);
  }

  private static double part(@Nullable String text) {
    if (text == null) {
      return 1;
    }
    if (!text.matches("[1-9][0-9]?%|100%")) {
      throw new IllegalArgumentException("share is 1% to 100%");
    }
    return Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0;
  }
}
