package dev.crossdock.faults.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crossdock.faults.Evidence;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The channels' side, in the suite's own process: it outlives every kill, remembers all it was
 * told, and now and then refuses, hesitates, or does a thing and says nothing.
 */
public final class StandIns implements AutoCloseable {
  private static final Set<String> COMPARING = Set.of("webshop");

  private static final int PAGE = 20;

  private final Evidence evidence;
  private final Random random;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(32);
  private final Map<String, Integer> shown = new HashMap<>();
  private final Map<String, JsonNode> answered = new HashMap<>();
  private final KeptBooks books = new KeptBooks();
  private final Set<String> booked = new HashSet<>();
  private final List<ObjectNode> orders = new ArrayList<>();
  private volatile boolean wellBehaved;
  private volatile boolean queues;
  private volatile Temper temper = Temper.USUAL;
  private final AtomicInteger misbehaved = new AtomicInteger();

  public StandIns(Evidence evidence, long seed) throws IOException {
    this.evidence = evidence;
    this.random = new Random(seed);
    COMPARING.forEach(evidence::compares);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on it answers as it should. */
  public void behave() {
    temper = Temper.USUAL;
    wellBehaved = true;
  }

  /** How it answers from now on. */
  public void be(Temper next) {
    temper = next;
  }

  /** From now on the marketplace accepts what it is told, and forgets one in twenty. */
  public void queue() {
    queues = true;
  }

  /** How often it has answered in another way than it should since the last time of asking. */
  public int misbehaved() {
    return misbehaved.getAndSet(0);
  }

  /** A buyer takes units that the shop still shows; when, or never if it does not show them. */
  public synchronized Optional<Instant> sell(String channel, String sku, String slot, int units) {
    var place = place(channel, sku, slot);
    var now = shown.getOrDefault(place, 0);
    if (now < units) {
      return Optional.empty();
    }
    shown.put(place, now - units);
    evidence.shows(channel, sku, slot, now - units);
    return Optional.of(Instant.now());
  }

  /** What it shows at this instant, as it tells it itself. */
  public synchronized ObjectNode says(String channel, String sku, String slot) {
    return Json.mapper()
        .createObjectNode()
        .put("sku", sku)
        .put("slot", slot)
        .put("quantity", shows(channel, sku, slot))
        .put("asOf", Instant.now().toString());
  }

  /** The keeper's books. */
  KeptBooks books() {
    return books;
  }

  /** What it shows at this instant. */
  synchronized int shows(String channel, String sku, String slot) {
    return shown.getOrDefault(place(channel, sku, slot), 0);
  }

  /** An order that is told to whoever asks, since its last change. */
  synchronized void order(ObjectNode order) {
    orders.removeIf(known -> known.get("id").equals(order.get("id")));
    orders.add(order.put("updatedAt", Instant.now().toString()));
  }

  private void serve(HttpExchange call) throws IOException {
    var path = call.getRequestURI().getPath().split("/", 3);
    var question = Json.read(call.getRequestBody().readAllBytes());
    var now = temper;
    if (now != Temper.USUAL) {
      misbehaved.incrementAndGet();
      now.answer(call);
      return;
    }
    int mood = wellBehaved ? 100 : dice(100);
    if (mood < 2) {
      call.sendResponseHeaders(503, -1);
      call.close();
      return;
    }
    if (mood < 12) {
      pause(mood < 4 ? 300 : 15);
    }
    var answer = answer(path[1], path[2], question);
    if (mood == 12 || mood == 13) {
      call.close(); // done, and nobody is told
      return;
    }
    var bytes = Json.text(answer).getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(200, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private synchronized int dice(int sides) {
    return random.nextInt(sides);
  }

  private synchronized JsonNode answer(String channel, String route, JsonNode question) {
    return switch (route.substring(0, route.lastIndexOf('-'))) {
      case "stock-publish" -> stock(channel, question);
      case "stock-shelf" -> shelf(channel, question);
      case "bookings-publish" -> bookings(channel, question);
      case "orders-poll" -> page(question);
      default -> throw new IllegalArgumentException(route);
    };
  }

  private JsonNode stock(String channel, JsonNode request) {
    var compares = COMPARING.contains(channel);
    var key = request.path("idempotencyKey").asText();
    if (compares && answered.containsKey(key)) {
      return answered.get(key);
    }
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : request.get("items")) {
      var outcome = outcomes.addObject().put("key", item.get("key").asText());
      var sku = item.get("sku").asText();
      var slot = item.get("slot").asText();
      var before = shows(channel, sku, slot);
      if (!wellBehaved && dice(50) == 0) {
        outcome.put("outcome", "throttled").put("retryAfter", 50);
      } else if (compares && item.hasNonNull("seen") && item.get("seen").intValue() != before) {
        outcome.put("outcome", "conflict").put("code", "COMPARE");
      } else if (queues && !compares && !wellBehaved && dice(20) == 0) {
        outcome.put("outcome", "accepted"); // and forgotten
      } else {
        int desired = item.get("desired").intValue();
        shown.put(place(channel, sku, slot), desired);
        evidence.wrote(channel, sku, slot, item.get("version").longValue(), desired);
        evidence.shows(channel, sku, slot, desired);
        outcome.put("outcome", queues && !compares ? "accepted" : "applied");
      }
    }
    if (compares) {
      answered.put(key, answer);
    }
    return answer;
  }

  private JsonNode shelf(String channel, JsonNode request) {
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : request.get("items")) {
      outcomes
          .addObject()
          .put("key", item.get("key").asText())
          .put("outcome", "applied")
          .put("seen", shows(channel, item.get("sku").asText(), item.get("slot").asText()));
    }
    return answer;
  }

  private JsonNode bookings(String channel, JsonNode request) {
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : request.get("items")) {
      var key = item.get("key").asText();
      var outcome = outcomes.addObject().put("key", key);
      if (!wellBehaved && dice(40) == 0) {
        outcome.put("outcome", "transient").put("code", "BUSY").put("message", "not now");
        continue;
      }
      if (booked.add(key)) {
        evidence.did(channel, key);
        books.book(item);
      }
      outcome.put("outcome", "applied");
    }
    return answer;
  }

  private JsonNode page(JsonNode question) {
    // a page begins where the one before ended, so that an order changed meanwhile moves no other
    // out of sight
    var since = Instant.parse(question.path("page").asText(question.get("since").asText()));
    var due =
        orders.stream()
            .filter(order -> !Instant.parse(order.get("updatedAt").asText()).isBefore(since))
            .limit(PAGE + 1)
            .toList();
    var page = Json.mapper().createObjectNode();
    var items = page.putArray("items");
    for (var order : due.subList(0, Math.min(PAGE, due.size()))) {
      items
          .addObject()
          .put("id", order.get("id").asText() + "/" + order.get("updatedAt").asText())
          .put("orderKey", order.get("id").asText())
          .put("changedAt", order.get("updatedAt").asText())
          .set("document", order.deepCopy());
    }
    if (due.size() > PAGE) {
      page.put("next", due.get(PAGE).get("updatedAt").asText());
    }
    return page;
  }

  private static String place(String channel, String sku, String slot) {
    return channel + '/' + sku + '@' + slot;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
