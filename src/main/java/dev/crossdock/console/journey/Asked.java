package dev.crossdock.console.journey;

import dev.crossdock.delivery.Names;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for: an id as it stands on their screen or receipt, or a SKU and about when.
 *
 * @param text as it was typed, without its time
 * @param kind which sort of name is meant ({@code order:1042}); null when any will do
 * @param at about when; null when no time was given
 * @param within how far from it
 */
record Asked(String text, @Nullable String kind, @Nullable Instant at, Duration within) {
  static final Duration USUAL = Duration.ofMinutes(10);
  private static final Duration DAY = Duration.ofHours(24);

  private static final Pattern KIND = Pattern.compile("([a-z][a-z-]*):(?!//)\\s*(.+)");
  private static final Pattern TIME =
      Pattern.compile(
          "(.+?)(?:\\s+(?:at|@))?\\s+(\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)?"
              + "(?:Z|[+-]\\d{2}:\\d{2})?)");

  /** Reads {@code order:1042}, {@code TEE-RED-M 2026-11-21 10:15}, or any id. */
  static Asked of(String typed, @Nullable Instant at, @Nullable Duration within) {
    var text = typed.strip();
    var time = at;
    var reach = within;
    var timed = TIME.matcher(text);
    if (time == null && timed.matches()) {
      var read = time(timed.group(2));
      if (read.isPresent()) {
        time = read.get();
        text = timed.group(1).strip();
        if (reach == null && timed.group(2).length() == 10) {
          time = time.plus(DAY.dividedBy(2));
          reach = DAY.dividedBy(2);
        }
      }
    }
    var kind = KIND.matcher(text);
    var known = kind.matches();
    return new Asked(
        known ? kind.group(2).strip() : text,
        known ? kind.group(1) : null,
        time,
        reach == null ? USUAL : reach);
  }

  /** A time as people write it; UTC unless it says otherwise. */
  static Optional<Instant> time(String written) {
    var iso = written.strip().replace(' ', 'T');
    try {
      if (iso.length() == 10) {
        return Optional.of(LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      var zoned = iso.endsWith("Z") || iso.matches(".*[+-]\\d{2}:\\d{2}");
      return Optional.of(
          zoned
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  boolean is(String other) {
    return other.equals(kind);
  }

  /** As names are kept. */
  String name() {
    return Names.plain(text);
  }

  Instant since() {
    return about().minus(within);
  }

  Instant until() {
    return about().plus(within);
  }

  private Instant about() {
    return at == null ? Instant.EPOCH : at;
  }

  Asked about(Instant instant, Duration reach) {
    return new Asked(text, kind, instant, reach);
  }
}
