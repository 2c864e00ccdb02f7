package dev.crossdock.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.shop.Shop;
import dev.crossdock.sandbox.shop.ShopOrder;
import dev.crossdock.sandbox.shop.ShopStock;
import dev.crossdock.sandbox.tills.TillApi;
import dev.crossdock.sandbox.tills.Tills;
import dev.crossdock.sandbox.wire.WireServer;
import dev.crossdock.sandbox.world.Fact;
import dev.crossdock.sandbox.world.FactKind;
import dev.crossdock.sandbox.world.Holdings;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.Place;
import dev.crossdock.sandbox.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out what customers ordered in the shop and fetch in the store, and takes back what they
 * bought there: what stands in no till's file, because the hub itself is asked.
 */
final class StoreStaff implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreStaff.class);

  /** Where customers fetch their orders, and bring them back. */
  static final Place STORE = Place.YORK;

  private static final int LOOK_MILLIS = 400;
  private static final int AT_ONCE = 20;
  private static final int QUIET_SECONDS = 5;

  /** Tills tell the time in milliseconds: a moment apart, what was first is known. */
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private final World world;
  private final Shop shop;
  private final TillApi hub;
  private final Shelves shelves;
  private final BooleanSupplier isOpen;
  private final Random random;
  private final Set<Long> brought = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(WireServer.daemon("store-staff"));
  private volatile @Nullable Errand errand;

  StoreStaff(
      World world, Shop shop, TillApi hub, Shelves shelves, BooleanSupplier isOpen, Random random) {
    this.world = world;
    this.shop = shop;
    this.hub = hub;
    this.shelves = shelves;
    this.isOpen = isOpen;
    this.random = random;
    var unused =
        timer.scheduleWithFixedDelay(this::work, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * What the hub is told while goods are in hand, again and again until it answers.
   *
   * @param done what is so when it says yes
   * @param undone what is so when it says no
   */
  private record Errand(
      String what, @Nullable String key, Object body, Runnable done, Runnable undone) {}

  /** Whether a customer has brought it back to a store: nobody else pays for it then. */
  boolean isBrought(ShopOrder order) {
    return brought.contains(order.id());
  }

  /** Whether the hub has not answered yet. */
  int waiting() {
    return errand == null ? 0 : 1;
  }

  private void work() {
    try {
      finish();
      if (errand == null && isOpen.getAsBoolean()) {
        var parcels = hub.get("parcels?location=" + STORE.id());
        if (parcels.isYes()) {
          handOut(parcels.body().path("parcels"));
          bringBack();
        }
      }
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("something at the counter did not happen");
    }
  }

  private void handOut(JsonNode parcels) {
    int n = 0;
    for (var parcel : parcels) {
      if (errand != null || ++n > AT_ONCE) {
        return;
      }
      if (parcel.path("pickUp").asBoolean()) {
        one(parcel);
      }
    }
  }

  private void one(JsonNode parcel) {
    var address = "parcels/%s/".formatted(parcel.path("id").asText());
    if (parcel.path("state").asText().equals("asked")) {
      hub.post(address + "ready", null, Map.of());
      return;
    }
    shelves.take(STORE);
    if (takeAll(parcel)) {
      run(
          new Errand(
              address + "collected", null, Map.of(), () -> fetched(parcel), () -> putAll(parcel)));
    } else {
      shelves.release(STORE);
      hub.post(address + "rejected", null, Map.of("reason", "the shelf is empty"));
    }
  }

  private boolean takeAll(JsonNode parcel) {
    var taken = new LinkedHashMap<Holdings.Slot, Integer>();
    for (var line : parcel.path("lines")) {
      var slot = shelf(line.path("sku").asText());
      var units = line.path("quantity").asInt();
      if (!world.holdings().take(slot, units)) {
        taken.forEach(world.holdings()::add);
        return false;
      }
      taken.merge(slot, units, Integer::sum);
    }
    return true;
  }

  private void putAll(JsonNode parcel) {
    for (var line : parcel.path("lines")) {
      world.holdings().add(shelf(line.path("sku").asText()), line.path("quantity").asInt());
    }
  }

  /** The promise moved to the store, and the goods left it. */
  private void fetched(JsonNode parcel) {
    var facts = new ArrayList<Long>();
    for (var line : parcel.path("lines")) {
      var key =
          "%s/order/%s/line/%s/parcel/%s"
              .formatted(
                  parcel.path("channel").asText(),
                  parcel.path("order").asText(),
                  line.path("line").asText(),
                  parcel.path("id").asText().replaceFirst(".*:", ""));
      var sku = line.path("sku").asText();
      var units = line.path("quantity").asInt();
      facts.add(fact(key + "/from", FactKind.RELEASE, sku, Place.DC, units));
      facts.add(fact(key + "/reservation", FactKind.RESERVATION, sku, STORE, units));
      facts.add(fact(key + "/sent", FactKind.FULFILMENT, sku, STORE, units));
    }
    world.book().emitted(facts);
    world.numbers().next("fetched");
  }

  /** A customer stands at the till with something the shop had sent. */
  private void bringBack() {
    if (errand != null || random.nextInt(3) > 0) {
      return;
    }
    choose().ifPresent(this::bringBack);
  }

  private java.util.Optional<ShopOrder> choose() {
    var before = now().minusSeconds(QUIET_SECONDS);
    synchronized (shop.orders()) {
      var order =
          shop.orders()
              .any(
                  random,
                  one ->
                      one.updatedAt().isBefore(before)
                          && one.refunds().isEmpty()
                          && one.cancelledAt() == null
                          && one.lines().stream().anyMatch(l -> one.returnable(l.id()) > 0)
                          && !isBrought(one));
      order.ifPresent(one -> brought.add(one.id()));
      return order;
    }
  }

  private void bringBack(ShopOrder order) {
    var found = hub.get("orders?number=%d".formatted(order.number())).body().at("/orders/0/lines");
    var line =
        order.lines().stream()
            .filter(one -> canComeBack(found, one) > 0 && order.returnable(one.id()) > 0)
            .findFirst();
    if (line.isEmpty()) {
      brought.remove(order.id());
      return;
    }
    var restock = random.nextInt(4) > 0;
    var key = "york-%d".formatted(world.numbers().next("brought"));
    var body =
        Map.of(
            "channel",
            ShopStock.CHANNEL,
            "order",
            Long.toString(order.id()),
            "location",
            STORE.id(),
            "lines",
            List.of(
                Map.of("line", Long.toString(line.get().id()), "quantity", 1, "restock", restock)));
    shelves.take(STORE);
    run(
        new Errand(
            "returns",
            key,
            body,
            () -> broughtBack(key, line.get(), restock),
            () -> brought.remove(order.id())));
  }

  private static int canComeBack(JsonNode found, ShopOrder.Line line) {
    for (var one : found) {
      if (one.path("line").asText().equals(Long.toString(line.id()))) {
        return one.path("canComeBack").asInt();
      }
    }
    return 0;
  }

  private void broughtBack(String key, ShopOrder.Line line, boolean restock) {
    if (restock) {
      world.holdings().add(shelf(line.sku()), 1);
      var name = "%s/return/%s/line/0".formatted(Tills.CHANNEL, key);
      world.book().emitted(List.of(fact(name, FactKind.RETURN, line.sku(), STORE, 1)));
    }
    world.numbers().next("returned");
  }

  private void run(Errand next) {
    errand = next;
    finish();
  }

  private void finish() {
    var open = errand;
    if (open == null) {
      return;
    }
    LockSupport.parkNanos(MOMENT_NANOS);
    var answer = hub.post(open.what(), open.key(), open.body());
    if (!answer.isYes() && !answer.isNo()) {
      return;
    }
    (answer.isYes() ? open.done() : open.undone()).run();
    LockSupport.parkNanos(MOMENT_NANOS);
    errand = null;
    shelves.release(STORE);
  }

  private Holdings.Slot shelf(String sku) {
    return TillFloor.shelf(item(sku), STORE);
  }

  private Item item(String sku) {
    return world.catalogue().bySku(sku).orElseThrow();
  }

  private long fact(String key, FactKind kind, String sku, Place place, int units) {
    return world.book().record(new Fact(key, kind, Tills.CHANNEL, sku, place, units, now()));
  }

  private Instant now() {
    return world.clock().instant();
  }

  @Override
  public void close() {
    WireServer.end(timer);
  }
}
