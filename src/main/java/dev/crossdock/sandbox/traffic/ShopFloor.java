package dev.crossdock.sandbox.traffic;

import dev.crossdock.sandbox.shop.Shop;
import dev.crossdock.sandbox.shop.ShopOrder;
import dev.crossdock.sandbox.shop.ShopStock;
import dev.crossdock.sandbox.world.Fact;
import dev.crossdock.sandbox.world.FactKind;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.Place;
import dev.crossdock.sandbox.world.Planted;
import dev.crossdock.sandbox.world.World;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What customers and packers do with the shop. Each act answers whether it could happen. */
final class ShopFloor {
  private static final List<String> FIRST =
      List.of("Ada", "Bob", "Cleo", "Dev", "Esme", "Finn", "Gwen", "Hari", "Iris", "Jon");
  private static final List<String> LAST =
      List.of("Abbot", "Byrne", "Clarke", "Doyle", "Evans", "Field", "Green", "Hill", "Ives");
  private static final long ORDER_IDS = 9_107_199_254_740_993L;
  private static final long LINE_IDS = 14_866_550_311_766_439L;
  private static final long OTHER_IDS = 5_104_689_539_000L;

  /** Nothing more happens to an order in its first moments. */
  private static final int QUIET_MILLIS = 700;

  /** So many of it are left in the store once it is sold at its tills at the same moment. */
  private static final int WELL_STOCKED = 10;

  private final World world;
  private final Shop shop;
  private final Predicate<ShopOrder> brought;
  private final Popularity popularity;
  private final Random random;

  /**
   * Opens the shop's doors.
   *
   * @param brought what a customer brought back to a store, which the shop leaves to it
   */
  ShopFloor(
      World world, Shop shop, Predicate<ShopOrder> brought, Popularity popularity, Random random) {
    this.brought = brought;
    this.world = world;
    this.shop = shop;
    this.popularity = popularity;
    this.random = random;
  }

  /** A customer orders one to three lines; now and then two lines of the same item. */
  boolean order() {
    var wishes = new ArrayList<Item>();
    var lines = 1 + (random.nextInt(10) < 7 ? 0 : 1 + random.nextInt(2));
    for (int i = 0; i < lines; i++) {
      wishes.add(i > 0 && random.nextInt(8) == 0 ? wishes.get(0) : popularity.any(random));
    }
    return order(wishes, random.nextInt(10) < 8 ? 1 : 2, null);
  }

  /** A customer orders one thing, and will fetch it in the store. */
  boolean pickUp() {
    var item = popularity.any(random);
    return world.book().level(item.sku(), StoreStaff.STORE).free() > WELL_STOCKED
        && order(List.of(item), 1, StoreStaff.STORE.id());
  }

  /** A customer orders one of one item. */
  boolean order(Item item) {
    return order(List.of(item), 1, null);
  }

  private boolean order(List<Item> wishes, int units, @Nullable String pickUpAt) {
    var bought = new ArrayList<Item>();
    for (var item : wishes) {
      if (promise(item, units, bought)) {
        bought.add(item);
      }
    }
    if (bought.isEmpty()) {
      return false;
    }
    var now = now();
    var order =
        newOrder(now, bought.stream().map(item -> line(item.sku(), units)).toList(), pickUpAt);
    var facts = new ArrayList<Long>();
    for (var line : order.lines()) {
      facts.add(
          fact(key(order, line) + "/reservation", FactKind.RESERVATION, line.sku(), units, now));
    }
    shop.orders().keep(order);
    shop.webhooks().order("orders/create", order, facts);
    return true;
  }

  private boolean promise(Item item, int units, List<Item> already) {
    var before = units * (int) already.stream().filter(item::equals).count();
    return world.book().level(item.sku(), Place.DC).free() >= units + before
        && shop.stock().sell(item, units);
  }

  private ShopOrder newOrder(Instant now, List<ShopOrder.Line> lines, @Nullable String pickUpAt) {
    var number = world.numbers().next("shop.order");
    return new ShopOrder(
        ORDER_IDS + number * 32_771,
        1000 + number,
        FIRST.get(random.nextInt(FIRST.size())),
        LAST.get(random.nextInt(LAST.size())),
        now,
        now,
        null,
        lines,
        List.of(),
        List.of(),
        pickUpAt);
  }

  private ShopOrder.Line line(String sku, int units) {
    return new ShopOrder.Line(LINE_IDS + world.numbers().next("shop.line") * 32_771, sku, units);
  }

  /** A customer cancels what is not sent yet; the goods go back on sale. */
  boolean cancel() {
    return any(order -> order.fulfilments().isEmpty() && isOurs(order), this::cancel);
  }

  private void cancel(ShopOrder order) {
    var now = now();
    var facts = new ArrayList<Long>();
    for (var line : order.lines()) {
      var open = order.open(line.id());
      if (open > 0) {
        facts.add(fact(key(order, line) + "/release", FactKind.RELEASE, line.sku(), open, now));
        restock(line.sku(), open);
      }
    }
    var cancelled = order.cancelled(now);
    shop.orders().keep(cancelled);
    shop.webhooks().order("orders/cancelled", cancelled, facts);
  }

  /** The warehouse sends all that is open, sometimes in two parcels. */
  boolean fulfil() {
    return any(order -> order.cancelledAt() == null && isOurs(order), this::fulfil);
  }

  private void fulfil(ShopOrder order) {
    var now = now();
    var parcels = parcels(order, now);
    var sent = order.with(parcels, now);
    var facts = new ArrayList<Long>();
    for (var parcel : parcels) {
      for (var part : parcel.parts()) {
        var key =
            "shop/order/%d/fulfilment/%d/line/%d".formatted(order.id(), parcel.id(), part.lineId());
        facts.add(
            fact(key, FactKind.FULFILMENT, order.line(part.lineId()).sku(), part.quantity(), now));
      }
    }
    shop.orders().keep(sent);
    shop.webhooks().order("orders/fulfilled", sent, facts);
  }

  private List<ShopOrder.Fulfilment> parcels(ShopOrder order, Instant now) {
    var parts =
        order.lines().stream()
            .filter(line -> order.open(line.id()) > 0)
            .map(line -> new ShopOrder.Part(line.id(), order.open(line.id())))
            .toList();
    if (parts.size() < 2 || random.nextBoolean()) {
      return List.of(new ShopOrder.Fulfilment(otherId(), now, parts));
    }
    return List.of(
        new ShopOrder.Fulfilment(otherId(), now, parts.subList(0, 1)),
        new ShopOrder.Fulfilment(otherId(), now, parts.subList(1, parts.size())));
  }

  /**
   * Money goes back: for goods that came back, for goods that did not, or for goods that were never
   * sent.
   */
  boolean refund() {
    if (random.nextInt(4) == 0) {
      return any(
          order -> order.cancelledAt() == null && isOurs(order),
          order -> refund(order, "cancel", order::open));
    }
    var restock = random.nextInt(4) == 0 ? "no_restock" : "return";
    return any(
        order -> order.lines().stream().anyMatch(line -> order.returnable(line.id()) > 0),
        order -> refund(order, restock, order::returnable));
  }

  /** Something of it is still to be sent, and not to be fetched in a store. */
  private static boolean isOurs(ShopOrder order) {
    return order.isOpen() && order.pickUpAt() == null;
  }

  private void refund(
      ShopOrder order, String restock, java.util.function.LongToIntFunction possible) {
    var now = now();
    var line =
        order.lines().stream()
            .filter(one -> possible.applyAsInt(one.id()) > 0)
            .findFirst()
            .orElseThrow();
    var units = 1 + random.nextInt(possible.applyAsInt(line.id()));
    var part = new ShopOrder.RefundLine(otherId(), line.id(), units, restock);
    var refund = new ShopOrder.Refund(otherId(), now, List.of(part));
    var refunded = order.with(refund);
    var facts = new ArrayList<Long>();
    if (restock.equals("no_restock")) {
      world.numbers().next("ignored");
    } else {
      var key = "shop/order/%d/refund/%d/line/%d".formatted(order.id(), refund.id(), part.id());
      var kind = restock.equals("return") ? FactKind.RETURN : FactKind.RELEASE;
      facts.add(fact(key, kind, line.sku(), units, now));
      restock(line.sku(), units);
    }
    shop.orders().keep(refunded);
    shop.webhooks().refund(refunded, refund, facts);
  }

  /** Someone edits a product; nothing moves. */
  boolean product() {
    var item = popularity.any(random);
    shop.webhooks()
        .product(
            item,
            world.catalogue().items().stream()
                .filter(other -> other.productId() == item.productId())
                .toList());
    return true;
  }

  /** An order of something no catalogue knows: must be parked. */
  void strangeOrder() {
    var number = world.numbers().next("planted.order");
    var order = newOrder(now(), List.of(line("GONE-%d".formatted(number), 1)), null);
    var line = order.lines().get(0);
    world
        .planted()
        .add(
            new Planted.Message(
                ShopStock.CHANNEL,
                "unknown-variant",
                "order " + order.id(),
                key(order, line) + "/reservation"));
    shop.webhooks().planted(order);
  }

  private boolean any(Predicate<ShopOrder> fit, java.util.function.Consumer<ShopOrder> act) {
    var before = now().minusMillis(QUIET_MILLIS);
    // the hub may have one of them refunded at the same moment
    synchronized (shop.orders()) {
      var order =
          shop.orders()
              .any(
                  random,
                  one -> one.createdAt().isBefore(before) && !brought.test(one) && fit.test(one));
      order.ifPresent(act);
      return order.isPresent();
    }
  }

  private void restock(String sku, int units) {
    world.catalogue().bySku(sku).ifPresent(item -> shop.stock().restock(item, units));
  }

  private long fact(String key, FactKind kind, String sku, int units, Instant at) {
    return world.book().record(new Fact(key, kind, ShopStock.CHANNEL, sku, Place.DC, units, at));
  }

  private static String key(ShopOrder order, ShopOrder.Line line) {
    return "shop/order/%d/line/%d".formatted(order.id(), line.id());
  }

  private long otherId() {
    return OTHER_IDS + world.numbers().next("shop.other") * 101;
  }

  private Instant now() {
    return world.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
