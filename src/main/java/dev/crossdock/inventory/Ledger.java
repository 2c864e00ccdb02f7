package dev.crossdock.inventory;

import dev.crossdock.delivery.Slots;
import dev.crossdock.delivery.Targets;
import dev.crossdock.delivery.Targets.OwnChange;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Sku;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Books facts under lock, and owes what follows.
 *
 * <p>Levels are locked first, in order, then targets, in order: two bookings at once wait for each
 * other and never deadlock, and the second of them sees the first.
 */
@Component
class Ledger {
  private final LedgerTables tables;
  private final Shortages shortages;
  private final Postings postings;
  private final Availability availability;
  private final Targets targets;
  private final Slots slots;
  private final Bundles bundles;
  private final Heard heard;

  Ledger(
      LedgerTables tables,
      Shortages shortages,
      Postings postings,
      Availability availability,
      Targets targets,
      Slots slots,
      Bundles bundles,
      Heard heard) {
    this.tables = tables;
    this.shortages = shortages;
    this.postings = postings;
    this.availability = availability;
    this.targets = targets;
    this.slots = slots;
    this.bundles = bundles;
    this.heard = heard;
  }

  /**
   * Books what is new among these facts.
   *
   * @param said where the channel's orders take their stock now; where something is promised
   *     already, that counts
   * @param messageIds the inbox's number for each message, by its place in the batch
   * @return the keys that were new
   */
  Set<BusinessKey> book(List<Fact> said, List<Long> messageIds) {
    var news = new HashSet<BusinessKey>();
    if (said.isEmpty()) {
      return news;
    }
    var facts = whereTheyArePromised(said);
    change(
        facts.stream().map(Fact::place).collect(Collectors.toCollection(TreeSet::new)),
        facts,
        messageIds,
        books ->
            facts.forEach(
                fact -> {
                  if (books.book(fact)) {
                    news.add(fact.key());
                  }
                }));
    return news;
  }

  /**
   * The same facts, each that concerns a known promise at its place. A channel's orders may have
   * taken their stock somewhere else when it was made; ended elsewhere, it would be kept for ever
   * where it is, and those of others would be given away.
   */
  List<Fact> whereTheyArePromised(List<Fact> facts) {
    var places =
        promisedAt(facts.stream().map(Fact::reservation).filter(Objects::nonNull).toList());
    if (places.isEmpty()) {
      return facts;
    }
    return facts.stream()
        .map(
            fact -> {
              var promise = fact.reservation();
              var place = promise == null ? null : places.get(promise);
              return place == null ? fact : fact.at(place);
            })
        .toList();
  }

  /** Where these promises were made; that never changes. */
  Map<BusinessKey, Place> promisedAt(Collection<BusinessKey> promises) {
    var places = new HashMap<BusinessKey, Place>();
    tables
        .promises(promises.stream().distinct().toList())
        .forEach((key, promise) -> places.put(key, promise.place));
    return places;
  }

  /** Which of these were booked before. */
  Set<BusinessKey> known(Collection<BusinessKey> keys) {
    return tables.known(List.copyOf(keys));
  }

  /** Units that were taken off the shelf for a promise. */
  int consumed(BusinessKey promise) {
    var found = tables.promises(List.of(promise)).get(promise);
    return found == null ? 0 : found.consumed;
  }

  /** Locks, lets the caller decide, writes everything down, and owes what follows. */
  void change(
      SortedSet<Place> places,
      List<Fact> facts,
      List<Long> messageIds,
      Consumer<Bookkeeper> decide) {
    var levels = tables.lockLevels(places);
    var known = tables.known(facts.stream().map(Fact::key).toList());
    var promises =
        tables.promises(
            facts.stream()
                .filter(f -> !known.contains(f.key()))
                .map(Fact::reservation)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    var books = new Bookkeeper(levels, promises, tables.counts(places), known, tables::onHandSince);
    CrashPoints.hit("ledger.locked");
    decide.accept(books);
    var movements = books.movements();
    if (movements.isEmpty()) {
      return;
    }
    tables.addMovements(movements, messageIds);
    CrashPoints.hit("ledger.movements-added");
    tables.putPromises(books.changedPromises());
    tables.putLevels(levels);
    CrashPoints.hit("ledger.levels-put");
    shortages.follow(levels, books.shortages());
    books.newCounts().forEach(this::rememberCount);
    postings.post(movements);
    heard.from(movements);
    CrashPoints.hit("ledger.posted");
    owe(movements);
  }

  private void rememberCount(Fact count) {
    tables.putCount(count.place(), count.source(), "by-time", count.quantity(), count.occurredAt());
  }

  private void owe(List<Movement> movements) {
    Set<Sku> skus = bundles.andMadeOf(movements.stream().map(m -> m.fact().sku()).toList());
    targets.lock(skus);
    targets.follow(ownChanges(movements));
    availability.owe(skus);
  }

  /**
   * What the channels that told us of these movements did to their own numbers when they happened.
   */
  private List<OwnChange> ownChanges(List<Movement> movements) {
    var changes = new ArrayList<OwnChange>();
    for (var movement : movements) {
      var fact = movement.fact();
      var counted = fact.counted();
      var change = slots.ownChange(fact.source(), fact.kind().name(), counted.quantity());
      if (change != 0) {
        slots
            .slotShowing(fact.source(), fact.location())
            .ifPresent(
                slot ->
                    changes.add(
                        new OwnChange(
                            fact.source(),
                            counted.sku(),
                            slot,
                            change,
                            fact.occurredAt(),
                            slots.comparesBeforeSetting(fact.source()))));
      }
    }
    return changes;
  }
}
