package dev.crossdock.sandbox.traffic;

import dev.crossdock.sandbox.market.Market;
import dev.crossdock.sandbox.market.MarketOrder;
import dev.crossdock.sandbox.world.Fact;
import dev.crossdock.sandbox.world.FactKind;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.Place;
import dev.crossdock.sandbox.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What customers and packers do on the marketplace. Each act answers whether it could happen. */
final class MarketFloor {
  private static final int QUIET_MILLIS = 1_500;

  private final World world;
  private final Market market;
  private final Popularity popularity;
  private final Random random;

  MarketFloor(World world, Market market, Popularity popularity, Random random) {
    this.world = world;
    this.market = market;
    this.popularity = popularity;
    this.random = random;
  }

  /** A customer orders one or two things. */
  boolean order() {
    var first = popularity.any(random);
    var second = popularity.any(random);
    var wishes =
        random.nextInt(5) == 0 && !first.equals(second) ? List.of(first, second) : List.of(first);
    return order(wishes, random.nextInt(10) < 8 ? 1 : 2);
  }

  /** A customer orders one of one item. */
  boolean order(Item item) {
    return order(List.of(item), 1);
  }

  private boolean order(List<Item> wishes, int units) {
    var lines = new ArrayList<MarketOrder.Line>();
    for (var item : wishes) {
      if (world.book().level(item.sku(), Place.DC).free() >= units
          && world.holdings().take(Market.slot(item), units)) {
        lines.add(new MarketOrder.Line(lineId(), item.sku(), units));
      }
    }
    if (lines.isEmpty()) {
      return false;
    }
    var now = now();
    var order = new MarketOrder(orderId(), now, now, false, List.copyOf(lines), List.of());
    tell(
        order,
        lines.stream()
            .map(line -> fact(key(order, line) + "/reservation", FactKind.RESERVATION, line, now))
            .toList());
    return true;
  }

  /** A customer cancels what is not sent yet; the marketplace does not put it back on sale. */
  boolean cancel() {
    return any(order -> !order.cancelled() && order.parcels().isEmpty(), this::cancel);
  }

  private void cancel(MarketOrder order) {
    var now = now();
    tell(
        order.cancelled(now),
        order.open().stream()
            .map(line -> fact(key(order, line) + "/release", FactKind.RELEASE, line, now))
            .toList());
  }

  /** The warehouse sends what is open; of two lines sometimes only the first. */
  boolean ship() {
    return any(order -> !order.open().isEmpty(), this::ship);
  }

  private void ship(MarketOrder order) {
    var now = now();
    var open = order.open();
    var sent = open.size() > 1 && random.nextInt(3) == 0 ? open.subList(0, 1) : open;
    var reference = Integer.toString(order.parcels().size() + 1);
    var parcel =
        new MarketOrder.Parcel(
            reference,
            now,
            sent.stream().map(line -> new MarketOrder.Part(line.id(), line.quantity())).toList(),
            "Royal Mail",
            "RM%s%s".formatted(order.id().replace("-", ""), reference));
    tell(
        order.with(parcel),
        sent.stream()
            .map(
                line ->
                    fact(
                        "market/order/%s/fulfilment/%s/line/%s"
                            .formatted(order.id(), reference, line.id()),
                        FactKind.FULFILMENT,
                        line,
                        now))
            .toList());
  }

  /** From the instant an order is kept it can be polled: that is its telling. */
  private void tell(MarketOrder order, List<Long> facts) {
    market.orders().keep(order);
    world.book().emitted(facts);
  }

  private boolean any(Predicate<MarketOrder> fit, Consumer<MarketOrder> act) {
    var before = now().minusMillis(QUIET_MILLIS);
    // the hub may say at the same moment that it has sent one of them
    synchronized (market.orders()) {
      var order =
          market.orders().any(random, one -> one.createdAt().isBefore(before) && fit.test(one));
      order.ifPresent(act);
      return order.isPresent();
    }
  }

  private long fact(String key, FactKind kind, MarketOrder.Line line, Instant at) {
    return world
        .book()
        .record(new Fact(key, kind, Market.CHANNEL, line.sku(), Place.DC, line.quantity(), at));
  }

  private static String key(MarketOrder order, MarketOrder.Line line) {
    return "market/order/%s/line/%s".formatted(order.id(), line.id());
  }

  private String orderId() {
    var number = 1_180_000_000_000L + world.numbers().next("market.order") * 7_919;
    return "026-%07d-%07d".formatted(number / 10_000_000 % 10_000_000, number % 10_000_000);
  }

  private String lineId() {
    return Long.toString(68_828_574_383_266L + world.numbers().next("market.line") * 7_919);
  }

  private Instant now() {
    return Instant.ofEpochMilli(world.clock().millis());
  }
}
