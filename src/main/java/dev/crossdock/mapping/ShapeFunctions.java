package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.crossdock.kernel.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** Whole quantities, lists that are always lists, and messages set aside on purpose. */
final class ShapeFunctions {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,12}(\\.[0-9]{1,12})?");

  private ShapeFunctions() {}

  static List<HostFunction> all() {
    return List.of(
        new HostFunction("whole", 1, 1, a -> whole(a[0])),
        new HostFunction("as-array", 1, 1, a -> elements(a[0])),
        new HostFunction("ignore", 1, 1, a -> ignore(a[0])));
  }

  /** Nothing is an empty list, one thing is a list of one. */
  static ArrayNode elements(JsonNode node) {
    if (node instanceof ArrayNode array) {
      return array;
    }
    var array = Json.mapper().createArrayNode();
    return node.isNull() || node.isMissingNode() ? array : array.add(node);
  }

  private static JsonNode whole(JsonNode node) {
    if (node.isInt()) {
      return node;
    }
    try {
      return IntNode.valueOf(number(node).intValueExact());
    } catch (ArithmeticException e) {
      throw notWhole(node);
    }
  }

  private static BigDecimal number(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    if (node.isTextual() && NUMBER.matcher(node.textValue().strip()).matches()) {
      return new BigDecimal(node.textValue().strip());
    }
    throw notWhole(node);
  }

  private static Refusal notWhole(JsonNode node) {
    return Refusal.of("MAP-014", Json.text(node), "a whole number such as 4 or \"4.000\"");
  }

  private static JsonNode ignore(JsonNode rule) {
    throw new Ignored(rule.asText());
  }
}
