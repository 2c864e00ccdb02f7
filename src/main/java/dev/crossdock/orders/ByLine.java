package dev.crossdock.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * A till's receipt of which each line is told by itself: it is all the lines that were told, and
 * comes to what they come to. The same in whatever order they are heard, and however often.
 */
final class ByLine {
  private static final ObjectWriter IN_ORDER =
      Json.mapper().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  /** What is added up, or kept since the first time; the rest each line tells alike. */
  private static final List<String> ADDED_UP =
      List.of("lines", "fulfilments", "refunds", "money", "cancelledAt", "cancelCause");

  private static final Comparator<JsonNode> LATER =
      Comparator.comparing((JsonNode document) -> document.path("updatedAt").asText())
          .thenComparing(document -> text(((ObjectNode) document.deepCopy()).without(ADDED_UP)));

  private ByLine() {}

  static boolean is(JsonNode document) {
    return document.path("receipt").asText().equals("by-line");
  }

  static ObjectNode together(ObjectNode one, ObjectNode other) {
    var isLater = LATER.compare(one, other) >= 0;
    var both = (isLater ? one : other).deepCopy();
    var rest = isLater ? other : one;
    for (var list : List.of("lines", "fulfilments", "refunds")) {
      both.set(list, union(both.path(list), rest.path(list)));
    }
    both.path("refunds").forEach(refund -> addUp((ObjectNode) refund));
    ((ObjectNode) both.get("money")).put("total", total(both.path("lines")).toPlainString());
    return both;
  }

  /** All of both, each once by its id; what stands in both has the parts of both. */
  private static ArrayNode union(JsonNode one, JsonNode other) {
    var all = new TreeMap<String, JsonNode>();
    one.forEach(element -> all.put(id(element), element));
    other.forEach(element -> all.merge(id(element), element, ByLine::both));
    return Json.mapper().createArrayNode().addAll(all.values());
  }

  private static JsonNode both(JsonNode one, JsonNode other) {
    if (one.equals(other)) {
      return one;
    }
    var merged = (ObjectNode) (text(one).compareTo(text(other)) >= 0 ? one : other).deepCopy();
    if (merged.has("lines")) {
      merged.set("lines", union(one.path("lines"), other.path("lines")));
    }
    return merged;
  }

  /** The part of a fulfilment has no id but that of its line. */
  private static String id(JsonNode element) {
    return element.path("id").asText(element.path("line").asText());
  }

  private static void addUp(ObjectNode refund) {
    if (refund.path("withoutSale").asBoolean()) {
      var amount = BigDecimal.ZERO;
      for (var line : refund.path("lines")) {
        amount = amount.add(amount(line, "amount"));
      }
      refund.put("amount", amount.toPlainString());
    }
  }

  private static BigDecimal total(JsonNode lines) {
    var total = BigDecimal.ZERO;
    for (var line : lines) {
      total =
          total.add(
              amount(line, "price")
                  .multiply(BigDecimal.valueOf(line.path("quantity").intValue()))
                  .subtract(amount(line, "discount")));
    }
    return total;
  }

  private static BigDecimal amount(JsonNode of, String name) {
    return new BigDecimal(of.path(name).asText("0"));
  }

  private static String text(JsonNode document) {
    try {
      return IN_ORDER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
