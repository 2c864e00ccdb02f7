package dev.crossdock.faults.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.faults.Evidence;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What shops, tills and people do all day, told as platforms tell it: again and again until it is
 * acknowledged, at times twice, at times late. Everything that was acknowledged is written down.
 */
final class Traffic {
  private static final int SKUS = 24;
  private static final int THREADS = 4;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final List<String> READS = List.of("orders", "orders-at-once");

  private final Evidence evidence;
  private final StandIns standIns;
  private final Path drops;
  private final long seed;
  private final int pauseMillis;
  private final Sums sums = new Sums();
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicLong acknowledged = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private volatile Door door = new Door(0, "keep");
  private volatile boolean stopping;

  Traffic(Evidence evidence, StandIns standIns, Path drops, long seed, int pauseMillis) {
    this.evidence = evidence;
    this.standIns = standIns;
    this.drops = drops;
    this.seed = seed;
    this.pauseMillis = pauseMillis;
  }

  static List<String> skus() {
    return java.util.stream.IntStream.range(0, SKUS).mapToObj(n -> "S-" + n).toList();
  }

  /** The shop's shelves are read for these. */
  void sees(List<String> skus) {
    seen.addAll(skus);
  }

  void to(Door next) {
    door = next;
  }

  long acknowledged() {
    return acknowledged.get();
  }

  void start() {
    for (int n = 0; n < THREADS; n++) {
      var random = new Random(seed * 31 + n);
      spawn("senders-" + n, () -> act(random));
    }
    if (door.path().equals("keep")) {
      var random = new Random(seed * 31 + 77);
      spawn("files", () -> dropFile(random));
      spawn("polls", this::poll);
    }
  }

  private interface Act {
    void run() throws InterruptedException, IOException;
  }

  private void spawn(String name, Act act) {
    var thread =
        new Thread(
            () -> {
              while (!stopping) {
                try {
                  act.run();
                } catch (InterruptedException e) {
                  return;
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }
            },
            name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Lets everybody finish what they began, and writes down what must be there. */
  void stop() throws InterruptedException {
    stopping = true;
    for (var thread : threads) {
      thread.join(PATIENCE_MILLIS);
      if (thread.isAlive()) {
        throw new IllegalStateException(thread.getName() + " is not acknowledged any more");
      }
    }
    sums.into(evidence);
  }

  private void act(Random random) throws InterruptedException {
    Thread.sleep(random.nextInt(2 * pauseMillis + 1));
    int dice = random.nextInt(100);
    if (dice < 45) {
      movement(random, "sale");
    } else if (dice < 60) {
      movement(random, "receipt");
    } else if (dice < 88) {
      order(random);
    } else if (dice < 92) {
      polledOrder(random);
    } else if (dice < 96) {
      level(random);
    } else if (dice < 98) {
      booked(random);
    } else {
      var id = "nonsense-" + number.incrementAndGet();
      var sku = "S-" + random.nextInt(SKUS);
      tell(random, "till", "sales", id, Json.text(body(sku).put("kind", "nonsense")), List.of());
    }
  }

  private static ObjectNode body(String sku) {
    return Json.mapper().createObjectNode().put("sku", sku);
  }

  private void movement(Random random, String kind) throws InterruptedException {
    var sku = "S-" + random.nextInt(SKUS);
    var location = random.nextInt(3) == 0 ? "dc" : "leeds";
    int units = kind.equals("sale") ? 1 + random.nextInt(2) : 2 + random.nextInt(8);
    var key = "till/" + number.incrementAndGet();
    sums.add(sku, location, kind.equals("sale") ? -units : units, 0);
    var body =
        body(sku)
            .put("key", key)
            .put("kind", kind)
            .put("location", location)
            .put("quantity", units)
            .put("occurredAt", Instant.now().toString());
    tell(random, "till", "sales", key, Json.text(body), List.of(key));
  }

  private void order(Random random) throws InterruptedException {
    var sku = "S-" + random.nextInt(SKUS);
    int units = 1 + random.nextInt(2);
    var sold = standIns.sell("webshop", sku, "W1", units);
    if (sold.isEmpty()) {
      return;
    }
    var life = new OneOrder("webshop", "w" + number.incrementAndGet(), sku, units, sold.get());
    for (var telling : life.tellings(random, sums)) {
      tell(random, "webshop", "orders", telling.id(), telling.body(), telling.keys());
    }
  }

  private void polledOrder(Random random) {
    var sku = "S-" + random.nextInt(SKUS);
    var life = new OneOrder("bazaar", "b" + number.incrementAndGet(), sku, 1, Instant.now());
    life.tellings(random, sums).forEach(telling -> standIns.order(telling.document()));
  }

  /** What the shop shows, said by itself. */
  private void level(Random random) throws InterruptedException {
    var body = standIns.says("webshop", "S-" + random.nextInt(SKUS), "W1");
    tell(random, "webshop", "levels", "l" + number.incrementAndGet(), Json.text(body), List.of());
  }

  /** Asks for what nobody asked for any more when the traffic stopped. */
  void pollOnce() {
    if (door.path().equals("keep")) {
      READS.forEach(this::sync);
    }
  }

  private void sync(String read) {
    var unused = door.send("/sync/bazaar/" + read, "poll", "");
  }

  /** What the shop shows of everything: so it is read now and then, and so it is put right. */
  void levels() {
    for (var sku : seen) {
      var id = "l" + number.incrementAndGet();
      if (door.tell("webshop", "levels", id, Json.text(standIns.says("webshop", sku, "W1")))) {
        evidence.acknowledged("webshop", id, List.of());
      }
    }
  }

  /** What the books say of goods that nobody else moves. */
  private void booked(Random random) throws InterruptedException {
    var body =
        body("B-" + random.nextInt(5))
            .put("slot", "DC")
            .put("asOf", Instant.now().toString())
            .put("quantity", random.nextInt(100));
    body.putArray("booked");
    tell(random, "book", "levels", "k" + number.incrementAndGet(), Json.text(body), List.of());
  }

  private void tell(
      Random random, String channel, String topic, String id, String body, List<String> keys)
      throws InterruptedException {
    int times = random.nextInt(12) == 0 ? 2 + random.nextInt(3) : 1;
    for (int n = 0; n < times; n++) {
      // a repeat comes under its own name, or under a new one
      var name = n > 0 && random.nextBoolean() ? id + "-again-" + n : id;
      untilTaken(() -> door.tell(channel, topic, name, body));
      evidence.acknowledged(channel, name, keys);
      acknowledged.incrementAndGet();
    }
  }

  private void dropFile(Random random) throws InterruptedException, IOException {
    Thread.sleep(250 + random.nextInt(250));
    var name = "rows-" + number.incrementAndGet() + ".csv";
    var text = new StringBuilder("key,kind,sku,location,quantity,at\n");
    var keys = new ArrayList<String>();
    int lines = 20 + random.nextInt(700);
    for (int n = 0; n < lines; n++) {
      var key = name + "/" + n;
      var sku = "S-" + random.nextInt(SKUS);
      var kind = random.nextInt(2) == 0 ? "sale" : "receipt";
      keys.add(key);
      sums.add(sku, "leeds", kind.equals("sale") ? -1 : 1, 0);
      text.append("%s,%s,%s,leeds,1,%s\n".formatted(key, kind, sku, Instant.now()));
    }
    var file = Files.writeString(drops.resolve(name), text);
    untilTaken(() -> door.send("/file/till/rows", name, file.toAbsolutePath().toString()));
    for (int n = 0; n < lines; n++) {
      evidence.acknowledged("till", name + "#" + (n + 2), List.of(keys.get(n)));
    }
    acknowledged.addAndGet(lines);
  }

  /** Besides, somebody replays all that is parked, again and again. */
  void replays() {
    spawn(
        "replays",
        () -> {
          Thread.sleep(1_000);
          var unused = door.send("/replay/again-" + number.incrementAndGet(), "replay", "");
        });
  }

  /** With a brake and without, by turns: whoever asks first keeps what is new. */
  private void poll() throws InterruptedException {
    for (var read : READS) {
      Thread.sleep(200);
      sync(read);
    }
  }

  /** One telling, not repeated whatever the answer. */
  void probe() {
    var id = "probe-" + number.incrementAndGet();
    var body = body("S-0").put("slot", "W1").put("asOf", "2020-01-01T00:00:00Z").put("quantity", 0);
    if (door.tell("webshop", "levels", id, Json.text(body))) {
      evidence.acknowledged("webshop", id, List.of());
    }
  }

  private void untilTaken(Supplier<Boolean> sending) throws InterruptedException {
    while (!sending.get()) {
      Thread.sleep(15);
    }
  }
}
