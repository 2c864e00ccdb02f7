package dev.crossdock.faults.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.faults.core.CoreRig;
import dev.crossdock.faults.core.Door;
import dev.crossdock.kernel.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A shop that sells while something else goes on, and looks at the clock when it tells of it. Now
 * and then it is read what it shows.
 */
final class Shop {
  private static final int PAUSE_MILLIS = 20;
  private static final int READ_EVERY = 3;

  private final CoreRig world;
  private final Door door;
  private final List<String> skus;
  private final Random random;
  private final List<Long> nanos = new ArrayList<>();
  private final Map<String, Integer> sold = new HashMap<>();
  private final Thread thread = new Thread(this::trade, "shop");
  private volatile boolean stopping;

  Shop(CoreRig world, Door door, List<String> skus, long seed) {
    this.world = world;
    this.door = door;
    this.skus = skus;
    this.random = new Random(seed);
    thread.setDaemon(true);
    thread.start();
  }

  private void trade() {
    try {
      for (int n = 0; !stopping; n++) {
        Thread.sleep(PAUSE_MILLIS);
        var sku = skus.get(random.nextInt(skus.size()));
        var at = world.channels().sell("webshop", sku, "W1", 1);
        if (at.isPresent()) {
          order("o" + n, sku, at.get());
        }
        if (n % READ_EVERY == 0) {
          level("shown" + n, skus.get(n / READ_EVERY % skus.size()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void order(String id, String sku, Instant at) throws InterruptedException {
    var order = Json.mapper().createObjectNode().put("id", id);
    order.put("placedAt", at.toString()).put("updatedAt", at.toString());
    order.putArray("lines").addObject().put("id", "1").put("sku", sku).put("quantity", 1);
    sold.merge(sku, 1, Integer::sum);
    tell("orders", id, order, List.of("webshop/order/%s/line/1/reservation".formatted(id)));
  }

  private void level(String id, String sku) throws InterruptedException {
    tell("levels", id, world.channels().says("webshop", sku, "W1"), List.of());
  }

  /** Told until it is taken; what counts is how long that lasts altogether. */
  private void tell(String topic, String id, JsonNode document, List<String> keys)
      throws InterruptedException {
    var began = System.nanoTime();
    while (!door.tell("webshop", topic, id, Json.text(document))) {
      Thread.sleep(PAUSE_MILLIS);
    }
    nanos.add(System.nanoTime() - began);
    world.evidence().acknowledged("webshop", id, keys);
  }

  /** Stops selling. */
  void stop() throws InterruptedException {
    stopping = true;
    thread.join();
  }

  /** How many of it were sold; once it has stopped. */
  int sold(String sku) {
    return sold.getOrDefault(sku, 0);
  }

  /** How many messages it sent; once it has stopped. */
  int messages() {
    return nanos.size();
  }

  /** How long 99 of 100 messages waited at most until they were taken; once it has stopped. */
  Duration p99() {
    var sorted = nanos.stream().sorted().toList();
    return sorted.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1));
  }
}
