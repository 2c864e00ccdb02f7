package dev.crossdock.inventory;

import dev.crossdock.inventory.Fact.Kind;
import dev.crossdock.inventory.Fact.Whole;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.Sku;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which SKUs are bundles of others. Whoever sells one takes its parts off the shelf, and nothing
 * else: a bundle has no stock of its own (ADR 0034).
 */
@Component
public class Bundles {
  /** What is counted or corrected is what stands on a shelf, never a bundle. */
  private static final Set<Kind> SOLD_IN_PARTS =
      EnumSet.of(Kind.SALE, Kind.RETURN, Kind.RESERVATION, Kind.RELEASE, Kind.FULFILMENT);

  private final Map<Sku, Bundle> bundles = new HashMap<>();
  private final Map<Sku, SortedSet<Sku>> usedIn = new HashMap<>();

  Bundles(StockFile file) {
    for (var bundle : file.bundles()) {
      bundles.put(bundle.sku(), bundle);
      bundle
          .parts()
          .forEach(p -> usedIn.computeIfAbsent(p.sku(), s -> new TreeSet<>()).add(bundle.sku()));
    }
  }

  /** What it is made of; null where it is no bundle. */
  public @Nullable Bundle find(Sku sku) {
    return bundles.get(sku);
  }

  Collection<Bundle> all() {
    return bundles.values();
  }

  /** These, and every bundle in which one of them is a part. */
  public SortedSet<Sku> andMadeOf(Collection<Sku> skus) {
    var all = new TreeSet<>(skus);
    skus.forEach(sku -> all.addAll(usedIn.getOrDefault(sku, new TreeSet<>())));
    return all;
  }

  /** These, and the parts of those that are bundles. */
  public SortedSet<Sku> andParts(Collection<Sku> skus) {
    var all = new TreeSet<>(skus);
    for (var sku : skus) {
      var bundle = bundles.get(sku);
      if (bundle != null) {
        bundle.parts().forEach(part -> all.add(part.sku()));
      }
    }
    return all;
  }

  /** The same facts, of a bundle one for each part. */
  List<Fact> parted(List<Fact> facts) {
    if (bundles.isEmpty()) {
      return facts;
    }
    var parted = new ArrayList<Fact>(facts.size());
    for (var fact : facts) {
      var bundle = bundles.get(fact.sku());
      if (bundle == null || !SOLD_IN_PARTS.contains(fact.kind())) {
        parted.add(fact);
      } else {
        part(fact, bundle, parted);
      }
    }
    return parted;
  }

  private static void part(Fact fact, Bundle bundle, List<Fact> parted) {
    var sold = fact.quantity();
    for (var part : bundle.parts()) {
      var promise = fact.reservation();
      parted.add(
          new Fact(
              fact.message(),
              ofPart(fact.key(), part.sku()),
              fact.kind(),
              part.sku(),
              fact.location(),
              fact.quantity() * part.quantity(),
              fact.occurredAt(),
              fact.source(),
              promise == null ? null : ofPart(promise, part.sku()),
              new Whole(fact.sku(), sold)));
      sold = 0;
    }
  }

  /** What stands in the ledger for a key of a SKU: of a bundle, that of its first part. */
  BusinessKey booked(BusinessKey key, @Nullable Sku sku) {
    var bundle = sku == null ? null : bundles.get(sku);
    return bundle == null ? key : ofPart(key, bundle.parts().get(0).sku());
  }

  /** How many of it so many units of what is booked are. */
  int wholes(int units, @Nullable Sku sku) {
    var bundle = sku == null ? null : bundles.get(sku);
    return bundle == null ? units : units / bundle.parts().get(0).quantity();
  }

  private static BusinessKey ofPart(BusinessKey key, Sku part) {
    return key.then("part").then(part.value());
  }
}
