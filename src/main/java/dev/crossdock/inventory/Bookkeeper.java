package dev.crossdock.inventory;

import dev.crossdock.inventory.Fact.Kind;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.kernel.BusinessKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what each fact changes, given the levels, promises and counts as they are under lock.
 * Pure: no database, no clock.
 *
 * <p>Whatever order facts arrive in, the sums end the same: what a promise holds is quantity less
 * released less consumed and never below zero; what happened before the last count is already in
 * that count.
 */
final class Bookkeeper {

  /** A level while it is being changed. */
  static final class Level {
    int onHand;
    int reserved;
    long version;
    boolean changed;

    /** On the shelf and not for sale: kept for safety, damaged. */
    final int apart;

    /** What was missing before. */
    final int shortBefore;

    Level(int onHand, int reserved, long version) {
      this(onHand, reserved, version, 0);
    }

    Level(int onHand, int reserved, long version, int apart) {
      this.onHand = onHand;
      this.reserved = reserved;
      this.version = version;
      this.apart = apart;
      this.shortBefore = missing();
    }

    /** How many more are promised, or were sold, than are there. */
    int missing() {
      return Math.max(0, reserved - onHand);
    }
  }

  /** A promise while it is being changed. */
  static final class Promise {
    final Place place;
    int quantity;
    int released;
    int consumed;

    Promise(Place place, int quantity, int released, int consumed) {
      this.place = place;
      this.quantity = quantity;
      this.released = released;
      this.consumed = consumed;
    }

    int held() {
      return Math.max(0, quantity - released - consumed);
    }
  }

  /** Units that were sold or promised and were not there. */
  record Shortage(BusinessKey movement, Place place, int quantity) {}

  /** How much of what is on hand came or went after an instant; asked for counts only. */
  interface Since {
    int onHand(Place place, Instant after);
  }

  private final Map<Place, Level> levels;
  private final Map<BusinessKey, Promise> promises;
  private final Map<Place, Instant> counts;
  private final Set<BusinessKey> known;
  private final Since since;
  private final List<Movement> movements = new ArrayList<>();
  private final List<Shortage> shortages = new ArrayList<>();
  private final Map<BusinessKey, Promise> changedPromises = new LinkedHashMap<>();
  private final Map<Place, Fact> newCounts = new HashMap<>();

  Bookkeeper(
      Map<Place, Level> levels,
      Map<BusinessKey, Promise> promises,
      Map<Place, Instant> counts,
      Set<BusinessKey> known,
      Since since) {
    this.levels = levels;
    this.promises = promises;
    this.counts = counts;
    this.known = known;
    this.since = since;
  }

  List<Movement> movements() {
    return movements;
  }

  List<Shortage> shortages() {
    return shortages;
  }

  Map<BusinessKey, Promise> changedPromises() {
    return changedPromises;
  }

  /** Books a fact; false when it was booked before. */
  boolean book(Fact fact) {
    if (!known.add(fact.key())) {
      return false;
    }
    switch (fact.kind()) {
      case SALE -> shelf(fact, -fact.quantity());
      case RETURN, RECEIPT -> shelf(fact, fact.quantity());
      case ADJUSTMENT, REBASE -> shelf(fact, fact.quantity());
      case RESERVATION -> promised(fact, 0, p -> p.quantity += fact.quantity());
      case RELEASE -> promised(fact, 0, p -> p.released += fact.quantity());
      case FULFILMENT -> promised(fact, -fact.quantity(), p -> p.consumed += fact.quantity());
      case COUNT -> count(fact);
    }
    return true;
  }

  /**
   * Sets a level to what its keeper says; where that changes nothing, nothing is booked.
   *
   * @param onHand what must be on hand now, everything considered
   */
  void level(Fact fact, int onHand) {
    set(fact, onHand, null);
  }

  /** Sets a level of which nobody knew before what it holds. */
  void open(Fact fact, int onHand) {
    set(fact, onHand, Movement.OPENS_THE_BOOKS);
  }

  private void set(Fact fact, int onHand, @Nullable String note) {
    var change = onHand - at(fact.place()).onHand;
    if (change != 0 && known.add(fact.key())) {
      add(fact, change, 0, note);
    }
  }

  /** How many can be promised there, with all that was booked so far. */
  int sellable(Place place) {
    var level = at(place);
    return Math.max(0, level.onHand - level.reserved - level.apart);
  }

  private void shelf(Fact fact, int change) {
    add(fact, change, 0, null);
    alreadyCounted(fact, change);
  }

  /**
   * What happened before the last count was seen by it; counting it again would take it off twice.
   */
  private void alreadyCounted(Fact fact, int change) {
    var counted = counts.get(fact.place());
    if (counted != null && change != 0 && !fact.occurredAt().isAfter(counted)) {
      var rebase =
          new Fact(
              fact.message(),
              fact.key().then("rebase"),
              Kind.REBASE,
              fact.sku(),
              fact.location(),
              -change,
              fact.occurredAt(),
              fact.source(),
              null);
      if (known.add(rebase.key())) {
        add(rebase, -change, 0, "already in the count of " + counted);
      }
    }
  }

  private void promised(Fact fact, int onHand, java.util.function.Consumer<Promise> change) {
    var key = fact.reservation();
    if (key == null) {
      throw new IllegalArgumentException("a " + fact.kind() + " names its promise: " + fact.key());
    }
    var promise = promises.computeIfAbsent(key, k -> new Promise(fact.place(), 0, 0, 0));
    var before = promise.held();
    change.accept(promise);
    changedPromises.put(key, promise);
    add(fact, onHand, promise.held() - before, null);
    if (onHand != 0) {
      alreadyCounted(fact, onHand);
    }
  }

  private void count(Fact fact) {
    var last = counts.get(fact.place());
    if (last != null && !fact.occurredAt().isAfter(last)) {
      add(fact, 0, 0, "older than the count of " + last);
      return;
    }
    var after = since.onHand(fact.place(), fact.occurredAt()) + bookedHereAfter(fact);
    add(fact, fact.quantity() + after - at(fact.place()).onHand, 0, null);
    counts.put(fact.place(), fact.occurredAt());
    newCounts.put(fact.place(), fact);
  }

  private int bookedHereAfter(Fact count) {
    return movements.stream()
        .filter(m -> m.fact().place().equals(count.place()))
        .filter(m -> m.fact().occurredAt().isAfter(count.occurredAt()))
        .mapToInt(Movement::onHand)
        .sum();
  }

  /** The latest count of each place that was believed; an older one that came after it is none. */
  Collection<Fact> newCounts() {
    return newCounts.values();
  }

  private void add(Fact fact, int onHand, int reserved, @Nullable String note) {
    var level = at(fact.place());
    var before = level.missing();
    level.onHand += onHand;
    level.reserved += reserved;
    level.version++;
    level.changed = true;
    if (level.missing() > before) {
      shortages.add(new Shortage(fact.key(), fact.place(), level.missing() - before));
    }
    movements.add(new Movement(fact, onHand, reserved, level.version, note));
  }

  private Level at(Place place) {
    return levels.computeIfAbsent(place, p -> new Level(0, 0, 0));
  }
}
