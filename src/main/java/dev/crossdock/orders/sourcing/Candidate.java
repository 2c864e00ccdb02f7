package dev.crossdock.orders.sourcing;

import dev.crossdock.kernel.Sku;
import java.util.Map;
import java.util.TreeMap;

/**
 * A site that may be asked, and what it has of what is wanted.
 *
 * @param place in the list of sites, from 0
 */
record Candidate(Site site, int place, double km, double percentBusy, Map<Sku, Integer> has) {
  /** Farther than anywhere. */
  static final double UNKNOWN_KM = 1_000_000;

  static Candidate of(Site site, int place, Demand demand, Supply supply) {
    var has = new TreeMap<Sku, Integer>();
    demand
        .units()
        .forEach((sku, units) -> has.put(sku, Math.max(0, supply.sellable(sku, site.id()))));
    var at = site.at();
    var to = demand.to();
    return new Candidate(
        site,
        place,
        at == null || to == null ? UNKNOWN_KM : at.kmTo(to),
        100.0 * supply.takenThisHour(site.id()) / Math.max(1, site.ordersPerHour()),
        has);
  }

  int has(Sku sku) {
    return has.getOrDefault(sku, 0);
  }

  boolean hasAny() {
    return has.values().stream().anyMatch(units -> units > 0);
  }

  int inStock() {
    return has.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many units of what is wanted it could send. */
  int useful(Map<Sku, Integer> wanted) {
    return wanted.entrySet().stream()
        .mapToInt(one -> Math.min(has(one.getKey()), one.getValue()))
        .sum();
  }

  String name() {
    return site.id().value();
  }
}
