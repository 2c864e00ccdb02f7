package dev.crossdock.faults.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keeper's books of the warehouse: what came in there, and what it was told went out. */
final class KeptBooks {
  private static final String SLOT = "DC";

  private final Map<String, Integer> figures = new HashMap<>();
  private final Map<String, List<String>> booked = new HashMap<>();

  /** Books what happened elsewhere; called once for each. */
  synchronized void book(JsonNode item) {
    if (item.path("slot").asText().equals(SLOT)) {
      var sku = item.get("sku").asText();
      figures.merge(sku, item.get("quantityChange").intValue(), Integer::sum);
      booked.computeIfAbsent(sku, s -> new ArrayList<>()).add(item.get("key").asText());
    }
  }

  /** Goods that only the keeper has seen come in. */
  synchronized void receive(String sku, int units) {
    figures.merge(sku, units, Integer::sum);
  }

  /** Its figure at this instant, and what of ours is in it. */
  synchronized ObjectNode says(String sku) {
    var body =
        Json.mapper()
            .createObjectNode()
            .put("sku", sku)
            .put("slot", SLOT)
            .put("quantity", figures.getOrDefault(sku, 0))
            .put("asOf", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
    var keys = body.putArray("booked");
    booked.getOrDefault(sku, List.of()).forEach(keys::add);
    return body;
  }
}
