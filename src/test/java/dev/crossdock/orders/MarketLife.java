package dev.crossdock.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import dev.crossdock.orders.Trade.Said;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** An order of a marketplace while it lives: bought, sent in parcels, or cancelled by its buyer. */
final class MarketLife {
  private record Line(String id, String sku, int quantity, BigDecimal price) {}

  private record Parcel(String id, Instant at, Line line) {}

  private final Random random;
  private final String id;
  private final Instant placedAt;
  private final List<Line> lines = new ArrayList<>();
  private final List<Parcel> parcels = new ArrayList<>();
  private final Set<String> sent = new TreeSet<>();
  private boolean cancelled;
  private Instant now;

  MarketLife(Random random, int n, Instant placedAt) {
    this.random = random;
    this.placedAt = placedAt;
    now = placedAt;
    id = "026-%07d-0000000".formatted(n);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      lines.add(
          new Line(
              "%d%02d".formatted(n, i),
              "S%03d".formatted(random.nextInt(Season.SKUS)),
              1 + random.nextInt(3),
              BigDecimal.valueOf(100 + random.nextInt(9_000), 2)));
    }
  }

  Instant now() {
    return now;
  }

  /** Nothing more becomes of what is cancelled; when that was, it only says by its last change. */
  Said happen() {
    if (cancelled) {
      return asked();
    }
    now = now.plusSeconds(30 + random.nextInt(3_600));
    var line = lines.get(random.nextInt(lines.size()));
    if (random.nextInt(6) == 0 && sent.isEmpty()) {
      cancelled = true;
    } else if (!cancelled && sent.add(line.id())) {
      parcels.add(new Parcel("P" + parcels.size(), now, line));
    }
    return asked();
  }

  /** As the marketplace answers now. */
  Said asked() {
    var order = Json.mapper().createObjectNode();
    order.put("orderId", id).put("createdTime", placedAt.toString());
    order.put("lastUpdatedTime", now.toString());
    order
        .putObject("fulfillment")
        .put("fulfilledBy", "MERCHANT")
        .put("fulfillmentStatus", status());
    var total = lines.stream().map(MarketLife::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    amount(order.putObject("proceeds"), "grandTotal", total);
    var items = order.putArray("orderItems");
    lines.forEach(line -> item(items.addObject(), line));
    var packages = order.putArray("packages");
    for (var parcel : parcels) {
      var one = packages.addObject().put("packageReferenceId", parcel.id());
      one.put("shipTime", parcel.at().toString())
          .putObject("packageStatus")
          .put("status", "SHIPPED");
      one.putArray("packageItems")
          .addObject()
          .put("orderItemId", parcel.line().id())
          .put("quantity", parcel.line().quantity());
    }
    return new Said("market", "orders/amazon-order-to-order", order);
  }

  private String status() {
    if (cancelled) {
      return "CANCELLED";
    }
    return sent.isEmpty()
        ? "UNSHIPPED"
        : sent.size() < lines.size() ? "PARTIALLY_SHIPPED" : "SHIPPED";
  }

  private void item(ObjectNode item, Line line) {
    item.put("orderItemId", line.id()).put("quantityOrdered", line.quantity());
    var product = item.putObject("product").put("title", line.sku()).put("sellerSku", line.sku());
    amount(product.putObject("price"), "unitPrice", line.price());
    var goods = item.putObject("proceeds").putArray("breakdowns").addObject().put("type", "ITEM");
    amount(goods, "subtotal", cost(line));
    if (cancelled) {
      item.putObject("cancellation").putObject("cancellationExecution").put("cancelledBy", "BUYER");
    }
  }

  private static BigDecimal cost(Line line) {
    return line.price().multiply(BigDecimal.valueOf(line.quantity()));
  }

  private static void amount(ObjectNode of, String name, BigDecimal amount) {
    of.putObject(name).put("amount", amount.toPlainString()).put("currencyCode", "GBP");
  }
}
