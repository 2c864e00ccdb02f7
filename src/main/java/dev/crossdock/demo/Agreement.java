package dev.crossdock.demo;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether the stand-ins' own storage, the hub's ledger and the oracle are all equal, place by
 * place.
 */
final class Agreement {
  private final Map<String, String> disagreeing = new TreeMap<>();

  /** Compares the three. */
  Agreement(Ledger ledger, Oracle.Expected oracle, List<Oracle.Shown> storage) {
    oracle.levels().forEach(level -> compare(ledger, level));
    promised(ledger, oracle);
    var expected =
        oracle.shows().stream().collect(Collectors.toMap(Agreement::place, Oracle.Shown::quantity));
    var stored =
        storage.stream().collect(Collectors.toMap(Agreement::place, Oracle.Shown::quantity));
    expected.forEach(
        (place, quantity) -> {
          if (!stored.containsKey(place)) {
            disagree(place, "the oracle says %d, the system has no such place".formatted(quantity));
          }
        });
    stored.forEach((place, quantity) -> compare(ledger, place, quantity, expected));
  }

  private void compare(Ledger ledger, Oracle.Level oracle) {
    var place = new Place("hub", oracle.sku(), oracle.location());
    var held = ledger.levels().getOrDefault(place, new Ledger.Level(0, 0));
    if (held.onHand() != oracle.onHand()) {
      disagree(
          place, "the ledger says %d, the oracle %d".formatted(held.onHand(), oracle.onHand()));
    }
  }

  /** Where a unit is promised is the hub's to decide; how many are is not. */
  private void promised(Ledger ledger, Oracle.Expected oracle) {
    var expected = new TreeMap<String, Integer>();
    oracle.levels().forEach(level -> expected.merge(level.sku(), level.reserved(), Integer::sum));
    var held = new TreeMap<String, Integer>();
    ledger
        .levels()
        .forEach((place, level) -> held.merge(place.sku(), level.reserved(), Integer::sum));
    expected.forEach(
        (sku, units) -> {
          if (!units.equals(held.getOrDefault(sku, 0))) {
            disagree(
                new Place("hub", sku, "everywhere"),
                "%d are promised, the oracle says %d".formatted(held.getOrDefault(sku, 0), units));
          }
        });
  }

  private void compare(
      Ledger ledger, Place place, int stored, Map<Place, Integer> expectedByOracle) {
    var held = ledger.derived().get(place);
    var expected = expectedByOracle.getOrDefault(place, held == null ? stored : held);
    if (!Objects.equals(held, stored) || expected != stored) {
      disagree(
          place,
          "the system says %d, the ledger %s, the oracle %s"
              .formatted(stored, held == null ? "nothing" : held, expectedByOracle.get(place)));
    }
  }

  private void disagree(Place place, String how) {
    disagreeing.put(place.toString(), how);
  }

  private static Place place(Oracle.Shown shown) {
    return new Place(shown.channel(), shown.sku(), shown.slot());
  }

  /** How many SKU-locations are not all equal. */
  int disagreeing() {
    return disagreeing.size();
  }

  /** The first few, in words. */
  List<String> examples(int count) {
    return disagreeing.entrySet().stream()
        .limit(count)
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .toList();
  }
}
