package dev.crossdock.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;

/** Canonical orders for tests: two tees at 19.00, and 3.95 for shipping. */
final class Telling {
  private Telling() {}

  /** Told at that second of ten o'clock. */
  static ObjectNode of(String id, int second) {
    return read(
        """
        {"id": "%s", "name": "#%s", "placedAt": "2026-06-01T10:00:00Z", "updatedAt": "2026-06-01T10:00:%02dZ",
         "test": false, "money": {"currency": "GBP", "total": "41.95", "tax": "6.99", "taxIncluded": true},
         "lines": [{"id": "1", "sku": "S1", "title": "Tee", "quantity": 2, "price": "19.00", "discount": "0.00"}],
         "charges": [{"kind": "shipping", "price": "3.95"}],
         "fulfilments": [], "refunds": []}
        """
            .formatted(id, id, second));
  }

  /** The same, and a third tee was added. */
  static ObjectNode three(String id, int second) {
    var order = of(id, second);
    ((ObjectNode) order.at("/lines/0")).put("quantity", 3);
    ((ObjectNode) order.get("money")).put("total", "60.95");
    return order;
  }

  static ObjectNode cancelled(String id, int second) {
    var order = of(id, second);
    order.put("cancelledAt", "2026-06-01T10:00:%02dZ".formatted(second));
    order.put("cancelCause", "customer");
    return order;
  }

  static ObjectNode sent(ObjectNode order, String id, int quantity) {
    var parcel = order.withArray("fulfilments").addObject();
    parcel.put("id", id).put("at", order.get("updatedAt").textValue());
    parcel
        .putArray("lines")
        .addObject()
        .put("line", "1")
        .put("sku", "S1")
        .put("quantity", quantity);
    return order;
  }

  static ObjectNode refunded(
      ObjectNode order, String id, int quantity, String restock, String amount) {
    var refund = order.withArray("refunds").addObject();
    refund.put("id", id).put("at", order.get("updatedAt").textValue()).put("amount", amount);
    refund
        .putArray("lines")
        .addObject()
        .put("id", id + "-1")
        .put("line", "1")
        .put("sku", "S1")
        .put("quantity", quantity)
        .put("restock", restock);
    return order;
  }

  /** A refund on its own. */
  static ObjectNode refund(String order, String id, int second, int quantity, String amount) {
    var alone =
        read(
            """
            {"id": "%s", "updatedAt": "2026-06-01T10:00:%02dZ", "lines": [], "fulfilments": [], "refunds": []}
            """
                .formatted(order, second));
    return refunded(alone, id, quantity, "return", amount);
  }

  private static ObjectNode read(String text) {
    return (ObjectNode) Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
