package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.kernel.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instants: {@code instant(.at)} for a time that says its offset, {@code instant(.at, $zone)} for a
 * clock on a shop's wall.
 *
 * <p>In the hour that happens twice in autumn the earlier one is meant; a wall clock that was not
 * put forward in spring is read as if it had been.
 */
final class TimeFunctions {
  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .optionalEnd()
          .optionalStart()
          .appendLiteral(' ')
          .optionalEnd()
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .toFormatter(java.util.Locale.ROOT);

  private static final DateTimeFormatter ANY =
      new DateTimeFormatterBuilder()
          .append(LOCAL)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH", "Z")
          .optionalEnd()
          .toFormatter(java.util.Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private TimeFunctions() {}

  static List<HostFunction> all() {
    return List.of(
        new HostFunction("instant", 1, 2, a -> instant(a[0], a.length > 1 ? a[1] : null)));
  }

  private static JsonNode instant(JsonNode node, @Nullable JsonNode zone) {
    if (!node.isTextual()) {
      throw noInstant(node, zone);
    }
    try {
      return TextNode.valueOf(read(node.textValue(), zone).toString());
    } catch (DateTimeException e) {
      throw noInstant(node, zone);
    }
  }

  private static Instant read(String text, @Nullable JsonNode zone) {
    if (text.endsWith("Z")) {
      return Instant.parse(text.replace(' ', 'T'));
    }
    if (zone == null) {
      return OffsetDateTime.parse(text, ANY).toInstant();
    }
    var time = ANY.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return time instanceof OffsetDateTime offset
        ? offset.toInstant()
        : ((LocalDateTime) time).atZone(ZoneId.of(zone.asText())).toInstant();
  }

  private static Refusal noInstant(JsonNode node, @Nullable JsonNode zone) {
    var expected =
        zone == null
            ? "a time with its offset such as 2026-06-01T08:30:00Z"
            : "a time such as 2026-06-01 09:30:00 in the zone " + zone.asText();
    return Refusal.of("MAP-013", Json.text(node), expected);
  }
}
