package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/** Says where two documents first differ. */
final class Difference {
  private Difference() {}

  static @Nullable String between(JsonNode expected, JsonNode made) {
    return between(expected, made, "$");
  }

  private static @Nullable String between(JsonNode expected, JsonNode made, String path) {
    if (expected.equals(made)) {
      return null;
    }
    if (expected.isObject() && made.isObject()) {
      var names = new LinkedHashSet<String>();
      expected.fieldNames().forEachRemaining(names::add);
      made.fieldNames().forEachRemaining(names::add);
      for (var name : names) {
        var found = between(expected.path(name), made.path(name), path + "." + name);
        if (found != null) {
          return found;
        }
      }
    }
    if (expected.isArray() && made.isArray() && expected.size() == made.size()) {
      for (var at = 0; at < expected.size(); at++) {
        var found = between(expected.path(at), made.path(at), path + "[" + at + "]");
        if (found != null) {
          return found;
        }
      }
    }
    return "values are not equal at %s: expected %s but was %s"
        .formatted(path, print(expected), print(made));
  }

  private static String print(JsonNode node) {
    return node.isMissingNode() ? "nothing" : Json.text(node);
  }
}
