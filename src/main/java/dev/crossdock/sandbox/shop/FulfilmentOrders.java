package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.shop.AdminNodes.Within;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the shop wants sent of each order: one fulfilment order, as all it sells lies in one place
 * to it.
 */
final class FulfilmentOrders {
  private static final int AFTER_ORDER = 2;
  private static final int AFTER_LINE = 3;

  private final AdminNodes nodes;

  FulfilmentOrders(AdminNodes nodes) {
    this.nodes = nodes;
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type("Order", type -> type.dataFetcher("fulfillmentOrders", this::ofOrder));
    wiring.type("FulfillmentOrder", type -> type.dataFetcher("lineItems", this::lines));
    wiring.type(
        "FulfillmentOrderAssignedLocation",
        type -> type.dataFetcher("location", asked -> nodes.location()));
  }

  /** The order that a fulfilment order belongs to. */
  static OptionalLong order(String gid) {
    var id = Gid.number("FulfillmentOrder", gid);
    return id.isEmpty() ? id : OptionalLong.of(id.getAsLong() - AFTER_ORDER);
  }

  /** The line that a fulfilment order's line stands for. */
  static long line(String gid) {
    return Gid.number("FulfillmentOrderLineItem", gid).orElse(0) - AFTER_LINE;
  }

  static String status(ShopOrder order) {
    if (order.cancelledAt() != null && order.fulfilments().isEmpty()) {
      return "CANCELLED";
    }
    if (!order.isOpen()) {
      return "CLOSED";
    }
    return order.fulfilments().isEmpty() && order.readyAt() == null ? "OPEN" : "IN_PROGRESS";
  }

  private Map<String, Object> ofOrder(DataFetchingEnvironment asked) {
    var order = AdminReads.self(asked, ShopOrder.class);
    return Connections.page(asked, List.of(order), ShopOrder::id, this::node);
  }

  private Map<String, Object> node(ShopOrder order) {
    var node = new HashMap<String, Object>();
    node.put(AdminNodes.TYPE, "FulfillmentOrder");
    node.put(AdminNodes.SELF, order);
    node.put("id", Gid.of("FulfillmentOrder", order.id() + AFTER_ORDER));
    node.put("orderId", Gid.of("Order", order.id()));
    node.put("orderName", "#" + order.number());
    node.put("status", status(order));
    node.put("createdAt", order.createdAt());
    node.put("updatedAt", order.updatedAt());
    node.put("assignedLocation", Map.of("name", "All stock"));
    node.put(
        "deliveryMethod",
        Map.of(
            "id",
            Gid.of("DeliveryMethod", order.id() + AFTER_ORDER),
            "methodType",
            order.pickUpAt() == null ? "SHIPPING" : "PICK_UP"));
    return node;
  }

  private Map<String, Object> lines(DataFetchingEnvironment asked) {
    var order = AdminReads.self(asked, ShopOrder.class);
    return Connections.page(
        asked, order.lines(), ShopOrder.Line::id, line -> node(new Within<>(order, line)));
  }

  private Map<String, Object> node(Within<ShopOrder.Line> within) {
    var line = within.part();
    var node = new HashMap<String, Object>();
    node.put(AdminNodes.TYPE, "FulfillmentOrderLineItem");
    node.put("id", Gid.of("FulfillmentOrderLineItem", line.id() + AFTER_LINE));
    node.put("sku", line.sku());
    node.put("totalQuantity", line.quantity());
    node.put("remainingQuantity", within.order().open(line.id()));
    node.put("lineItem", nodes.line(within.order(), line.id()));
    return node;
  }
}
