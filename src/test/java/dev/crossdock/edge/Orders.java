package dev.crossdock.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossdock.WholeHub;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A shop that posts orders and remembers which of them were taken, and how fast it was answered.
 */
final class Orders {
  /** What one order was answered, after how long; 0 when the door was shut. */
  record Answered(String id, int status, long millis) {}

  private final String edge;
  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final Set<String> taken = ConcurrentHashMap.newKeySet();

  Orders(String edge) {
    this.edge = edge;
  }

  /** Posts one new order. */
  Answered post() throws Exception {
    var id = "7" + next.incrementAndGet() % 1_000_000_000_000_000L;
    var began = System.nanoTime();
    var status = status(id);
    if (status == 200) {
      taken.add(id);
    }
    return new Answered(id, status, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  private int status(String id) throws Exception {
    try {
      return new SignedPost(edge, "shop", "orders/create", body(id), WholeHub.WEBHOOK_SECRET)
          .status();
    } catch (HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Posts so many at once. */
  List<Answered> post(int atOnce) throws Exception {
    var pool = Executors.newFixedThreadPool(atOnce);
    try {
      var answers = new ArrayList<Answered>();
      Callable<Answered> one = this::post;
      for (var done : pool.invokeAll(Collections.nCopies(atOnce, one))) {
        answers.add(done.get());
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }

  /** The ids of all that were answered 200. */
  Set<String> taken() {
    return Set.copyOf(taken);
  }

  private static byte[] body(String id) {
    return """
        {"id":%s,"name":"#1001","created_at":"2026-06-01T09:30:00+01:00","updated_at":"2026-06-01T09:30:00+01:00",
         "cancelled_at":null,"currency":"GBP","total_price":"19.00","total_tax":"0.00","taxes_included":true,"line_items":[{"id":9%s,"sku":"TEE-RED-M","variant_id":41,"variant_inventory_management":"shopify","requires_shipping":true,"gift_card":false,"title":"Tee","price":"19.00","quantity":1}],
         "fulfillments":[],"refunds":[]}"""
        .formatted(id, id)
        .getBytes(UTF_8);
  }
}
