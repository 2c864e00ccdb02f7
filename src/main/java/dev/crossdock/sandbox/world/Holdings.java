package dev.crossdock.sandbox.world;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** How much each system itself says it has: the shop, the marketplace, the tills' shelves. */
public final class Holdings {
  private static final Comparator<Slot> ORDER =
      Comparator.comparing(Slot::channel).thenComparing(Slot::sku).thenComparing(Slot::slot);

  private static final Instant OPENED = Instant.parse("2025-01-06T08:00:00Z");

  private final Clock clock;
  private final Function<String, Optional<Integer>> opening;
  private final Journal.Table table;
  private final Map<Slot, Holding> holdings = new LinkedHashMap<>();

  /** Where a system keeps a quantity. */
  public record Slot(String channel, String sku, String slot) {}

  /** What it keeps there, since when. */
  public record Holding(int quantity, Instant updatedAt) {}

  /** A wish to change one quantity, and what it must have been before. */
  public record Change(Slot slot, Optional<Integer> from, int to) {}

  /**
   * Reads what was kept.
   *
   * @param opening how many of an item are held where nothing is written down
   */
  public Holdings(
      Database database,
      Journal journal,
      Clock clock,
      Function<String, Optional<Integer>> opening) {
    this.clock = clock;
    this.opening = opening;
    table =
        journal.table(
            "sandbox.holdings",
            List.of("channel", "sku", "slot"),
            List.of("quantity", "updated_at"));
    database.query(
        "select channel, sku, slot, quantity, updated_at from sandbox.holdings order by channel,"
            + " sku, slot",
        row ->
            holdings.put(
                new Slot(row.getString(1), row.getString(2), row.getString(3)),
                new Holding(row.getInt(4), row.getObject(5, OffsetDateTime.class).toInstant())));
  }

  /** What is kept, or nothing where the item is not stocked. */
  public synchronized Optional<Holding> at(Slot slot) {
    return Optional.ofNullable(holdings.get(slot))
        .or(() -> opening.apply(slot.sku()).map(held -> new Holding(held, OPENED)));
  }

  /** The quantity kept; 0 where nothing is. */
  public synchronized int quantity(Slot slot) {
    return at(slot).map(Holding::quantity).orElse(0);
  }

  /** All that is kept, by system, item and slot. */
  public synchronized Map<Slot, Holding> all() {
    var all = new TreeMap<Slot, Holding>(ORDER);
    all.putAll(holdings);
    return all;
  }

  /** Keeps a quantity. */
  public synchronized void set(Slot slot, int quantity) {
    var holding = new Holding(quantity, clock.instant());
    holdings.put(slot, holding);
    table.put(
        slot.channel(),
        slot.sku(),
        slot.slot(),
        quantity,
        holding.updatedAt().atOffset(ZoneOffset.UTC));
  }

  /** Adds to a quantity. */
  public synchronized void add(Slot slot, int units) {
    set(slot, quantity(slot) + units);
  }

  /** Takes units away if there are as many; else takes nothing. */
  public synchronized boolean take(Slot slot, int units) {
    var held = quantity(slot);
    if (held < units) {
      return false;
    }
    set(slot, held - units);
    return true;
  }

  /**
   * Makes all changes, or none of them when one did not find what it expected.
   *
   * @return the positions of the changes that were stale; empty when all were made
   */
  public synchronized List<Integer> change(List<Change> changes) {
    var stale = new ArrayList<Integer>();
    for (int i = 0; i < changes.size(); i++) {
      var from = changes.get(i).from();
      if (from.isPresent() && from.get() != quantity(changes.get(i).slot())) {
        stale.add(i);
      }
    }
    if (stale.isEmpty()) {
      changes.forEach(change -> set(change.slot(), change.to()));
    }
    return stale;
  }
}
