package dev.crossdock.faults.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An order as its channel keeps it; each telling says all that has become of it. */
final class Bought {
  private static final int PRICE_MINOR = 1_000;

  private final String channel;
  private final long number;
  private final Map<String, Integer> lines;
  private final Instant placedAt;
  private final List<Instant> sent = new ArrayList<>();
  private Instant changedAt;
  private @Nullable Instant cancelledAt;
  private int revision;

  Bought(String channel, long number, Map<String, Integer> lines, Instant placedAt) {
    this.channel = channel;
    this.number = number;
    this.lines = new LinkedHashMap<>(lines);
    this.placedAt = placedAt;
    this.changedAt = placedAt;
  }

  String channel() {
    return channel;
  }

  String id() {
    return channel + '-' + number;
  }

  Map<String, Integer> lines() {
    return lines;
  }

  boolean isOpen() {
    return cancelledAt == null && sent.isEmpty();
  }

  /** What it is worth, in pence. */
  long worth() {
    return lines.values().stream().mapToLong(units -> units * (long) PRICE_MINOR).sum();
  }

  void cancel(Instant at) {
    cancelledAt = at;
    changed(at);
  }

  void send(Instant at) {
    sent.add(at);
    changed(at);
  }

  private void changed(Instant at) {
    changedAt = at;
    revision++;
  }

  /** What makes this telling of it another one than the last. */
  String telling() {
    return id() + '@' + revision;
  }

  byte[] told() {
    var order = Json.mapper().createObjectNode();
    order.put("id", id()).put("name", "#" + number).put("placedAt", placedAt.toString());
    order.put("updatedAt", changedAt.toString());
    if (cancelledAt != null) {
      order.put("cancelledAt", cancelledAt.toString());
    }
    order
        .putObject("money")
        .put("currency", "GBP")
        .put("total", "%d.00".formatted(worth() / 100))
        .put("tax", "0.00")
        .put("taxIncluded", true);
    var all = order.putArray("lines");
    lines.forEach((sku, units) -> all.add(part("id", sku, units).put("price", "10.00")));
    var fulfilments = order.putArray("fulfilments");
    for (var at : sent) {
      var parts =
          fulfilments.addObject().put("id", "f1").put("at", at.toString()).putArray("lines");
      lines.forEach((sku, units) -> parts.add(part("line", sku, units)));
    }
    order.putArray("refunds");
    return Json.write(order);
  }

  private static ObjectNode part(String name, String sku, int units) {
    return Json.mapper()
        .createObjectNode()
        .put(name, "L-" + sku)
        .put("sku", sku)
        .put("quantity", units);
  }
}
