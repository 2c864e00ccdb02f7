package dev.crossdock.sandbox.traffic;

import dev.crossdock.sandbox.tills.Ticket;
import dev.crossdock.sandbox.tills.Tills;
import dev.crossdock.sandbox.world.Fact;
import dev.crossdock.sandbox.world.FactKind;
import dev.crossdock.sandbox.world.Holdings;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.Place;
import dev.crossdock.sandbox.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What customers and staff do in the stores. Each act answers whether it could happen. */
final class TillFloor {
  private static final int TILLS = 3;
  private static final int LOW_SHELF = 15;
  private static final List<Place> STORES = List.of(Place.LEEDS, Place.YORK);
  private static final String NOBODYS_BARCODE = "9990000000005";

  private final World world;
  private final Tills tills;
  private final Shelves shelves;
  private final Popularity popularity;
  private final Random random;

  TillFloor(World world, Tills tills, Shelves shelves, Popularity popularity, Random random) {
    this.world = world;
    this.tills = tills;
    this.shelves = shelves;
    this.popularity = popularity;
    this.random = random;
  }

  static Holdings.Slot shelf(Item item, Place store) {
    return new Holdings.Slot(Tills.CHANNEL, item.sku(), store.store());
  }

  /** A customer buys one to three things; sometimes staff only practise, or cancel. */
  boolean sale() {
    if (random.nextInt(25) == 0) {
      nothing();
    }
    var wishes = new ArrayList<Item>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      wishes.add(popularity.any(random));
    }
    return sell(store(), wishes, random.nextInt(10) < 8 ? 1 : 2);
  }

  /** A customer buys one of one thing, wherever it is on the shelf. */
  boolean sale(Item item) {
    var first = store();
    var other = first == Place.LEEDS ? Place.YORK : Place.LEEDS;
    return sell(first, List.of(item), 1) || sell(other, List.of(item), 1);
  }

  private boolean sell(Place store, List<Item> wishes, int units) {
    var receipt = new Receipt(store);
    for (var item : wishes) {
      if (world.holdings().take(shelf(item, store), units)) {
        receipt.add(Ticket.Type.SALE, FactKind.SALE, item, units);
      }
    }
    return receipt.ring();
  }

  /** A customer brings something back. */
  boolean bringBack() {
    var store = store();
    var item = popularity.any(random);
    var receipt = new Receipt(store);
    world.holdings().add(shelf(item, store), 1);
    receipt.add(Ticket.Type.RETURN, FactKind.RETURN, item, 1);
    return receipt.ring();
  }

  /**
   * Staff count some shelves: now and then one or two are gone, and empty ones are filled first.
   */
  boolean count() {
    var items = new LinkedHashSet<Item>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      items.add(popularity.any(random));
    }
    var store = store();
    return shelves.count(store, () -> count(store, items));
  }

  private boolean count(Place store, Set<Item> items) {
    var receipt = new Receipt(store);
    for (var item : items) {
      receipt.count(item, counted(world.holdings().quantity(shelf(item, store))));
    }
    return receipt.ring();
  }

  private int counted(int shelf) {
    if (shelf < LOW_SHELF) {
      return shelf + 60 + random.nextInt(60);
    }
    return shelf - (random.nextInt(10) < 3 ? 1 + random.nextInt(2) : 0);
  }

  /** The stocktake with which a store goes live: every shelf, at once. */
  void stocktake(Place store, List<Item> items, Random from) {
    var receipt = new Receipt(store);
    for (var item : items) {
      receipt.count(item, 40 + from.nextInt(361));
    }
    receipt.ring();
  }

  /** A receipt with a wrong line among good ones: must be parked, that line alone. */
  void flawed(Ticket.Flaw flaw) {
    var receipt = new Receipt(store());
    var item = popularity.any(random);
    var barcode = flaw == Ticket.Flaw.UNKNOWN_BARCODE ? NOBODYS_BARCODE : item.ean();
    receipt.add(new Ticket.Line(1, Ticket.Type.SALE, barcode, 1, item.price(), 0, flaw));
    var good = popularity.any(random);
    if (world.holdings().take(shelf(good, receipt.store), 1)) {
      receipt.add(Ticket.Type.SALE, FactKind.SALE, good, 1);
    }
    receipt.ring();
  }

  private void nothing() {
    var item = popularity.any(random);
    var mode = random.nextBoolean() ? Ticket.Mode.TRAINING : Ticket.Mode.CANCELLED;
    tills.practise(
        store(),
        mode,
        new Ticket.Line(1, Ticket.Type.SALE, item.ean(), 1, item.price(), 0, Ticket.Flaw.NONE));
  }

  private Place store() {
    return STORES.get(random.nextInt(STORES.size()));
  }

  /** A receipt while it is rung up. */
  private final class Receipt {
    private final Place store;
    private final int till = 1 + random.nextInt(TILLS);
    private final Instant at;
    private final List<Ticket.Line> lines = new ArrayList<>();
    private final Ticket empty;

    Receipt(Place store) {
      this.store = store;
      at = tills.nextInstant(store);
      var sequence = world.numbers().next("till.%s.%d".formatted(store.store(), till));
      empty = new Ticket(store, till, sequence, at, Ticket.Mode.REAL, List.of());
    }

    void add(Ticket.Type type, FactKind kind, Item item, int units) {
      var number = lines.size() + 1;
      var fact =
          world
              .book()
              .record(
                  new Fact(empty.key(number), kind, Tills.CHANNEL, item.sku(), store, units, at));
      add(new Ticket.Line(number, type, item.ean(), units, item.price(), fact, Ticket.Flaw.NONE));
    }

    void count(Item item, int counted) {
      world.holdings().set(shelf(item, store), counted);
      add(Ticket.Type.COUNT, FactKind.COUNT, item, counted);
    }

    void add(Ticket.Line line) {
      lines.add(line);
    }

    boolean ring() {
      if (lines.isEmpty()) {
        return false;
      }
      tills.ring(
          new Ticket(store, till, empty.sequence(), at, Ticket.Mode.REAL, List.copyOf(lines)));
      return true;
    }
  }
}
