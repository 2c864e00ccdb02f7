package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.kernel.Json;
import java.util.List;

/** Ids and other words: the language's own {@code string()} would turn an absent id into "null". */
final class TextFunctions {
  private TextFunctions() {}

  static List<HostFunction> all() {
    return List.of(
        new HostFunction("text", 1, 1, a -> text(a[0])),
        new HostFunction("id", 1, 1, a -> id(a[0])),
        new HostFunction("tail", 2, 2, a -> tail(a[0], a[1])));
  }

  /** A word as a word, a number exactly as it was printed; nothing stays nothing. */
  private static JsonNode text(JsonNode node) {
    if (node.isNull() || node.isTextual()) {
      return node;
    }
    if (node.isValueNode()) {
      return TextNode.valueOf(Json.text(node));
    }
    throw notText(node);
  }

  private static JsonNode id(JsonNode node) {
    var text = text(node);
    if (text.isNull() || text.textValue().isBlank()) {
      throw notText(node);
    }
    return text;
  }

  /** What follows the last separator: {@code tail("gid://shop/Order/1", "/")} is {@code "1"}. */
  private static JsonNode tail(JsonNode node, JsonNode separator) {
    var text = text(node);
    if (text.isNull()) {
      return NullNode.getInstance();
    }
    var word = text.textValue();
    return TextNode.valueOf(word.substring(startOfTail(word, separator.asText())));
  }

  private static int startOfTail(String word, String separator) {
    var at = word.lastIndexOf(separator);
    return at < 0 ? 0 : at + separator.length();
  }

  private static Refusal notText(JsonNode node) {
    return Refusal.of("MAP-019", Json.text(node), "an id or a word, not empty");
  }
}
