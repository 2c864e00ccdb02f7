package dev.crossdock.inventory;

import dev.crossdock.inventory.Fact.Kind;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Moves what is promised to an order's lines to its parcels, and back (ADR 0033). Always within the
 * caller's transaction, which holds the order.
 */
@Service
public class ParcelPromises {
  /**
   * Nobody's channel: that we choose a location changes nothing that any of them shows by itself.
   */
  private static final String SOURCE = "sourcing";

  private final Ledger ledger;
  private final Bundles bundles;

  ParcelPromises(Ledger ledger, Bundles bundles) {
    this.ledger = ledger;
    this.bundles = bundles;
  }

  /**
   * Units of a line that are in a parcel.
   *
   * @param parcel its number within the order
   * @param from where the order's channel takes its stock
   * @param at where the parcel is sent from
   */
  public record Units(
      String channel,
      String order,
      String line,
      int parcel,
      Sku sku,
      LocationId from,
      LocationId at,
      int quantity) {

    BusinessKey ofLine() {
      return OrderFacts.reservation(channel, order, line);
    }

    BusinessKey ofParcel() {
      return new BusinessKey(
          "%s/order/%s/line/%s/parcel/%d".formatted(channel, order, line, parcel));
    }

    /** What is sent from where its channel takes it stays promised to its line. */
    boolean moves() {
      return !at.equals(from);
    }
  }

  /**
   * Where the lines of an order are promised: where its channel took its stock when it came.
   *
   * @param lines their SKUs, by their names
   * @return empty when none of them is
   */
  public Optional<LocationId> promisedAt(String channel, String order, Map<String, Sku> lines) {
    var keys = new ArrayList<BusinessKey>();
    lines.forEach(
        (line, sku) -> keys.add(bundles.booked(OrderFacts.reservation(channel, order, line), sku)));
    var places = ledger.promisedAt(keys);
    return keys.stream().map(places::get).filter(Objects::nonNull).map(Place::location).findFirst();
  }

  /**
   * Promises units to parcels instead of to lines.
   *
   * @return false when somewhere else than where the channel takes its stock there is not enough
   *     any more; nothing has changed then
   */
  public boolean assign(List<Units> units, Instant at) {
    var facts = new ArrayList<Fact>();
    for (var one : units.stream().filter(Units::moves).toList()) {
      facts.add(fact(one, "from", Kind.RELEASE, one.from(), one.ofLine(), at));
      facts.add(fact(one, "reservation", Kind.RESERVATION, one.at(), one.ofParcel(), at));
    }
    if (facts.isEmpty()) {
      return true;
    }
    var done = new AtomicBoolean();
    change(
        facts,
        (books, parted) -> {
          if (suffices(parted, books)) {
            parted.forEach(books::book);
            done.set(true);
          }
        });
    return done.get();
  }

  private static boolean suffices(List<Fact> facts, Bookkeeper books) {
    var needed = new HashMap<Place, Integer>();
    facts.stream()
        .filter(fact -> fact.kind() == Kind.RESERVATION)
        .forEach(fact -> needed.merge(fact.place(), fact.quantity(), Integer::sum));
    return needed.entrySet().stream()
        .allMatch(one -> books.sellable(one.getKey()) >= one.getValue());
  }

  /** Promises units to their lines again: the parcel will not be sent. */
  public void giveBack(List<Units> units, Instant at) {
    var facts = new ArrayList<Fact>();
    for (var one : units.stream().filter(Units::moves).toList()) {
      facts.add(fact(one, "release", Kind.RELEASE, one.at(), one.ofParcel(), at));
      facts.add(fact(one, "back", Kind.RESERVATION, one.from(), one.ofLine(), at));
    }
    change(facts, ParcelPromises::bookAll);
  }

  /** Promises units to nobody any more: the customer did not come for them. */
  public void letGo(List<Units> units, Instant at) {
    var facts =
        units.stream()
            .map(
                one ->
                    fact(
                        one,
                        "let-go",
                        Kind.RELEASE,
                        one.at(),
                        one.moves() ? one.ofParcel() : one.ofLine(),
                        at))
            .toList();
    change(facts, ParcelPromises::bookAll);
  }

  /** Takes them off the shelf: the parcel has left. */
  public void send(List<Units> units, Instant at) {
    var facts =
        units.stream()
            .map(
                one ->
                    fact(
                        one,
                        "sent",
                        Kind.FULFILMENT,
                        one.at(),
                        one.moves() ? one.ofParcel() : one.ofLine(),
                        at))
            .toList();
    change(facts, ParcelPromises::bookAll);
  }

  private static void bookAll(Bookkeeper books, List<Fact> facts) {
    facts.forEach(books::book);
  }

  /** Of a bundle, its parts are promised and sent. */
  private void change(List<Fact> whole, BiConsumer<Bookkeeper, List<Fact>> decide) {
    var facts = ledger.whereTheyArePromised(bundles.parted(whole));
    if (!facts.isEmpty()) {
      ledger.change(
          facts.stream().map(Fact::place).collect(Collectors.toCollection(TreeSet::new)),
          facts,
          Collections.<@Nullable Long>singletonList(null),
          books -> decide.accept(books, facts));
    }
  }

  private static Fact fact(
      Units one, String what, Kind kind, LocationId place, BusinessKey promise, Instant at) {
    return new Fact(
        0, one.ofParcel().then(what), kind, one.sku(), place, one.quantity(), at, SOURCE, promise);
  }
}
