package dev.crossdock.divergence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A shop that compares before it sets, and counts what it is told. */
public final class PlayedShop {
  /** What it shows, by SKU. */
  public final Map<String, Integer> shelf = new ConcurrentHashMap<>();

  /** How often it was called, and how many numbers it was told. */
  public final AtomicInteger calls = new AtomicInteger();

  public final AtomicInteger writes = new AtomicInteger();

  /** Takes what fits. */
  public JsonNode call(String route, String channel, JsonNode asked) {
    calls.incrementAndGet();
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : asked.get("items")) {
      writes.incrementAndGet();
      var sku = item.get("sku").asText();
      var shown = shelf.getOrDefault(sku, 0);
      var fits = item.get("seen").isNull() || item.get("seen").intValue() == shown;
      if (fits) {
        shelf.put(sku, item.get("desired").intValue());
      }
      outcomes
          .addObject()
          .put("key", item.get("key").asText())
          .put("outcome", fits ? "applied" : "conflict")
          .put("code", fits ? "OK" : "STALE")
          .put("seen", shelf.getOrDefault(sku, 0));
    }
    return answer;
  }
}
