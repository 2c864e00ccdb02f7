package dev.crossdock.edge;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one value that a manifest names ({@code header:X}, {@code body:/pointer}) without
 * building the document.
 *
 * <p>It only helps to keep order; a body it cannot read is kept all the same, and its mapping will
 * say what is wrong.
 */
final class Pick {
  private static final Map<String, JsonPointer> POINTERS = new ConcurrentHashMap<>();

  private Pick() {}

  static @Nullable String from(
      String where, Function<String, @Nullable String> header, byte[] body) {
    if (where.startsWith("header:")) {
      return header.apply(where.substring("header:".length()));
    }
    if (where.startsWith("body:")) {
      return value(where.substring("body:".length()), body);
    }
    return null;
  }

  private static @Nullable String value(String pointer, byte[] body) {
    var compiled = POINTERS.computeIfAbsent(pointer, JsonPointer::compile);
    try (var parser =
        new FilteringParserDelegate(
            Json.mapper().createParser(body),
            new JsonPointerBasedFilter(compiled),
            Inclusion.ONLY_INCLUDE_ALL,
            false)) {
      var token = parser.nextToken();
      return token != null && token.isScalarValue() ? parser.getText() : null;
    } catch (IOException e) {
      return null;
    }
  }
}
