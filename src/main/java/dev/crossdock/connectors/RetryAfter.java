package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a system wants us to wait, in whatever shape it says so; never less than a second, never
 * more than an hour, because a wrong clock or a typing mistake of theirs must not stop a channel
 * for a day (rule R14).
 */
public final class RetryAfter {
  public static final Duration SHORTEST = Duration.ofSeconds(1);
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final Pattern SECONDS = Pattern.compile("[+-]?(\\d{1,30})(\\.\\d{1,9})?");

  private RetryAfter() {}

  /**
   * The wait a header asks for: seconds, or an HTTP date, or an instant.
   *
   * @param header as it came; null when it did not
   * @param now by our clock
   * @return empty when it says nothing that can be understood
   */
  public static Optional<Duration> of(@Nullable String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    var text = header.strip();
    var seconds = SECONDS.matcher(text);
    if (seconds.matches()) {
      return Optional.of(clamp(seconds(Double.parseDouble(text))));
    }
    return instant(text).map(at -> clamp(Duration.between(now, at)));
  }

  /**
   * The wait an outcome's {@code retryAfter} asks for, in milliseconds.
   *
   * @return empty when it is null, missing or no number
   */
  public static Optional<Duration> of(@Nullable JsonNode millis) {
    if (millis == null || !millis.isNumber()) {
      return Optional.empty();
    }
    return Optional.of(clamp(Duration.ofMillis((long) millis.asDouble())));
  }

  /** Never more than a day, so that no number is too long for arithmetic. */
  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (Math.min(86_400, Math.max(0, seconds)) * 1000));
  }

  /** The same wait, between a second and an hour. */
  public static Duration clamp(Duration wait) {
    if (wait.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  private static Optional<Instant> instant(String text) {
    for (var format :
        new DateTimeFormatter[] {
          DateTimeFormatter.RFC_1123_DATE_TIME, DateTimeFormatter.ISO_OFFSET_DATE_TIME
        }) {
      try {
        return Optional.of(format.parse(text, Instant::from));
      } catch (DateTimeParseException e) {
        // not this shape; the next
      }
    }
    return Optional.empty();
  }
}
