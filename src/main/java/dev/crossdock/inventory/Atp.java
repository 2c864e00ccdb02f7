package dev.crossdock.inventory;

import dev.crossdock.delivery.Offer;
import dev.crossdock.delivery.Offer.Pool;
import dev.crossdock.inventory.Promisable.OfPart;
import dev.crossdock.inventory.Term.Kind;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.PromiseRules;
import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one channel may promise of one SKU: what its locations can sell, less its buffer, capped; of
 * a bundle, as many as its scarcest part makes at each location. The same sum for what a channel is
 * told and for what it is answered. Pure: no database, no clock.
 */
final class Atp {
  private final Offer offer;
  private final Function<Sku, @Nullable Bundle> bundles;
  private final Map<Sku, Map<LocationId, Shelf>> shelves;

  Atp(
      Offer offer,
      Function<Sku, @Nullable Bundle> bundles,
      Map<Sku, Map<LocationId, Shelf>> shelves) {
    this.offer = offer;
    this.bundles = bundles;
    this.shelves = shelves;
  }

  /**
   * By slot, in the order of the channel's file: the buffer is taken from the last, the cap given
   * to the first. Only slots behind which anybody ever counted it.
   */
  Map<String, Integer> bySlot(Sku sku) {
    var free = new LinkedHashMap<String, Integer>();
    for (var pool : offer.pools()) {
      if (isKnown(sku, pool)) {
        free.put(pool.slot(), free(sku, pool));
      }
    }
    var left = allowed(sum(free.values()));
    for (var slot : free.entrySet()) {
      var shown = Math.min(slot.getValue(), left);
      left -= shown;
      slot.setValue(shown);
    }
    return free;
  }

  /** All slots together, term by term. */
  Promisable explain(Sku sku, Instant asOf) {
    var terms = new ArrayList<Term>();
    var parts = new ArrayList<OfPart>();
    var bundle = bundles.apply(sku);
    var free = 0;
    for (var pool : offer.pools()) {
      free += free(sku, pool);
      if (bundle == null) {
        explain(sku, pool, terms);
      } else {
        parts(bundle, pool, parts, terms);
      }
    }
    var units = allowed(free);
    policy(free, terms);
    return new Promisable(sku, units, units <= offer.rules().lastUnits(), asOf, terms, parts);
  }

  private int allowed(int free) {
    return Math.min(offer.rules().cap(), Math.max(0, free - offer.rules().buffer()));
  }

  private boolean isKnown(Sku sku, Pool pool) {
    var bundle = bundles.apply(sku);
    return bundle == null
        ? pool.locations().stream().anyMatch(at -> shelf(sku, at) != null)
        : bundle.parts().stream().anyMatch(part -> isKnown(part.sku(), pool));
  }

  private int free(Sku sku, Pool pool) {
    return pool.locations().stream().mapToInt(at -> free(sku, at)).sum();
  }

  /** A bundle is sent from one place: parts that lie elsewhere make none. */
  private int free(Sku sku, LocationId at) {
    var bundle = bundles.apply(sku);
    if (bundle != null) {
      return makes(scarcest(bundle, at), at);
    }
    var shelf = shelf(sku, at);
    return shelf == null ? 0 : shelf.free();
  }

  private Bundle.Part scarcest(Bundle bundle, LocationId at) {
    return bundle.parts().stream().min(Comparator.comparing(part -> makes(part, at))).orElseThrow();
  }

  private int makes(Bundle.Part part, LocationId at) {
    return free(part.sku(), at) / part.quantity();
  }

  private @Nullable Shelf shelf(Sku sku, LocationId location) {
    return shelves.getOrDefault(sku, Map.of()).get(location);
  }

  private void explain(Sku sku, Pool pool, List<Term> terms) {
    for (var location : pool.locations()) {
      var shelf = shelf(sku, location);
      if (shelf == null) {
        terms.add(new Term(Kind.ON_HAND, location, 0, "nobody has counted it there"));
      } else {
        explain(shelf, terms);
      }
    }
  }

  private static void explain(Shelf shelf, List<Term> terms) {
    var at = shelf.location();
    terms.add(new Term(Kind.ON_HAND, at, shelf.onHand(), "on hand by the ledger"));
    add(
        terms,
        Kind.STALE,
        at,
        -shelf.stale(),
        "not heard of for too long: %d %% of it counts".formatted(shelf.keeps()));
    add(terms, Kind.PROMISED, at, -shelf.promised(), "promised to orders and reservations");
    add(terms, Kind.SAFETY, at, -shelf.safety(), "kept back for safety");
    add(terms, Kind.APART, at, -shelf.apart(), "there and not for sale");
    add(
        terms,
        Kind.SHORT,
        at,
        shelf.free() - shelf.raw(),
        "more is promised or kept there than is there; it counts as nothing");
  }

  private void parts(Bundle bundle, Pool pool, List<OfPart> parts, List<Term> terms) {
    for (var part : bundle.parts()) {
      var units = free(part.sku(), pool);
      var ofPart = new ArrayList<Term>();
      explain(part.sku(), pool, ofPart);
      parts.add(
          new OfPart(
              pool.slot(), part.sku(), part.quantity(), units, units / part.quantity(), ofPart));
    }
    for (var at : pool.locations()) {
      var scarcest = scarcest(bundle, at);
      terms.add(
          new Term(
              Kind.PARTS,
              at,
              makes(scarcest, at),
              "%d of %s there are enough for so many, of which each takes %d"
                  .formatted(free(scarcest.sku(), at), scarcest.sku(), scarcest.quantity())));
    }
  }

  private void policy(int free, List<Term> terms) {
    var rules = offer.rules();
    var buffered = Math.max(0, free - rules.buffer());
    add(
        terms,
        Kind.BUFFER,
        null,
        buffered - free,
        "a buffer of %d for what is sold elsewhere meanwhile".formatted(rules.buffer()));
    add(
        terms,
        Kind.CAP,
        null,
        Math.min(rules.cap(), buffered) - buffered,
        rules.cap() == PromiseRules.NO_CAP
            ? ""
            : "never more than %d on this channel".formatted(rules.cap()));
  }

  /** What changes nothing is not said. */
  private static void add(
      List<Term> terms, Kind kind, @Nullable LocationId at, int units, String because) {
    if (units != 0) {
      terms.add(new Term(kind, at, units, because));
    }
  }

  private static int sum(Iterable<Integer> numbers) {
    var sum = 0;
    for (var number : numbers) {
      sum += number;
    }
    return sum;
  }
}
