package dev.crossdock.faults.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** One order from its placing to its end; later tellings say all that the earlier ones said. */
record OneOrder(String channel, String id, String sku, int units, Instant placedAt) {

  /** One telling of it, and the keys of what it says. */
  record Telling(String id, ObjectNode document, List<String> keys) {
    String body() {
      return Json.text(document);
    }
  }

  /** Placed; half of them are then sent, a quarter is cancelled; some tellings overtake others. */
  List<Telling> tellings(Random random, Sums sums) {
    var line = "%s/order/%s/line/1".formatted(channel, id);
    var reserved = line + "/reservation";
    var tellings = new ArrayList<Telling>();
    tellings.add(new Telling(id, placed(), List.of(reserved)));
    int fate = random.nextInt(4);
    if (fate == 0) {
      var cancelled = placed().put("cancelledAt", Instant.now().toString());
      tellings.add(new Telling(id + "-c", cancelled, List.of(reserved, line + "/release")));
      sums.add(sku, "dc", 0, 0);
    } else if (fate < 3) {
      var sent = placed();
      sent.putArray("fulfilments")
          .addObject()
          .put("id", "f1")
          .put("at", Instant.now().toString())
          .putArray("lines")
          .addObject()
          .put("line", "1")
          .put("sku", sku)
          .put("quantity", units);
      var key = "%s/order/%s/fulfilment/f1/line/1".formatted(channel, id);
      tellings.add(new Telling(id + "-f", sent, List.of(reserved, key)));
      sums.add(sku, "dc", -units, 0);
    } else {
      sums.add(sku, "dc", 0, units);
    }
    if (random.nextInt(5) == 0 && channel.equals("webshop")) {
      Collections.reverse(tellings);
    }
    return tellings;
  }

  private ObjectNode placed() {
    var order = Json.mapper().createObjectNode().put("id", id);
    order.put("placedAt", placedAt.toString()).put("updatedAt", Instant.now().toString());
    order.putArray("lines").addObject().put("id", "1").put("sku", sku).put("quantity", units);
    return order;
  }
}
