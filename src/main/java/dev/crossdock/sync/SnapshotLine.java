package dev.crossdock.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a system says it holds: so many of a SKU at one of its places, or an order and
 * what it came to.
 *
 * @param key the SKU, or the order
 * @param place the system's own location; empty for an order
 * @param value units, or minor units of money
 * @param reference what the system itself calls the line; null when it has no name of its own
 * @param asOf when that was so; null when it was so as of the whole
 */
record SnapshotLine(
    String key, String place, long value, @Nullable String reference, @Nullable Instant asOf) {
  private static final int LONGEST = 512;

  /** Nothing that is counted has more; what has could not be weighed against all the others. */
  static final int MOST_DIGITS = 12;

  private static final long LESS_THAN = 1_000_000_000_000L;

  /** What makes it this line of its system and no other. */
  String name() {
    return (reference == null ? key : reference) + " at '" + place + "'";
  }

  /**
   * What a mapping made of a page.
   *
   * @param from whose page, for the sentence
   * @param otherwise when that was so, where a line does not say
   * @throws HubException {@code SYN-030} when it is not of this shape
   */
  static List<SnapshotLine> all(String from, JsonNode items, @Nullable Instant otherwise) {
    if (!items.isArray()) {
      throw wrong(from, 0, "no items", items);
    }
    var lines = new ArrayList<SnapshotLine>(items.size());
    for (var n = 0; n < items.size(); n++) {
      lines.add(one(from, n, items.get(n), otherwise));
    }
    return lines;
  }

  private static SnapshotLine one(String from, int n, JsonNode item, @Nullable Instant otherwise) {
    var key = item.path("key");
    var place = item.path("place");
    var value = item.path("value");
    if (!isName(key) || key.textValue().isBlank()) {
      throw wrong(from, n, "no key", item);
    }
    if (!isName(place) && !place.isMissingNode() && !place.isNull()) {
      throw wrong(from, n, "no place", item);
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(from, n, "no whole number as its value", item);
    }
    if (value.longValue() <= -LESS_THAN || value.longValue() >= LESS_THAN) {
      throw wrong(from, n, "more than %d digits as its value".formatted(MOST_DIGITS), item);
    }
    try {
      return new SnapshotLine(
          key.textValue(),
          place.asText(""),
          value.longValue(),
          Paging.text(item, "reference"),
          item.hasNonNull("asOf") ? Instant.parse(item.get("asOf").asText()) : otherwise);
    } catch (DateTimeException e) {
      throw wrong(from, n, "no instant as its asOf", item);
    }
  }

  private static boolean isName(JsonNode node) {
    return node.isTextual() && node.textValue().length() <= LONGEST && fits(node.textValue());
  }

  /** PostgreSQL keeps every letter but this one. */
  private static boolean fits(String text) {
    return text.indexOf('\0') < 0;
  }

  private static HubException wrong(String from, int n, String what, JsonNode item) {
    var said = Json.text(item);
    return new HubException(
        new Failure.Data(
            "SYN-030",
            "%s gave a line with %s: %s (items[%d]); expected {key, place, value, reference, asOf}. Correct its mapping."
                .formatted(from, what, said.substring(0, Math.min(said.length(), 200)), n)));
  }
}
