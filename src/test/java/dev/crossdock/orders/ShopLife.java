package dev.crossdock.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import dev.crossdock.orders.Trade.Said;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An order of a web shop while it lives: as its webhooks spell it, and as it answers when asked.
 */
final class ShopLife {
  private static final BigDecimal SHIPPING = new BigDecimal("3.95");
  private static final String LOCATION = "655441491";

  private final Random random;
  private final long id;
  private final List<Line> lines = new ArrayList<>();
  private final List<Parcel> parcels = new ArrayList<>();
  private final List<Refund> refunds = new ArrayList<>();
  private final Instant placedAt;
  private Instant now;
  private @Nullable Instant cancelledAt;

  private static final class Line {
    final long id;
    final String sku;
    final BigDecimal price;
    final BigDecimal discount;
    int quantity;
    int sent;
    int released;
    int returned;

    Line(long id, String sku, int quantity, BigDecimal price, BigDecimal discount) {
      this.id = id;
      this.sku = sku;
      this.quantity = quantity;
      this.price = price;
      this.discount = discount;
    }

    int open() {
      return quantity - sent - released;
    }
  }

  private record Parcel(long id, Instant at, Line line, int quantity) {}

  private record Refund(
      long id, Instant at, Line line, int quantity, String how, BigDecimal amount) {}

  ShopLife(Random random, int n, Instant placedAt) {
    this.random = random;
    this.placedAt = placedAt;
    id = 5_000_000_000L + 1_000L * n;
    now = placedAt;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      add();
    }
  }

  private void add() {
    var price = BigDecimal.valueOf(100 + random.nextInt(9_000), 2);
    var discount = BigDecimal.valueOf(random.nextInt(3) == 0 ? random.nextInt(90) : 0, 2);
    var sku = "%03d".formatted(random.nextInt(Season.SKUS));
    lines.add(new Line(next(), sku, 1 + random.nextInt(3), price, discount));
  }

  private long next() {
    return id + 1 + lines.size() + parcels.size() + refunds.size();
  }

  Instant now() {
    return now;
  }

  /** Something happens; what the shop posts about it. */
  List<Said> happen() {
    now = now.plusSeconds(30 + random.nextInt(3_600));
    var line = lines.get(random.nextInt(lines.size()));
    var what = random.nextInt(10);
    if (what < 4 && line.open() > 0 && cancelledAt == null) {
      var units = 1 + random.nextInt(line.open());
      parcels.add(new Parcel(next(), now, line, units));
      line.sent += units;
    } else if (what == 4 && cancelledAt == null && parcels.isEmpty()) {
      line.quantity += 1 + random.nextInt(2);
    } else if (what == 5 && cancelledAt == null && lines.size() < 4) {
      add();
    } else if (what == 6 && cancelledAt == null && refunds.isEmpty() && line.open() > 1) {
      line.quantity--;
    } else if (what == 7 && line.open() > 0 && cancelledAt == null) {
      line.released++;
      return refunded(line, "cancel");
    } else if (what == 8 && line.sent - line.returned > 0) {
      line.returned++;
      return refunded(line, random.nextInt(3) == 0 ? "no_restock" : "return");
    } else if (what == 9 && cancelledAt == null) {
      cancelledAt = now;
    }
    return List.of(webhook());
  }

  private List<Said> refunded(Line line, String how) {
    var amount = line.price.min(left());
    refunds.add(new Refund(next(), now, line, 1, how, amount));
    var alone = refund(refunds.get(refunds.size() - 1)).put("order_id", id);
    return List.of(new Said("shop", "orders/shopify-refund-to-order", alone), webhook());
  }

  private BigDecimal left() {
    return refunds.stream().map(Refund::amount).reduce(total(), BigDecimal::subtract);
  }

  private BigDecimal total() {
    return lines.stream()
        .map(line -> line.price.multiply(BigDecimal.valueOf(line.quantity)).subtract(line.discount))
        .reduce(SHIPPING, BigDecimal::add);
  }

  /** As a webhook tells it now. */
  Said webhook() {
    var order = Json.mapper().createObjectNode();
    order.put("id", id).put("name", "#" + id).put("currency", "GBP").put("test", false);
    order.put("created_at", placedAt.toString()).put("updated_at", now.toString());
    order.put("cancelled_at", cancelledAt == null ? null : cancelledAt.toString());
    order.put("cancel_reason", cancelledAt == null ? null : "customer");
    order.put("total_price", total().toPlainString()).put("total_tax", "0.00");
    order.put("taxes_included", true);
    var items = order.putArray("line_items");
    lines.forEach(line -> items.add(item(line)));
    order
        .putArray("shipping_lines")
        .addObject()
        .put("title", "Standard")
        .put("price", SHIPPING.toPlainString());
    var fulfilments = order.putArray("fulfillments");
    for (var parcel : parcels) {
      var one = fulfilments.addObject().put("id", parcel.id()).put("status", "success");
      one.put("created_at", parcel.at().toString());
      one.putArray("line_items").add(item(parcel.line()).put("quantity", parcel.quantity()));
    }
    var back = order.putArray("refunds");
    refunds.forEach(one -> back.add(refund(one)));
    return new Said("shop", "orders/shopify-order-to-order", order);
  }

  private static ObjectNode item(Line line) {
    var item = Json.mapper().createObjectNode();
    item.put("id", line.id).put("variant_id", 44_871_937_000L + Integer.parseInt(line.sku));
    item.put("title", "Goods " + line.sku).put("quantity", line.quantity);
    item.put("variant_inventory_management", "shopify").put("requires_shipping", true);
    item.put("price", line.price.toPlainString());
    item.put("total_discount", line.discount.toPlainString());
    return item;
  }

  private static ObjectNode refund(Refund refund) {
    var one = Json.mapper().createObjectNode();
    one.put("id", refund.id()).put("created_at", refund.at().toString());
    var line = one.putArray("refund_line_items").addObject();
    line.put("id", refund.id() + 500).put("line_item_id", refund.line().id);
    line.put("quantity", refund.quantity()).put("restock_type", refund.how());
    line.put("location_id", refund.how().equals("no_restock") ? null : LOCATION);
    line.put("subtotal", refund.amount().toPlainString()).put("total_tax", "0.00");
    line.set("line_item", item(refund.line()));
    one.putArray("transactions")
        .addObject()
        .put("kind", "refund")
        .put("status", "success")
        .put("amount", refund.amount().toPlainString());
    return one;
  }

  /** As the shop answers now when it is asked; it prints money in another way. */
  Said asked() {
    var order = Json.mapper().createObjectNode();
    order.put("id", gid("Order", id)).put("legacyResourceId", "" + id).put("name", "#" + id);
    order.put("createdAt", placedAt.toString()).put("updatedAt", now.toString());
    order.put("cancelledAt", cancelledAt == null ? null : cancelledAt.toString());
    order.put("cancelReason", cancelledAt == null ? null : "CUSTOMER");
    order.put("test", false).put("taxesIncluded", true);
    order.put("currencyCode", "GBP").put("presentmentCurrencyCode", "GBP");
    money(order, "totalPriceSet", total());
    money(order, "totalTaxSet", BigDecimal.ZERO);
    var items = nodes(order, "lineItems");
    for (var line : lines) {
      var item =
          items.addObject().put("id", gid("LineItem", line.id)).put("requiresShipping", true);
      item.put("title", "Goods " + line.sku).put("quantity", line.quantity);
      item.putObject("variant")
          .put("id", gid("ProductVariant", 44_871_937_000L + Integer.parseInt(line.sku)));
      money(item, "originalUnitPriceSet", line.price);
      var discounts = item.putArray("discountAllocations");
      if (line.discount.signum() > 0) {
        money(discounts.addObject(), "allocatedAmountSet", line.discount);
      }
      item.putArray("taxLines");
    }
    var shipping = nodes(order, "shippingLines").addObject().put("title", "Standard");
    money(shipping, "originalPriceSet", SHIPPING);
    shipping.putArray("discountAllocations");
    shipping.putArray("taxLines");
    var fulfilments = order.putArray("fulfillments");
    for (var parcel : parcels) {
      var one = fulfilments.addObject().put("id", gid("Fulfillment", parcel.id()));
      one.put("status", "SUCCESS").put("createdAt", parcel.at().toString());
      part(nodes(one, "fulfillmentLineItems").addObject(), parcel.line(), parcel.quantity());
    }
    var back = order.putArray("refunds");
    refunds.forEach(refund -> asked(back.addObject(), refund));
    return new Said("shop", "orders/shopify-order-node-to-order", order);
  }

  private static void asked(ObjectNode one, Refund refund) {
    one.put("id", gid("Refund", refund.id())).put("createdAt", refund.at().toString());
    money(one, "totalRefundedSet", refund.amount());
    var line = nodes(one, "refundLineItems").addObject();
    part(line, refund.line(), refund.quantity());
    line.put("id", gid("RefundLineItem", refund.id() + 500));
    line.put("restockType", refund.how().toUpperCase(Locale.ROOT));
    if (!refund.how().equals("no_restock")) {
      line.putObject("location").put("id", gid("Location", Long.parseLong(LOCATION)));
    }
    money(line, "subtotalSet", refund.amount());
    money(line, "totalTaxSet", BigDecimal.ZERO);
  }

  private static void part(ObjectNode part, Line line, int quantity) {
    part.put("quantity", quantity).putObject("lineItem").put("id", gid("LineItem", line.id));
  }

  private static ArrayNode nodes(ObjectNode of, String name) {
    var list = of.putObject(name);
    list.putObject("pageInfo").put("hasNextPage", false);
    return list.putArray("nodes");
  }

  private static String gid(String type, long number) {
    return "gid://shopify/%s/%d".formatted(type, number);
  }

  /** 19.00 is 19.0 there. */
  private static void money(ObjectNode of, String name, BigDecimal amount) {
    var exact = amount.stripTrailingZeros();
    JsonNode text =
        Json.mapper()
            .getNodeFactory()
            .textNode(exact.setScale(Math.max(1, exact.scale())).toPlainString());
    of.putObject(name).putObject("shopMoney").set("amount", text);
  }
}
