package dev.crossdock.inventory;

import dev.crossdock.inventory.Fact.Kind;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an order means for stock: each line reserves, a cancel releases, a fulfilment consumes, a
 * refund may restock.
 *
 * <p>Every telling of an order, by webhook or by poll, early or late, yields the same keys; the
 * ledger keeps each once.
 */
final class OrderFacts {

  /**
   * The part of a canonical Order that moves stock; see {@code
   * mappings/canonical/order.schema.json}.
   *
   * @param reservation under which its stock was held for it; null when it was not
   */
  record Order(
      String id,
      @Nullable Instant placedAt,
      Instant updatedAt,
      @Nullable Instant cancelledAt,
      @Nullable String reservation,
      List<Line> lines,
      List<Fulfilment> fulfilments,
      List<Refund> refunds) {
    Order {
      fulfilments = fulfilments == null ? List.of() : fulfilments;
      refunds = refunds == null ? List.of() : refunds;
    }
  }

  record Line(String id, @Nullable Sku sku, int quantity) {}

  record Fulfilment(String id, @Nullable Instant at, List<FulfilmentLine> lines) {}

  record FulfilmentLine(String line, @Nullable Sku sku, int quantity) {}

  record Refund(String id, @Nullable Instant at, List<RefundLine> lines) {}

  record RefundLine(
      String id,
      String line,
      @Nullable Sku sku,
      int quantity,
      Restock restock,
      @Nullable String slot) {}

  /** What becomes of the goods of a refunded line. */
  enum Restock {
    none,
    release,
    @com.fasterxml.jackson.annotation.JsonProperty("return")
    returned
  }

  /** What we have sent of an order ourselves, and what is booked of it. */
  interface Sent {
    /** Nobody but its channel sends anything. */
    Sent NOTHING =
        new Sent() {
          @Override
          public @Nullable Integer elsewhere(String line) {
            return null;
          }

          @Override
          public int consumed(BusinessKey promise, @Nullable Sku sku) {
            return 0;
          }

          @Override
          public boolean isBooked(BusinessKey key, @Nullable Sku sku) {
            return false;
          }
        };

    /**
     * Units of a line that left elsewhere than where its channel takes its stock; null where we
     * sent none of it at all.
     */
    @Nullable Integer elsewhere(String line);

    /** Units that were taken off the shelf for a promise, by whomever. */
    int consumed(BusinessKey promise, @Nullable Sku sku);

    boolean isBooked(BusinessKey key, @Nullable Sku sku);
  }

  private final int message;
  private final String channel;
  private final LocationId reserveAt;
  private final Function<String, Optional<LocationId>> slots;
  private final Sent sent;
  private final Order order;
  private final String prefix;

  private OrderFacts(
      int message,
      String channel,
      LocationId reserveAt,
      Function<String, Optional<LocationId>> slots,
      Sent sent,
      Order order) {
    this.message = message;
    this.channel = channel;
    this.reserveAt = reserveAt;
    this.slots = slots;
    this.sent = sent;
    this.order = order;
    this.prefix = channel + "/order/" + order.id();
  }

  /**
   * The facts of one order, in an order in which they make sense.
   *
   * @param reserveAt where the channel's orders take their stock
   * @param slots our location behind a slot of the channel
   * @param sent what we have sent of it ourselves
   */
  static List<Fact> of(
      int message,
      String channel,
      LocationId reserveAt,
      Function<String, Optional<LocationId>> slots,
      Sent sent,
      Order order) {
    var one = new OrderFacts(message, channel, reserveAt, slots, sent, order);
    var facts = new ArrayList<Fact>();
    one.reservations(facts);
    one.fulfilments(facts);
    one.refunds(facts);
    one.releases(facts);
    return facts;
  }

  private void reservations(List<Fact> facts) {
    var at = order.placedAt() == null ? order.updatedAt() : order.placedAt();
    for (var line : order.lines()) {
      var key = reservation(line.id());
      if (line.quantity() > 0) {
        add(facts, key, Kind.RESERVATION, line.sku(), reserveAt, line.quantity(), at, key);
      }
    }
  }

  /**
   * A cancel releases what was still open; what a refund had released before is not there twice.
   */
  private void releases(List<Fact> facts) {
    var at = order.cancelledAt();
    if (at == null) {
      return;
    }
    for (var line : order.lines()) {
      var open = line.quantity() - shipped(line.id()) - released(line);
      if (open > 0) {
        var key = new BusinessKey(prefix + "/line/" + line.id() + "/release");
        add(facts, key, Kind.RELEASE, line.sku(), reserveAt, open, at, reservation(line.id()));
      }
    }
  }

  private int shipped(String line) {
    return order.fulfilments().stream()
        .flatMap(fulfilment -> fulfilment.lines().stream())
        .filter(shipped -> shipped.line().equals(line))
        .mapToInt(FulfilmentLine::quantity)
        .sum();
  }

  private int released(Line line) {
    return order.refunds().stream()
        .flatMap(refund -> refund.lines().stream())
        .filter(refunded -> refunded.line().equals(line.id()))
        .filter(refunded -> refunded.restock() == Restock.release)
        .mapToInt(RefundLine::quantity)
        .sum();
  }

  private void fulfilments(List<Fact> facts) {
    var left = new HashMap<String, Integer>();
    for (var fulfilment : order.fulfilments()) {
      var at = fulfilment.at() == null ? order.updatedAt() : fulfilment.at();
      for (var line : fulfilment.lines()) {
        var key = fulfilment(channel, order.id(), fulfilment.id(), line.line());
        var units = notOurs(line, key, left);
        if (units > 0) {
          add(
              facts,
              key,
              Kind.FULFILMENT,
              line.sku(),
              reserveAt,
              units,
              at,
              reservation(line.line()));
        }
      }
    }
  }

  /** As much as we have sent ourselves is off the shelf already, whatever the channel calls it. */
  private int notOurs(FulfilmentLine line, BusinessKey key, Map<String, Integer> left) {
    var elsewhere = sent.elsewhere(line.line());
    if (elsewhere == null || sent.isBooked(key, line.sku())) {
      return line.quantity();
    }
    var before =
        left.computeIfAbsent(
            line.line(), l -> shipped(l) - elsewhere - sent.consumed(reservation(l), line.sku()));
    var units = Math.max(0, Math.min(line.quantity(), before));
    left.put(line.line(), before - units);
    return units;
  }

  private void refunds(List<Fact> facts) {
    for (var refund : order.refunds()) {
      var at = refund.at() == null ? order.updatedAt() : refund.at();
      for (var line : refund.lines()) {
        if (line.restock() == Restock.none || line.quantity() == 0) {
          continue;
        }
        var key = new BusinessKey(prefix + "/refund/" + refund.id() + "/line/" + line.id());
        if (line.restock() == Restock.release) {
          add(
              facts,
              key,
              Kind.RELEASE,
              line.sku(),
              reserveAt,
              line.quantity(),
              at,
              reservation(line.line()));
        } else {
          var slot = line.slot();
          var location = slot == null ? reserveAt : slots.apply(slot).orElse(reserveAt);
          add(facts, key, Kind.RETURN, line.sku(), location, line.quantity(), at, null);
        }
      }
    }
  }

  private BusinessKey reservation(String line) {
    return reservation(channel, order.id(), line);
  }

  /** What takes units of a line off the shelf that its channel says were sent. */
  static BusinessKey fulfilment(String channel, String order, String fulfilment, String line) {
    return new BusinessKey(
        "%s/order/%s/fulfilment/%s/line/%s".formatted(channel, order, fulfilment, line));
  }

  /** What makes the promise to a line. */
  static BusinessKey reservation(String channel, String order, String line) {
    return new BusinessKey("%s/order/%s/line/%s/reservation".formatted(channel, order, line));
  }

  /** What names no SKU moves no stock: a gift card, a tip. */
  private void add(
      List<Fact> facts,
      BusinessKey key,
      Kind kind,
      @Nullable Sku sku,
      LocationId location,
      int quantity,
      Instant at,
      @Nullable BusinessKey reservation) {
    if (sku != null) {
      facts.add(new Fact(message, key, kind, sku, location, quantity, at, channel, reservation));
    }
  }
}
