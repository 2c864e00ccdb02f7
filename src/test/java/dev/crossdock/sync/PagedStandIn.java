package dev.crossdock.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A marketplace that holds so many orders, told page by page; it can be made to hesitate. */
final class PagedStandIn implements AutoCloseable {
  private static final int PAGE = 10;

  private final HttpServer server;
  private final List<Integer> asked = new CopyOnWriteArrayList<>();
  private volatile int orders = PAGE;
  private volatile int hesitatesAt = -1;
  private volatile boolean hesitating;
  private volatile CountDownLatch hesitation = new CountDownLatch(0);

  PagedStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              var thread = new Thread(work, "paged-stand-in");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void holds(int pages) {
    orders = pages * PAGE;
    asked.clear();
  }

  /** Says nothing when it is asked for this page, until it is told to go on; once. */
  void hesitateAt(int page) {
    hesitation = new CountDownLatch(1);
    hesitatesAt = page;
  }

  /** Whether somebody waits for its answer. */
  boolean hesitates() {
    return hesitating;
  }

  void goOn() {
    hesitation.countDown();
  }

  /** The pages it was asked for, in that order; the first is 0. */
  List<Integer> asked() {
    return List.copyOf(asked);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var question = Json.read(exchange.getRequestBody().readAllBytes());
      var page = question.path("page").asInt(0);
      asked.add(page);
      if (page == hesitatesAt) {
        hesitatesAt = -1;
        hesitating = true;
        hesitation.await();
        hesitating = false;
      }
      var body = Json.write(page(page));
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode page(int page) {
    var answer = Json.mapper().createObjectNode();
    var items = answer.putArray("items");
    var upTo = Math.min(orders, (page + 1) * PAGE);
    for (int n = page * PAGE; n < upTo; n++) {
      items
          .addObject()
          .put("id", "order-" + n)
          .put("changedAt", "2026-01-01T00:00:00Z")
          .putObject("document")
          .put("order", n);
    }
    return upTo < orders ? answer.put("next", String.valueOf(page + 1)) : answer;
  }

  @Override
  public void close() {
    hesitation.countDown();
    server.stop(0);
  }
}
