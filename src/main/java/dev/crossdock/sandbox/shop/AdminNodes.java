package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.world.Catalogue;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.Slips;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shop's things as its GraphQL API spells them. What hangs on them is fetched when asked. */
final class AdminNodes {
  static final String TYPE = "__type";
  static final String SELF = "__self";
  private static final Instant OPENED = Instant.parse("2025-01-06T08:00:00Z");

  private final Catalogue catalogue;
  private final ShopStock stock;
  private final Slips slips;

  AdminNodes(Catalogue catalogue, ShopStock stock, Slips slips) {
    this.catalogue = catalogue;
    this.stock = stock;
    this.slips = slips;
  }

  /** What it says is there, rightly or not. */
  private int said(Item item) {
    return slips.said(ShopStock.CHANNEL, stock.available(item));
  }

  Map<String, Object> location() {
    var node = node("Location", ShopStock.LOCATION);
    node.put("name", "All stock");
    node.put("isActive", true);
    node.put("fulfillsOnlineOrders", true);
    return node;
  }

  Map<String, Object> inventoryItem(Item item) {
    var node = node("InventoryItem", item.inventoryItemId());
    node.put(SELF, item);
    node.put("sku", item.sku());
    node.put("tracked", true);
    node.put("requiresShipping", true);
    node.put("createdAt", OPENED);
    node.put("updatedAt", updatedAt(item));
    return node;
  }

  Map<String, Object> inventoryLevel(Item item) {
    var node = new HashMap<String, Object>();
    node.put(TYPE, "InventoryLevel");
    node.put(SELF, item);
    node.put(
        "id",
        "gid://shopify/InventoryLevel/%d?inventory_item_id=%d"
            .formatted(ShopStock.LOCATION, item.inventoryItemId()));
    node.put("isActive", true);
    node.put("createdAt", OPENED);
    node.put("updatedAt", updatedAt(item));
    return node;
  }

  List<Map<String, Object>> quantities(Item item, List<String> names) {
    for (var name : names) {
      if (!name.equals("available")) {
        throw Connections.refusal(
            "this stand-in counts 'available' only; '%s' is not known to it".formatted(name));
      }
    }
    return names.stream()
        .map(
            name -> {
              Map<String, Object> node = new HashMap<>();
              node.put(
                  "id",
                  "gid://shopify/InventoryQuantity/%d?inventory_item_id=%d&name=%s"
                      .formatted(ShopStock.LOCATION, item.inventoryItemId(), name));
              node.put("name", name);
              node.put("quantity", said(item));
              node.put("updatedAt", updatedAt(item));
              return node;
            })
        .toList();
  }

  Map<String, Object> variant(Item item) {
    var node = node("ProductVariant", item.variantId());
    node.put(SELF, item);
    node.put("sku", item.sku());
    node.put("barcode", item.ean());
    node.put("title", item.variant());
    node.put("displayName", item.title());
    node.put("price", item.price());
    node.put("requiresComponents", false);
    node.put("inventoryQuantity", said(item));
    node.put("createdAt", OPENED);
    node.put("updatedAt", updatedAt(item));
    return node;
  }

  Map<String, Object> product(Item item) {
    var node = node("Product", item.productId());
    node.put("title", item.product());
    node.put("vendor", "Crossdock Outfitters");
    node.put("productType", "Clothing");
    return node;
  }

  Map<String, Object> order(ShopOrder order) {
    var node = node("Order", order.id());
    node.put(SELF, order);
    node.put("name", "#" + order.number());
    node.put("test", false);
    var pickUpAt = order.pickUpAt();
    node.put(
        "customAttributes",
        pickUpAt == null ? List.of() : List.of(Map.of("key", "pick-up", "value", pickUpAt)));
    node.put("email", OrderPayload.email(order));
    node.put("shippingAddress", address(order));
    node.put("createdAt", order.createdAt());
    node.put("processedAt", order.createdAt());
    node.put("updatedAt", order.updatedAt());
    node.put("currencyCode", OrderPayload.CURRENCY);
    node.put("presentmentCurrencyCode", OrderPayload.CURRENCY);
    node.put("taxesIncluded", true);
    node.put("displayFulfillmentStatus", status(order));
    node.put("totalPriceSet", Money.bag(Money.total(order, catalogue)));
    node.put("totalTaxSet", Money.bag(Money.NOTHING));
    node.put("totalTipReceivedSet", Money.bag(Money.NOTHING));
    var cancelledAt = order.cancelledAt();
    if (cancelledAt != null) {
      node.put("cancelledAt", cancelledAt);
      node.put("cancelReason", "CUSTOMER");
    }
    return node;
  }

  private static String status(ShopOrder order) {
    if (order.isOpen() && order.fulfilments().isEmpty()) {
      return "UNFULFILLED";
    }
    return order.isOpen() ? "PARTIALLY_FULFILLED" : "FULFILLED";
  }

  /** How it was paid: all at once, when it was placed. */
  List<Map<String, Object>> transactions(ShopOrder order) {
    var node = node("OrderTransaction", order.id() + 1);
    node.put("kind", "SALE");
    node.put("status", "SUCCESS");
    node.put("gateway", "manual");
    node.put("amountSet", Money.bag(Money.total(order, catalogue)));
    return List.of(node);
  }

  private static Map<String, Object> address(ShopOrder order) {
    var to = Destination.of(order);
    var node = new HashMap<String, Object>();
    node.put(TYPE, "MailingAddress");
    node.put("latitude", to.latitude());
    node.put("longitude", to.longitude());
    return node;
  }

  Map<String, Object> line(ShopOrder order, long lineId) {
    var line = order.line(lineId);
    var node = node("LineItem", line.id());
    var item = catalogue.bySku(line.sku());
    node.put("sku", line.sku());
    node.put("name", item.map(Item::title).orElse(line.sku()));
    node.put("title", item.map(Item::product).orElse(line.sku()));
    node.put("quantity", line.quantity());
    node.put(
        "currentQuantity",
        order.cancelledAt() != null ? 0 : order.open(lineId) + order.returnable(lineId));
    node.put("unfulfilledQuantity", order.open(lineId));
    node.put("requiresShipping", true);
    node.put("originalUnitPriceSet", Money.bag(Money.price(line.sku(), catalogue)));
    node.put("discountAllocations", List.of());
    node.put("taxLines", List.of());
    item.ifPresent(known -> node.put(SELF, known));
    return node;
  }

  Map<String, Object> fulfilment(ShopOrder order, ShopOrder.Fulfilment fulfilment) {
    var node = node("Fulfillment", fulfilment.id());
    node.put(SELF, new Within<>(order, fulfilment));
    node.put(
        "name", "#%d.%d".formatted(order.number(), order.fulfilments().indexOf(fulfilment) + 1));
    node.put("status", "SUCCESS");
    node.put("createdAt", fulfilment.createdAt());
    node.put("updatedAt", fulfilment.createdAt());
    node.put("trackingInfo", tracking(fulfilment.tracking()));
    return node;
  }

  private static List<Map<String, @Nullable Object>> tracking(
      ShopOrder.@Nullable Tracking tracking) {
    if (tracking == null) {
      return List.of();
    }
    var info = new HashMap<String, @Nullable Object>();
    info.put("company", tracking.company());
    info.put("number", tracking.number());
    info.put("url", tracking.url());
    return List.of(info);
  }

  Map<String, Object> part(ShopOrder order, ShopOrder.Fulfilment fulfilment, ShopOrder.Part part) {
    var node = node("FulfillmentLineItem", fulfilment.id() + fulfilment.parts().indexOf(part) + 1);
    node.put("quantity", part.quantity());
    node.put("lineItem", line(order, part.lineId()));
    return node;
  }

  Map<String, Object> refund(ShopOrder order, ShopOrder.Refund refund) {
    var node = node("Refund", refund.id());
    node.put(SELF, new Within<>(order, refund));
    node.put("createdAt", refund.createdAt());
    node.put("processedAt", refund.createdAt());
    node.put("updatedAt", refund.createdAt());
    var note = refund.note();
    if (note != null) {
      node.put("note", note);
    }
    node.put("totalRefundedSet", Money.bag(Money.refunded(order, refund, catalogue)));
    return node;
  }

  Map<String, Object> refundLine(ShopOrder order, ShopOrder.RefundLine line) {
    var node = node("RefundLineItem", line.id());
    node.put("quantity", line.quantity());
    node.put("restockType", line.restock().toUpperCase(Locale.ROOT));
    node.put("restocked", !line.restock().equals("no_restock"));
    node.put("lineItem", line(order, line.lineId()));
    node.put("subtotalSet", Money.bag(Money.of(order, line, catalogue)));
    node.put("totalTaxSet", Money.bag(Money.NOTHING));
    if (!line.restock().equals("no_restock")) {
      node.put("location", location());
    }
    return node;
  }

  Map<String, Object> shippingLine(ShopOrder order) {
    var node = node("ShippingLine", OrderPayload.shippingLine(order));
    node.put("title", "Standard");
    node.put("originalPriceSet", Money.bag(Money.NOTHING));
    node.put("discountAllocations", List.of());
    node.put("taxLines", List.of());
    return node;
  }

  /** The item a node stands for. */
  static Optional<Item> item(Map<String, Object> node) {
    return node.get(SELF) instanceof Item item ? Optional.of(item) : Optional.empty();
  }

  record Within<T>(ShopOrder order, T part) {}

  private Instant updatedAt(Item item) {
    return stock
        .holdings()
        .at(ShopStock.slot(item))
        .map(holding -> holding.updatedAt())
        .orElse(OPENED);
  }

  private static Map<String, Object> node(String type, long id) {
    var node = new HashMap<String, Object>();
    node.put(TYPE, type);
    node.put("id", Gid.of(type, id));
    node.put("legacyResourceId", Long.toString(id));
    return node;
  }

  @Nullable Item find(String type, String gid) {
    var id = Gid.number(type, gid);
    if (id.isEmpty()) {
      return null;
    }
    var found =
        type.equals("ProductVariant")
            ? catalogue.byVariant(id.getAsLong())
            : catalogue.byInventoryItem(id.getAsLong());
    return found.orElse(null);
  }

  /** All goods, in the order of their ids. */
  List<Item> items() {
    return catalogue.all();
  }

  Optional<Item> bySku(String sku) {
    return catalogue.bySku(sku);
  }
}
