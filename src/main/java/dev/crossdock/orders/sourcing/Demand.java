package dev.crossdock.orders.sourcing;

import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an order needs.
 *
 * @param to where it goes; null when nobody knows
 * @param pickUpAt where its customer fetches it; null when it is sent
 * @param excluded locations that have rejected it, or must not be asked
 */
public record Demand(
    List<Line> lines, @Nullable Point to, @Nullable LocationId pickUpAt, Set<LocationId> excluded) {

  /** So many of a SKU. */
  public record Line(String id, Sku sku, int quantity) {}

  /** Of each SKU, over all lines. */
  Map<Sku, Integer> units() {
    var units = new TreeMap<Sku, Integer>();
    lines.forEach(line -> units.merge(line.sku(), line.quantity(), Integer::sum));
    return units;
  }
}
