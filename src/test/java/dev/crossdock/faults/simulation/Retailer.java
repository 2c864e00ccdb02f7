package dev.crossdock.faults.simulation;

import dev.crossdock.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What really happens: people buy, send back, steal and count; goods come in. It keeps its own
 * books, and they are what the hub's must say in the end.
 */
final class Retailer {
  private static final List<String> SKUS = List.of("TEE", "MUG", "CAP");

  private final World world;
  private final Map<String, Integer> main = new TreeMap<>();
  private final Map<String, Integer> shelf = new TreeMap<>();
  private final Map<String, Integer> believed = new TreeMap<>();
  private final List<SimulatedOrder> orders = new ArrayList<>();
  private int number;

  Retailer(World world) {
    this.world = world;
  }

  static List<String> skus() {
    return SKUS;
  }

  /** The first day: the warehouse is full, and the shop's shelves are counted. */
  void open() {
    for (var sku : SKUS) {
      receive(sku, world.dice.upTo(30) + 10);
      shelf.put(sku, world.dice.upTo(12));
      world.systems.shop.change(sku, world.dice.upTo(5) - 1);
      world.systems.market.change(sku, 0);
      count(sku);
    }
    goOn();
  }

  private void goOn() {
    var pause = world.dice.chance(0.3) ? world.dice.around(50) : world.dice.around(1_800);
    world.agenda.in(
        pause,
        () -> {
          if (!world.calm()) {
            world.agenda.note("customer " + act());
            goOn();
          }
        });
  }

  private String act() {
    var sku = world.dice.oneOf(SKUS);
    var dice = world.dice.upTo(100);
    if (dice <= 30) {
      return order("shop");
    } else if (dice <= 45) {
      return order("market");
    } else if (dice <= 67) {
      return till("sale", sku, world.dice.upTo(3), -1);
    } else if (dice <= 71) {
      return till("return", sku, 1, 1);
    } else if (dice <= 75) {
      return count(sku);
    } else if (dice <= 87) {
      return anyOrder(SimulatedOrder::ship);
    } else if (dice <= 91) {
      return anyOrder(SimulatedOrder::cancel);
    } else if (dice <= 94) {
      return anyOrder(SimulatedOrder::sendBack);
    } else if (dice <= 97) {
      return receive(sku, world.dice.upTo(8));
    } else if (dice <= 98) {
      shelf.computeIfPresent(sku, (s, units) -> Math.max(0, units - 1));
      return "steals a " + sku;
    }
    world.systems.storefront(world.dice.chance(0.5) ? "shop" : "market").change(sku, 2);
    return "edits " + sku + " by hand";
  }

  private String receive(String sku, int units) {
    main.merge(sku, units, Integer::sum);
    world.systems.erp.change(sku, units);
    return "brings %d %s".formatted(units, sku);
  }

  private String count(String sku) {
    believed.put(sku, shelf.getOrDefault(sku, 0));
    return movement("count", sku, believed.get(sku));
  }

  private String till(String kind, String sku, int units, int sign) {
    if (sign < 0 && shelf.getOrDefault(sku, 0) < units) {
      return "finds no " + sku;
    }
    shelf.merge(sku, sign * units, Integer::sum);
    believed.merge(sku, sign * units, Integer::sum);
    return movement(kind, sku, units);
  }

  private String movement(String kind, String sku, int units) {
    var key = "tills/%s/%d".formatted(kind, number++);
    var body =
        Json.mapper()
            .createObjectNode()
            .put("key", key)
            .put("kind", kind)
            .put("sku", sku)
            .put("location", "store")
            .put("quantity", units)
            .put("occurredAt", world.systems.clock("tills").toString());
    world.senders.tell("tills", "take-movements", sku, Json.text(body), List.of(key));
    return "%s of %d %s".formatted(kind, units, sku);
  }

  private String order(String channel) {
    var from = world.systems.storefront(channel);
    var lines = new TreeMap<String, Integer>();
    for (int i = world.dice.upTo(2); i > 0; i--) {
      var sku = world.dice.oneOf(SKUS);
      var units = world.dice.upTo(2);
      if (from.shows(sku) >= units && !lines.containsKey(sku)) {
        lines.put(sku, units);
      }
    }
    if (lines.isEmpty()) {
      return "finds nothing at " + channel;
    }
    lines.forEach((sku, units) -> from.change(sku, -units));
    var order = new SimulatedOrder(world, channel, number++, lines);
    orders.add(order);
    order.tell();
    return "orders %s at %s".formatted(lines, channel);
  }

  /** Something is done with an order, if there is one with which it can be done. */
  private interface Change {
    boolean of(SimulatedOrder order);
  }

  private String anyOrder(Change change) {
    if (orders.isEmpty()) {
      return "does nothing";
    }
    var order = world.dice.oneOf(orders);
    if (change.of(order)) {
      order.tell();
      return "changes " + order;
    }
    return "leaves " + order;
  }

  /** The warehouse really gives or gets something. */
  void moves(String sku, int units) {
    main.merge(sku, units, Integer::sum);
  }

  /** The orders of a channel that are on its next page. */
  List<SimulatedOrder> changedOrders(String channel) {
    return orders.stream().filter(order -> order.isOf(channel) && order.isNews()).toList();
  }

  /** Whether the hub has read everything that was not sent to it. */
  boolean allRead() {
    return world.systems.erp.isRead()
        && orders.stream().allMatch(order -> order.isOf("shop") || order.isRead());
  }

  /** What must be there in the end. */
  void testify() {
    for (var sku : SKUS) {
      var reserved = orders.stream().mapToInt(order -> order.holds(sku)).sum();
      world.evidence.expects(sku, "main", main.getOrDefault(sku, 0), reserved);
      world.evidence.expects(sku, "store", believed.getOrDefault(sku, 0), 0);
    }
  }
}
