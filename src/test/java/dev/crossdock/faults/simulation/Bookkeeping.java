package dev.crossdock.faults.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.faults.simulation.Senders.Item;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The ERP: keeps the warehouse's figures, and books what happened elsewhere once, by its key. */
final class Bookkeeping {
  private final World world;
  private final Map<String, Integer> figures = new TreeMap<>();
  private final Set<String> booked = new HashSet<>();
  private final Map<String, Map<String, Boolean>> bookedOf = new TreeMap<>();

  private boolean read;

  Bookkeeping(World world) {
    this.world = world;
  }

  /** Goods came in, or somebody corrected the figure. */
  void change(String sku, int by) {
    figures.merge(sku, by, Integer::sum);
    read = false;
  }

  /** Its figures, as they are, have come to the hub. */
  void wasRead() {
    read = true;
  }

  boolean isRead() {
    return read;
  }

  JsonNode book(JsonNode request) {
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : request.get("items")) {
      var key = item.get("key").textValue();
      if (booked.add(key)) {
        var sku = item.get("sku").textValue();
        change(sku, item.get("quantityChange").intValue());
        bookedOf.computeIfAbsent(sku, s -> new LinkedHashMap<>()).put(key, true);
        world.evidence.did("erp", key);
      }
      outcomes.addObject().put("key", key).put("outcome", "applied");
    }
    return answer;
  }

  /** Its figures, and what of ours they hold. */
  List<Item> levels(Instant asOf) {
    return figures.entrySet().stream().map(e -> level(e.getKey(), e.getValue(), asOf)).toList();
  }

  private Item level(String sku, int figure, Instant asOf) {
    var body = Json.mapper().createObjectNode();
    body.put("sku", sku).put("slot", "M").put("quantity", figure).put("asOf", asOf.toString());
    var keys = body.putArray("booked");
    bookedOf.getOrDefault(sku, Map.of()).keySet().forEach(keys::add);
    return new Item("take-levels", sku, sku + '@' + asOf, Json.text(body));
  }
}
