package dev.crossdock.sandbox.wire;

import com.sun.net.httpserver.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to a stand-in.
 *
 * @param method upper case
 * @param path decoded, from the root
 * @param query decoded parameters; of a repeated one, the last
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Call(
    String method, String path, Map<String, String> query, Headers headers, byte[] body) {

  /** The parts of the path behind a prefix. */
  public List<String> partsAfter(String prefix) {
    var parts = new ArrayList<String>();
    var rest = path.length() <= prefix.length() ? "" : path.substring(prefix.length());
    for (int from = 0; from < rest.length(); ) {
      var slash = rest.indexOf('/', from);
      var to = slash < 0 ? rest.length() : slash;
      if (to > from) {
        parts.add(rest.substring(from, to));
      }
      from = to + 1;
    }
    return parts;
  }

  /** A header's first value, or nothing. */
  public @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  /** A query parameter, or nothing. */
  public @Nullable String parameter(String name) {
    return query.get(name);
  }

  /** Reads {@code a=1&b=2}, as in a query or a form. */
  public static Map<String, String> pairs(@Nullable String text) {
    var pairs = new LinkedHashMap<String, String>();
    if (text == null || text.isEmpty()) {
      return pairs;
    }
    for (int from = 0; from <= text.length(); ) {
      var end = text.indexOf('&', from);
      var to = end < 0 ? text.length() : end;
      var pair = text.substring(from, to);
      var equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
      from = to + 1;
    }
    return pairs;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
