package dev.crossdock.faults.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.faults.simulation.Senders.Item;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An order as its channel keeps it; each telling says all that has become of it so far. */
final class SimulatedOrder {
  private static final long OVERLAP_MICROS = 5_000_000;

  private record Part(String id, Instant at, String sku, int units) {}

  private final World world;
  private final String channel;
  private final String id;
  private final SortedMap<String, Integer> lines;
  private final Instant placedAt;
  private final List<Part> shipments = new ArrayList<>();
  private final List<Part> returns = new ArrayList<>();
  private @Nullable Instant cancelledAt;
  private long changedAt;
  private int revision;
  private int read;

  SimulatedOrder(World world, String channel, int number, SortedMap<String, Integer> lines) {
    this.world = world;
    this.channel = channel;
    this.id = "o" + number;
    this.lines = new TreeMap<>(lines);
    this.placedAt = world.systems.clock(channel);
  }

  boolean isOf(String other) {
    return channel.equals(other);
  }

  /** Whether it is on the next page: changed since it was read, or a moment ago all the same. */
  boolean isNews() {
    return revision > read || world.agenda.micros() - changedAt < OVERLAP_MICROS;
  }

  /** Whether the hub has all of it. */
  boolean isRead() {
    return revision == read;
  }

  /** The page it was on is kept, and so is how far the hub has read. */
  void wasRead() {
    read = revision;
  }

  private int shipped(String sku) {
    return shipments.stream().filter(s -> s.sku().equals(sku)).mapToInt(Part::units).sum();
  }

  private int sentBack(String sku) {
    return returns.stream().filter(s -> s.sku().equals(sku)).mapToInt(Part::units).sum();
  }

  /** How many units of it are still promised. */
  int holds(String sku) {
    return cancelledAt != null ? 0 : lines.getOrDefault(sku, 0) - shipped(sku);
  }

  boolean ship() {
    for (var sku : lines.keySet()) {
      var open = holds(sku);
      if (open > 0) {
        var units = world.dice.upTo(open);
        shipments.add(part("f" + shipments.size(), sku, units));
        world.retailer.moves(sku, -units);
        return true;
      }
    }
    return false;
  }

  boolean cancel() {
    if (cancelledAt != null || lines.keySet().stream().allMatch(sku -> holds(sku) == 0)) {
      return false;
    }
    if (channel.equals("shop")) {
      lines.keySet().forEach(sku -> world.systems.shop.change(sku, holds(sku)));
    }
    cancelledAt = world.systems.clock(channel);
    return true;
  }

  boolean sendBack() {
    for (var sku : lines.keySet()) {
      if (shipped(sku) > sentBack(sku)) {
        returns.add(part("r" + returns.size(), sku, 1));
        world.retailer.moves(sku, 1);
        if (channel.equals("shop")) {
          world.systems.shop.change(sku, 1);
        }
        return true;
      }
    }
    return false;
  }

  private Part part(String name, String sku, int units) {
    return new Part(name, world.systems.clock(channel), sku, units);
  }

  /** It has changed: a shop says so, a marketplace waits until it is asked. */
  void tell() {
    changedAt = world.agenda.micros();
    revision++;
    if (channel.equals("shop")) {
      world.senders.tell(channel, "take-orders", id, body(), keys());
    }
  }

  Item item() {
    return new Item("take-orders", id, id + '@' + revision, body());
  }

  private List<String> keys() {
    var prefix = "%s/order/%s/".formatted(channel, id);
    var keys = new ArrayList<String>();
    lines.keySet().forEach(sku -> keys.add(prefix + "line/" + sku + "/reservation"));
    shipments.forEach(s -> keys.add(prefix + "fulfilment/" + s.id() + "/line/" + s.sku()));
    returns.forEach(r -> keys.add(prefix + "refund/" + r.id() + "/line/" + r.id()));
    return keys;
  }

  private String body() {
    var order = Json.mapper().createObjectNode();
    order.put("id", id).put("placedAt", placedAt.toString());
    order.put("updatedAt", world.systems.clock(channel).toString());
    if (cancelledAt != null) {
      order.put("cancelledAt", cancelledAt.toString());
    }
    var all = order.putArray("lines");
    lines.forEach((sku, units) -> all.add(line("id", sku, sku, units)));
    var sent = order.putArray("fulfilments");
    for (var part : shipments) {
      sent.addObject()
          .put("id", part.id())
          .put("at", part.at().toString())
          .putArray("lines")
          .add(line("line", part.sku(), part.sku(), part.units()));
    }
    var back = order.putArray("refunds");
    for (var part : returns) {
      var line = line("id", part.id(), part.sku(), part.units());
      line.put("line", part.sku()).put("restock", "return").put("slot", "1");
      back.addObject()
          .put("id", part.id())
          .put("at", part.at().toString())
          .putArray("lines")
          .add(line);
    }
    return Json.text(order);
  }

  private static ObjectNode line(String name, String id, String sku, int units) {
    return Json.mapper().createObjectNode().put(name, id).put("sku", sku).put("quantity", units);
  }

  @Override
  public String toString() {
    return channel + '/' + id;
  }
}
