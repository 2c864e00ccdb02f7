package dev.crossdock.sandbox.shop;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.world.Catalogue;
import dev.crossdock.sandbox.world.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** An order as the shop's webhooks spell it: the REST shape, with the shop's own UTC offset. */
final class OrderPayload {
  static final String CURRENCY = "GBP";
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

  private final Catalogue catalogue;

  OrderPayload(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  static String time(Instant instant) {
    return TIME.format(instant.atZone(ZONE));
  }

  ObjectNode order(ShopOrder order) {
    var total = Money.total(order, catalogue);
    var json = SandboxJson.object();
    json.put("id", order.id());
    json.put("admin_graphql_api_id", Gid.of("Order", order.id()));
    json.put("app_id", 580111);
    json.put("name", "#" + order.number());
    json.put("number", order.number() - 1000);
    json.put("order_number", order.number());
    json.put("email", email(order));
    json.put("contact_email", email(order));
    json.put("test", false);
    json.put("confirmed", true);
    json.put("source_name", "web");
    json.put("currency", CURRENCY);
    json.put("presentment_currency", CURRENCY);
    json.put("financial_status", financialStatus(order));
    putNullable(json, "fulfillment_status", fulfilmentStatus(order));
    json.put("created_at", time(order.createdAt()));
    json.put("processed_at", time(order.createdAt()));
    json.put("updated_at", time(order.updatedAt()));
    var cancelledAt = order.cancelledAt();
    putNullable(json, "cancelled_at", cancelledAt == null ? null : time(cancelledAt));
    putNullable(json, "cancel_reason", cancelledAt == null ? null : "customer");
    json.putNull("closed_at");
    json.putNull("location_id");
    json.putNull("note");
    json.put("tags", "");
    json.put("taxes_included", true);
    json.put("total_weight", 400 * order.lines().size());
    money(json, "subtotal_price", total);
    money(json, "total_line_items_price", total);
    money(json, "total_discounts", BigDecimal.ZERO.setScale(2));
    money(json, "total_tax", BigDecimal.ZERO.setScale(2));
    money(json, "total_price", total);
    json.putArray("discount_codes");
    json.putArray("tax_lines");
    var attributes = json.putArray("note_attributes");
    if (order.pickUpAt() != null) {
      attributes.addObject().put("name", "pick-up").put("value", order.pickUpAt());
    }
    json.putArray("payment_gateway_names").add("manual");
    var lines = json.putArray("line_items");
    order.lines().forEach(line -> lines.add(line(order, line)));
    var fulfilments = json.putArray("fulfillments");
    order.fulfilments().forEach(one -> fulfilments.add(fulfilment(order, one)));
    var refunds = json.putArray("refunds");
    order.refunds().forEach(one -> refunds.add(refund(order, one)));
    json.set("customer", customer(order));
    json.set("shipping_address", address(order));
    json.set("billing_address", address(order));
    shipping(json.putArray("shipping_lines"), order);
    return json;
  }

  private ObjectNode line(ShopOrder order, ShopOrder.Line line) {
    var item = item(line.sku());
    var json = SandboxJson.object();
    json.put("id", line.id());
    json.put("admin_graphql_api_id", Gid.of("LineItem", line.id()));
    json.put("variant_id", item.variantId());
    json.put("product_id", item.productId());
    json.put("sku", item.sku());
    json.put("title", item.product());
    json.put("variant_title", item.variant());
    json.put("name", item.title());
    json.put("vendor", "Crossdock Outfitters");
    json.put("quantity", line.quantity());
    json.put("current_quantity", Math.max(0, line.quantity() - refunded(order, line)));
    json.put("fulfillable_quantity", order.open(line.id()));
    putNullable(json, "fulfillment_status", order.sent(line.id()) > 0 ? "fulfilled" : null);
    json.put("fulfillment_service", "manual");
    json.put("variant_inventory_management", "shopify");
    json.put("requires_shipping", true);
    json.put("product_exists", true);
    json.put("gift_card", false);
    json.put("taxable", true);
    json.put("grams", 400);
    json.putArray("properties");
    json.putArray("tax_lines");
    json.putArray("discount_allocations");
    money(json, "price", new BigDecimal(item.price()));
    money(json, "total_discount", BigDecimal.ZERO.setScale(2));
    return json;
  }

  private static int refunded(ShopOrder order, ShopOrder.Line line) {
    return order.refunds().stream()
        .flatMap(refund -> refund.lines().stream())
        .filter(part -> part.lineId() == line.id())
        .mapToInt(ShopOrder.RefundLine::quantity)
        .sum();
  }

  private ObjectNode fulfilment(ShopOrder order, ShopOrder.Fulfilment fulfilment) {
    var json = SandboxJson.object();
    json.put("id", fulfilment.id());
    json.put("admin_graphql_api_id", Gid.of("Fulfillment", fulfilment.id()));
    json.put("order_id", order.id());
    json.put(
        "name", "#%d.%d".formatted(order.number(), order.fulfilments().indexOf(fulfilment) + 1));
    json.put("status", "success");
    json.put("service", "manual");
    json.put("location_id", ShopStock.LOCATION);
    json.put("created_at", time(fulfilment.createdAt()));
    json.put("updated_at", time(fulfilment.createdAt()));
    var tracking = fulfilment.tracking();
    putNullable(json, "tracking_company", tracking == null ? null : tracking.company());
    putNullable(json, "tracking_number", tracking == null ? null : tracking.number());
    putNullable(json, "tracking_url", tracking == null ? null : tracking.url());
    var lines = json.putArray("line_items");
    for (var part : fulfilment.parts()) {
      lines.add(line(order, order.line(part.lineId())).put("quantity", part.quantity()));
    }
    return json;
  }

  ObjectNode refund(ShopOrder order, ShopOrder.Refund refund) {
    var json = SandboxJson.object();
    json.put("id", refund.id());
    json.put("admin_graphql_api_id", Gid.of("Refund", refund.id()));
    json.put("order_id", order.id());
    json.put("created_at", time(refund.createdAt()));
    json.put("processed_at", time(refund.createdAt()));
    putNullable(json, "note", refund.note());
    json.put(
        "restock", refund.lines().stream().anyMatch(line -> !line.restock().equals("no_restock")));
    var lines = json.putArray("refund_line_items");
    for (var part : refund.lines()) {
      var line = order.line(part.lineId());
      var entry = lines.addObject();
      entry.put("id", part.id());
      entry.put("line_item_id", part.lineId());
      entry.put("quantity", part.quantity());
      entry.put("restock_type", part.restock());
      if (part.restock().equals("no_restock")) {
        entry.putNull("location_id");
      } else {
        entry.put("location_id", ShopStock.LOCATION);
      }
      money(entry, "subtotal", Money.of(order, part, catalogue));
      money(entry, "total_tax", Money.NOTHING);
      entry.set("line_item", line(order, line));
    }
    transaction(json.putArray("transactions").addObject(), order, refund);
    json.putArray("order_adjustments");
    return json;
  }

  private void transaction(ObjectNode json, ShopOrder order, ShopOrder.Refund refund) {
    json.put("id", refund.id() + 1);
    json.put("order_id", order.id());
    json.put("kind", "refund");
    json.put("status", "success");
    json.put("gateway", "manual");
    json.put("amount", Money.refunded(order, refund, catalogue).toPlainString());
    json.put("currency", CURRENCY);
    json.put("created_at", time(refund.createdAt()));
  }

  private Item item(String sku) {
    return catalogue.bySku(sku).orElseGet(() -> Strange.item(sku));
  }

  private static ObjectNode customer(ShopOrder order) {
    var json = SandboxJson.object();
    json.put("id", 7_115_310_627_314L + order.number());
    json.put("email", email(order));
    json.put("first_name", order.firstName());
    json.put("last_name", order.lastName());
    json.put("state", "disabled");
    json.put("currency", CURRENCY);
    return json;
  }

  private static ObjectNode address(ShopOrder order) {
    var json = SandboxJson.object();
    json.put("first_name", order.firstName());
    json.put("last_name", order.lastName());
    json.put("address1", "%d Canal Street".formatted(1 + order.number() % 90));
    var to = Destination.of(order);
    json.put("city", to.city());
    json.put("zip", to.zip());
    json.put("latitude", to.latitude());
    json.put("longitude", to.longitude());
    json.put("country", "United Kingdom");
    json.put("country_code", "GB");
    return json;
  }

  private static void shipping(ArrayNode lines, ShopOrder order) {
    var json = lines.addObject();
    json.put("id", shippingLine(order));
    json.put("title", "Standard");
    json.put("code", "Standard");
    json.put("source", "shopify");
    money(json, "price", BigDecimal.ZERO.setScale(2));
  }

  static long shippingLine(ShopOrder order) {
    return 271_878_346_596_000_000L + order.number();
  }

  static String email(ShopOrder order) {
    return "%s.%s@example.com"
        .formatted(order.firstName(), order.lastName())
        .toLowerCase(java.util.Locale.ROOT);
  }

  private static String financialStatus(ShopOrder order) {
    if (order.cancelledAt() != null) {
      return "voided";
    }
    return order.refunds().isEmpty() ? "paid" : "partially_refunded";
  }

  private static @Nullable String fulfilmentStatus(ShopOrder order) {
    if (order.fulfilments().isEmpty()) {
      return null;
    }
    return order.isOpen() ? "partial" : "fulfilled";
  }

  private static void money(ObjectNode json, String name, BigDecimal amount) {
    json.put(name, amount.toPlainString());
    var set = json.putObject(name + "_set");
    for (var side : new String[] {"shop_money", "presentment_money"}) {
      set.putObject(side).put("amount", amount.toPlainString()).put("currency_code", CURRENCY);
    }
  }

  private static void putNullable(ObjectNode json, String name, @Nullable String value) {
    if (value == null) {
      json.putNull(name);
    } else {
      json.put(name, value);
    }
  }
}
