package dev.crossdock.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is asked.
 *
 * @param channel who asks, and is believed
 * @param path what stands in the address after the name of the resource
 * @param query as it stands after the question mark; null when there is none
 * @param key the header Idempotency-Key; null when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes, read once and never compared
record ApiCall(
    String channel,
    String method,
    List<String> path,
    @Nullable String query,
    @Nullable String key,
    byte[] body) {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final int MOST_LINES = 100;
  private static final int MOST_UNITS = 999_999;

  boolean is(String asked, int segments) {
    return method.equals(asked) && path.size() == segments;
  }

  /** What stands for a name after the question mark; empty when nothing does. */
  String parameter(String name) {
    var all = parameters(name);
    return all.isEmpty() ? "" : all.get(0);
  }

  /** The same of a name that may stand there several times. */
  List<String> parameters(String name) {
    return Stream.of(query == null ? new String[0] : query.split("&"))
        .filter(part -> part.startsWith(name + "="))
        .map(part -> decoded(part.substring(name.length() + 1)))
        .toList();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The caller's own name for what it asks for. */
  String requiredKey() throws ApiRefusal {
    if (key == null || !KEY.matcher(key).matches()) {
      throw new ApiRefusal(
          400, "Name it in the header Idempotency-Key: 1 to 128 of A-Z a-z 0-9 . _ : -");
    }
    return key;
  }

  JsonNode document() throws ApiRefusal {
    try {
      return Json.read(body);
    } catch (HubException e) {
      throw new ApiRefusal(400, String.valueOf(e.getMessage()));
    }
  }

  /** One thing for each line of a list. */
  interface Reader<T> {
    T read(JsonNode line, String at) throws ApiRefusal;
  }

  static <T> List<T> lines(JsonNode document, String name, int least, Reader<T> reader)
      throws ApiRefusal {
    var lines = new ArrayList<T>();
    for (var line : document.path(name)) {
      lines.add(reader.read(line, "$.%s[%d]".formatted(name, lines.size())));
    }
    if (lines.size() < least || lines.size() > MOST_LINES) {
      throw new ApiRefusal(
          400,
          "$.%s holds %d to %d lines; it has %d.".formatted(name, least, MOST_LINES, lines.size()));
    }
    return lines;
  }

  static int units(JsonNode line, String at) throws ApiRefusal {
    var quantity = line.path("quantity");
    if (!quantity.isInt() || quantity.intValue() < 1 || quantity.intValue() > MOST_UNITS) {
      throw new ApiRefusal(
          400,
          "%s.quantity is %s; expected a whole number from 1 to %d."
              .formatted(
                  at, quantity.isMissingNode() ? "missing" : Json.text(quantity), MOST_UNITS));
    }
    return quantity.intValue();
  }

  static String text(JsonNode document, String name, String at) throws ApiRefusal {
    var text = document.path(name);
    if (!text.isTextual() || text.textValue().isBlank() || text.textValue().length() > 256) {
      throw new ApiRefusal(400, "%s.%s is missing; expected a text.".formatted(at, name));
    }
    return text.textValue();
  }

  static Sku sku(JsonNode line, String at) throws ApiRefusal {
    return word(line, "sku", at, Sku::new);
  }

  static LocationId location(JsonNode line, String at, SortedSet<LocationId> ours)
      throws ApiRefusal {
    var location = word(line, "location", at, LocationId::new);
    if (!ours.contains(location)) {
      throw new ApiRefusal(
          422,
          "%s.location is '%s', which is none of ours: %s."
              .formatted(
                  at,
                  location.value(),
                  ours.stream().map(LocationId::value).collect(Collectors.joining(", "))));
    }
    return location;
  }

  private static <T> T word(JsonNode line, String name, String at, Word<T> word) throws ApiRefusal {
    try {
      return word.of(line.path(name).asText());
    } catch (HubException e) {
      throw new ApiRefusal(400, "%s.%s: %s".formatted(at, name, e.getMessage()));
    }
  }

  private interface Word<T> {
    T of(String value);
  }
}
