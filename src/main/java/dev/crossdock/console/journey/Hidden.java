package dev.crossdock.console.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.kernel.Json;

/** A document with its shape kept and its values gone; a number says only that it is one. */
final class Hidden {
  private Hidden() {}

  static JsonNode of(JsonNode document) {
    if (document.isObject()) {
      var copy = Json.mapper().createObjectNode();
      document.properties().forEach(field -> copy.set(field.getKey(), of(field.getValue())));
      return copy;
    }
    if (document.isArray()) {
      var copy = Json.mapper().createArrayNode();
      document.forEach(element -> copy.add(of(element)));
      return copy;
    }
    if (document.isNull() || document.isBoolean()) {
      return document.isNull() ? NullNode.getInstance() : document;
    }
    return TextNode.valueOf(document.isNumber() ? "number" : "text");
  }
}
