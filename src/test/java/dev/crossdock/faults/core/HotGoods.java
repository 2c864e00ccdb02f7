package dev.crossdock.faults.core;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Six goods that everybody wants: shops and tills sell them from many threads, while their keeper
 * says again and again how many there are, and the shop how many it shows, at times too late.
 */
final class HotGoods {
  private static final int SKUS = 6;
  private static final int SELLERS = 8;
  private static final int READERS = 2;
  private static final int OPENING = 1_000;

  /** So late comes at most what comes late. */
  private static final int LATE_MILLIS = 3_000;

  private final CoreRig rig;
  private final Door door;
  private final int messages;
  private final long seed;
  private final Sums sums = new Sums();
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger levels = new AtomicInteger();
  private final DelayQueue<Late> late = new DelayQueue<>();

  /** Something said in time that arrives later than what was said after it. */
  private record Late(String channel, JsonNode body, long due)
      implements java.util.concurrent.Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(java.util.concurrent.Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  HotGoods(CoreRig rig, Door door, int messages, long seed) {
    this.rig = rig;
    this.door = door;
    this.messages = messages;
    this.seed = seed;
  }

  static List<String> skus() {
    return IntStream.range(0, SKUS).mapToObj(n -> "H-" + n).toList();
  }

  /** Until so many messages are acknowledged; then everything late, and one last word of each. */
  void run() throws Exception {
    for (var sku : skus()) {
      receive(sku, OPENING);
      keeper(sku);
    }
    var all = new ArrayList<Callable<Boolean>>();
    for (int n = 0; n < SELLERS; n++) {
      var random = new Random(seed * 31 + n);
      all.add(again(() -> sell(random)));
    }
    for (int n = 0; n < READERS; n++) {
      var random = new Random(seed * 37 + n);
      all.add(again(() -> read(random)));
    }
    var random = new Random(seed * 41);
    all.add(again(() -> count(random)));
    all.add(again(this::tellLate));
    var threads = Executors.newFixedThreadPool(all.size());
    try {
      for (var each : threads.invokeAll(all)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    while (!late.isEmpty()) {
      tellLate();
    }
    for (var sku : skus()) {
      keeper(sku);
    }
    sums.into(rig.evidence());
  }

  private interface Act {
    void run() throws InterruptedException;
  }

  private Callable<Boolean> again(Act act) {
    return () -> {
      while (taken.get() < messages) {
        act.run();
      }
      return true;
    };
  }

  private static String any(Random random) {
    return "H-" + random.nextInt(SKUS);
  }

  /** Most are orders of the shop; some the tills', and some goods come in that the tills see. */
  private void sell(Random random) throws InterruptedException {
    var sku = any(random);
    int dice = random.nextInt(10);
    if (dice == 0) {
      movement(sku, "sale", random.nextBoolean() ? "dc" : "leeds", 1);
    } else if (dice == 1) {
      movement(sku, "receipt", random.nextBoolean() ? "dc" : "leeds", 5 + random.nextInt(10));
    } else {
      order(random, sku);
    }
  }

  private void movement(String sku, String kind, String location, int units)
      throws InterruptedException {
    var key = "till/hot/" + number.incrementAndGet();
    sums.add(sku, location, kind.equals("sale") ? -units : units, 0);
    var body = Json.mapper().createObjectNode().put("sku", sku);
    body.put("key", key).put("kind", kind).put("location", location).put("quantity", units);
    body.put("occurredAt", Instant.now().toString());
    tell("till", "sales", key, body, List.of(key));
  }

  /** A shop that shows none sells none; at times goods come in then. */
  private void order(Random random, String sku) throws InterruptedException {
    var sold = rig.channels().sell("webshop", sku, "W1", 1);
    if (sold.isEmpty()) {
      if (random.nextInt(10) == 0) {
        movement(sku, "receipt", "dc", 20);
      }
      Thread.sleep(5);
      return;
    }
    var order = new OneOrder("webshop", "h" + number.incrementAndGet(), sku, 1, sold.get());
    for (var telling : order.tellings(random, sums)) {
      tell("webshop", "orders", telling.id(), telling.document(), telling.keys());
    }
  }

  /** The keeper's word; now and then goods came in that nobody else saw. */
  private void count(Random random) throws InterruptedException {
    var sku = any(random);
    if (random.nextInt(3) == 0) {
      receive(sku, 1 + random.nextInt(20));
    }
    if (random.nextInt(4) == 0) {
      later(random, "book", rig.channels().books().says(sku));
    }
    keeper(sku);
    Thread.sleep(20);
  }

  private void receive(String sku, int units) {
    rig.channels().books().receive(sku, units);
    sums.add(sku, "dc", units, 0);
  }

  private void keeper(String sku) throws InterruptedException {
    level("book", rig.channels().books().says(sku));
  }

  /** A full read of what the shop shows; of some it is old, and of few that even looks new. */
  private void read(Random random) throws InterruptedException {
    for (var sku : skus()) {
      var shown = rig.channels().says("webshop", sku, "W1");
      int dice = random.nextInt(20);
      if (dice < 5) {
        later(random, "webshop", shown);
      } else if (dice == 5) {
        Thread.sleep(random.nextInt(200));
        level("webshop", shown.put("asOf", Instant.now().toString()));
      } else {
        level("webshop", shown);
      }
    }
    Thread.sleep(20);
  }

  private void later(Random random, String channel, JsonNode body) {
    var millis = 50 + random.nextInt(LATE_MILLIS);
    late.add(new Late(channel, body, System.nanoTime() + millis * 1_000_000L));
  }

  private void tellLate() throws InterruptedException {
    var due = late.poll(100, TimeUnit.MILLISECONDS);
    if (due != null) {
      level(due.channel(), due.body());
    }
  }

  private void level(String channel, JsonNode body) throws InterruptedException {
    levels.incrementAndGet();
    tell(channel, "levels", "hot-" + number.incrementAndGet(), body, List.of());
  }

  private void tell(String channel, String topic, String id, JsonNode body, List<String> keys)
      throws InterruptedException {
    while (!door.tell(channel, topic, id, Json.text(body))) {
      Thread.sleep(15);
    }
    rig.evidence().acknowledged(channel, id, keys);
    taken.incrementAndGet();
  }

  /** How many messages were acknowledged. */
  int taken() {
    return taken.get();
  }

  /** How many of them said how many there are, or are shown. */
  int levels() {
    return levels.get();
  }

  /** How many the shop must show in the end, by the senders' own sums. */
  int atTheShop(String sku) {
    return atTheMarketplace(sku) + sums.promisable(sku, "leeds");
  }

  /** How many the marketplace must show in the end, by the senders' own sums. */
  int atTheMarketplace(String sku) {
    return sums.promisable(sku, "dc");
  }
}
