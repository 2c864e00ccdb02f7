package dev.crossdock.sandbox.traffic;

import dev.crossdock.sandbox.erp.Erp;
import dev.crossdock.sandbox.market.Market;
import dev.crossdock.sandbox.shop.Shop;
import dev.crossdock.sandbox.shop.ShopStock;
import dev.crossdock.sandbox.tills.Ticket;
import dev.crossdock.sandbox.tills.TillApi;
import dev.crossdock.sandbox.tills.Tills;
import dev.crossdock.sandbox.wire.WireServer;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.Place;
import dev.crossdock.sandbox.world.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes things happen, so many a second, as the seed has it. It never sells what is not there: the
 * oracle must have it, and the system that sells must show it.
 */
public final class Generator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Generator.class);
  private static final int TICK_MILLIS = 10;
  private static final int TRIES = 5;

  private final World world;
  private final Random random;
  private final Popularity popularity;
  private final ShopFloor shopFloor;
  private final TillFloor tillFloor;
  private final MarketFloor marketFloor;
  private final ErpFloor erpFloor;
  private final StoreStaff staff;
  private final Erp erp;
  private final Clock clock;
  private final Map<Act, BooleanSupplier> acts = new EnumMap<>(Act.class);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(WireServer.daemon("traffic"));
  private Map<Act, Double> mix = new EnumMap<>(Act.class);
  private Instant last;
  private double rate;
  private double owed;
  private long emitted;

  /** Ready to run; nothing happens until it is told how often. */
  public Generator(
      World world, Shop shop, Market market, Tills tills, TillApi hub, Erp erp, Random random) {
    this.world = world;
    this.random = random;
    this.erp = erp;
    this.clock = world.clock();
    this.last = clock.instant();
    popularity = new Popularity(world.catalogue().items());
    var shelves = new Shelves();
    staff = new StoreStaff(world, shop, hub, shelves, () -> rate() > 0, new Random(world.seed()));
    shopFloor = new ShopFloor(world, shop, staff::isBrought, popularity, random);
    tillFloor = new TillFloor(world, tills, shelves, popularity, random);
    marketFloor = new MarketFloor(world, market, popularity, random);
    erpFloor = new ErpFloor(world, erp, popularity, random);
    wire();
    var unused =
        timer.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void wire() {
    acts.put(Act.SHOP_ORDER, shopFloor::order);
    acts.put(Act.SHOP_PICK_UP, shopFloor::pickUp);
    acts.put(Act.SHOP_CANCEL, shopFloor::cancel);
    acts.put(Act.SHOP_FULFIL, shopFloor::fulfil);
    acts.put(Act.SHOP_REFUND, shopFloor::refund);
    acts.put(Act.SHOP_PRODUCT, shopFloor::product);
    acts.put(Act.TILL_SALE, tillFloor::sale);
    acts.put(Act.TILL_RETURN, tillFloor::bringBack);
    acts.put(Act.TILL_COUNT, tillFloor::count);
    acts.put(Act.MARKET_ORDER, marketFloor::order);
    acts.put(Act.MARKET_CANCEL, marketFloor::cancel);
    acts.put(Act.MARKET_SHIP, marketFloor::ship);
    acts.put(Act.ERP_RECEIPT, erpFloor::receipt);
    acts.put(Act.ERP_CORRECTION, erpFloor::correction);
    acts.put(Act.PLANT, this::plantOne);
  }

  /** The first day: the warehouse's stock in the ERP, a stocktake in each store. */
  public synchronized void open(Random from) {
    if (world.numbers().now("opened") > 0) {
      return;
    }
    var items = world.catalogue().items();
    var warehouse = new LinkedHashMap<Item, Integer>();
    for (var item : items) {
      warehouse.put(item, 300 + (item.rank() < 10 ? 2_300 : 0) + from.nextInt(400));
    }
    erp.enter(warehouse);
    tillFloor.stocktake(Place.LEEDS, items, from);
    tillFloor.stocktake(Place.YORK, items, from);
    for (var item : items) {
      var sellable = world.book().sellable(item.sku());
      world.holdings().set(ShopStock.slot(item), sellable);
      world.holdings().set(Market.slot(item), sellable);
    }
    world.numbers().next("opened");
  }

  /**
   * So many events a second from now on.
   *
   * @param wanted weights by act, as in {@code shopOrder}; empty for the usual day
   * @throws IllegalArgumentException when an act is not known
   */
  public synchronized void run(double perSecond, Map<String, Double> wanted) {
    mix = mix(wanted);
    rate = perSecond;
    last = clock.instant();
  }

  private static Map<Act, Double> mix(Map<String, Double> wanted) {
    var weights = new EnumMap<Act, Double>(Act.class);
    for (var act : Act.values()) {
      weights.put(act, wanted.isEmpty() ? act.weight() : 0.0);
    }
    wanted.forEach(
        (word, weight) ->
            weights.put(
                Act.of(word)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "'%s' is no act; the acts are %s".formatted(word, Act.words()))),
                weight));
    return weights;
  }

  /** Nothing happens from now on. */
  public synchronized void stop() {
    rate = 0;
    owed = 0;
  }

  /** Events a second. */
  public synchronized double rate() {
    return rate;
  }

  /** How much of what the staff told the hub it has not answered. */
  public int unanswered() {
    return staff.waiting();
  }

  /** Events so far. */
  public synchronized long emitted() {
    return emitted;
  }

  private synchronized void tick() {
    try {
      var now = clock.instant();
      owed += rate * Duration.between(last, now).toNanos() / 1e9;
      last = now;
      owed = Math.min(owed, rate);
      for (; owed >= 1; owed--) {
        act();
      }
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("an event did not happen");
    }
  }

  private void act() {
    for (int i = 0; i < TRIES; i++) {
      var happened = acts.get(any());
      if (happened != null && happened.getAsBoolean()) {
        emitted++;
        return;
      }
    }
  }

  private Act any() {
    var sum = mix.values().stream().mapToDouble(Double::doubleValue).sum();
    var at = random.nextDouble() * sum;
    for (var entry : mix.entrySet()) {
      at -= entry.getValue();
      if (at < 0) {
        return entry.getKey();
      }
    }
    return Act.SHOP_ORDER;
  }

  /** Many sales of one item, evenly over a time. Answers how many there was stock for. */
  public int burst(String channel, Item item, int count, Duration within) {
    var from = clock.instant();
    int sold = 0;
    for (int i = 0; i < count; i++) {
      var due = from.plus(within.multipliedBy(i).dividedBy(count));
      awaitInstant(due);
      sold += sell(channel, item) ? 1 : 0;
    }
    return sold;
  }

  private void awaitInstant(Instant due) {
    var left = Duration.between(clock.instant(), due);
    if (!left.isNegative() && !left.isZero()) {
      java.util.concurrent.locks.LockSupport.parkNanos(left.toNanos());
    }
  }

  private synchronized boolean sell(String channel, Item item) {
    var sold =
        switch (channel) {
          case "shop" -> shopFloor.order(item);
          case "market" -> marketFloor.order(item);
          case "tills" -> tillFloor.sale(item);
          default -> throw new IllegalArgumentException("'%s' sells nothing".formatted(channel));
        };
    emitted += sold ? 1 : 0;
    return sold;
  }

  private boolean plantOne() {
    var flaws = Ticket.Flaw.values();
    tillFloor.flawed(flaws[1 + random.nextInt(flaws.length - 1)]);
    return true;
  }

  /**
   * Plants messages that must be parked.
   *
   * @throws IllegalArgumentException when the kind is not known
   */
  public synchronized void plant(String kind, int count) {
    for (int i = 0; i < count; i++) {
      if (kind.equals("unknown-variant")) {
        shopFloor.strangeOrder();
      } else {
        tillFloor.flawed(flaw(kind));
      }
    }
  }

  private static Ticket.Flaw flaw(String kind) {
    for (var flaw : Ticket.Flaw.values()) {
      if (flaw != Ticket.Flaw.NONE && flaw.word().equals(kind)) {
        return flaw;
      }
    }
    throw new IllegalArgumentException(
        ("'%s' cannot be planted; what can: unknown-variant, bad-row, unknown-barcode,"
                + " missing-column, bad-date, negative-quantity")
            .formatted(kind));
  }

  /** Someone edits the ERP by hand, between two events. */
  public synchronized void editErp(Item item, Place place, int quantity) {
    erp.edit(item, place, quantity);
  }

  @Override
  public void close() {
    stop();
    WireServer.end(timer);
    staff.close();
  }
}
