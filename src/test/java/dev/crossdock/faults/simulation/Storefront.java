package dev.crossdock.faults.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.faults.simulation.Senders.Item;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A shop, which compares before it sets and knows a request again; or a marketplace, which accepts,
 * applies later in the order it accepted, and now and then never.
 */
final class Storefront {
  private final World world;
  private final String channel;
  private final String slot;
  private final Map<String, Integer> shown = new TreeMap<>();
  private final Map<String, ObjectNode> answered = new HashMap<>();
  private long busyUntil;

  Storefront(World world, String channel, String slot) {
    this.world = world;
    this.channel = channel;
    this.slot = slot;
  }

  int shows(String sku) {
    return shown.getOrDefault(sku, 0);
  }

  /** By itself: a sale, a cancel, a refund, or somebody's hand. */
  void change(String sku, int by) {
    shown.merge(sku, by, Integer::sum);
  }

  /** Says what it shows, for the record. */
  void testify() {
    shown.forEach((sku, quantity) -> world.evidence.shows(channel, sku, slot, quantity));
  }

  Map<String, Integer> shown() {
    return shown;
  }

  /**
   * Sets what still shows what the caller believes.
   *
   * @param nobodyWaits whether the caller has long given up
   */
  JsonNode setCompared(JsonNode request, boolean nobodyWaits) {
    var key = request.get("idempotencyKey").textValue();
    var before = answered.get(key);
    if (before != null) {
      return before;
    }
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : request.get("items")) {
      var sku = item.get("sku").textValue();
      var fits = item.get("seen").isNull() || item.get("seen").intValue() == shows(sku);
      if (fits) {
        set(item);
      }
      outcomes
          .addObject()
          .put("key", item.get("key").textValue())
          .put("outcome", fits ? "applied" : "conflict");
    }
    answered.put(key, answer);
    if (nobodyWaits) {
      world.agenda.note(channel + " takes late " + request.get("items"));
    }
    return answer;
  }

  /** Accepts everything; some of it is never seen again. */
  JsonNode accept(JsonNode request) {
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : request.get("items")) {
      outcomes.addObject().put("key", item.get("key").textValue()).put("outcome", "accepted");
      if (!world.fault(0.02)) {
        var at = Math.max(busyUntil, world.agenda.micros() / 1_000 + world.dice.around(1_500));
        busyUntil = at;
        world.systems.later(
            at - world.agenda.micros() / 1_000,
            () -> {
              set(item);
              world.agenda.note(channel + " applies " + item.get("key").textValue());
            });
      }
    }
    return answer;
  }

  private void set(JsonNode item) {
    var sku = item.get("sku").textValue();
    var desired = item.get("desired").intValue();
    shown.put(sku, desired);
    world.evidence.wrote(channel, sku, slot, item.get("version").longValue(), desired);
  }

  /** What it shows, when it is asked. */
  List<Item> levels(Instant asOf) {
    return shown.entrySet().stream()
        .map(
            e ->
                new Item(
                    "take-levels",
                    e.getKey(),
                    e.getKey() + '@' + asOf,
                    Json.text(
                        Json.mapper()
                            .createObjectNode()
                            .put("sku", e.getKey())
                            .put("slot", slot)
                            .put("quantity", e.getValue())
                            .put("asOf", asOf.toString()))))
        .toList();
  }
}
