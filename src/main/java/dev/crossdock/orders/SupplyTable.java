package dev.crossdock.orders;

import dev.crossdock.inventory.Bundle;
import dev.crossdock.inventory.Bundles;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import dev.crossdock.orders.sourcing.Demand;
import dev.crossdock.orders.sourcing.Supply;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What there is to send, as the ledger holds it now. */
@Component
class SupplyTable {
  private static final String LEVELS =
      """
      with asked as (select ?::text as reserve_at, ?::text[] as skus),
      held as (
        select h.sku, h.location, h.held from asked join inventory_held_view h on h.sku = any(skus) and h.location = reserve_at)
      select l.location, l.sku,
             greatest(0, l.on_hand - l.stale - l.safety - l.unavailable
                         - case when l.location = reserve_at then coalesce(held.held, 0) else l.reserved end)::integer
      from asked
      join inventory_levels_view l on l.sku = any(skus)
      left join held on held.sku = l.sku and held.location = l.location
      """;

  private static final String NOWHERE = "";

  private final JdbcTemplate jdbc;
  private final ParcelTable parcels;
  private final Bundles bundles;

  SupplyTable(JdbcTemplate jdbc, ParcelTable parcels, Bundles bundles) {
    this.jdbc = jdbc;
    this.parcels = parcels;
    this.bundles = bundles;
  }

  private record At(String location, String sku) {}

  /**
   * What locations could send of these lines.
   *
   * @param from where the order's channel takes its stock: there, what is promised to lines of
   *     orders is theirs in the order in which they are parted, so only parcels count, and what is
   *     held for somebody who has not ordered yet
   */
  Supply of(List<Demand.Line> lines, LocationId from) {
    var skus = bundles.andParts(lines.stream().map(Demand.Line::sku).toList());
    var there = levels(skus, from.value());
    parcels
        .askedAt(from, names(bundles.andMadeOf(skus)))
        .forEach(
            (sku, units) ->
                parted(new Sku(sku), units)
                    .forEach(
                        (part, n) -> there.merge(new At(from.value(), part), -n, Integer::sum)));
    return new Found(there, asked(lines), needed(lines), parcels.inTheLastHour());
  }

  private Map<At, Integer> levels(Collection<Sku> skus, String promisesLeftOut) {
    var there = new HashMap<At, Integer>();
    jdbc.query(
        LEVELS,
        row -> {
          there.put(new At(row.getString(1), row.getString(2)), row.getInt(3));
        },
        promisesLeftOut,
        names(skus).toArray(String[]::new));
    return there;
  }

  /** What locations could send beside all that is promised already. */
  Supply unpromised(List<Demand.Line> lines) {
    var skus = bundles.andParts(lines.stream().map(Demand.Line::sku).toList());
    return new Found(levels(skus, NOWHERE), asked(lines), needed(lines), parcels.inTheLastHour());
  }

  private static List<String> names(Collection<Sku> skus) {
    return skus.stream().map(Sku::value).toList();
  }

  /** So many of it, in what stands on a shelf. */
  private Map<String, Integer> parted(Sku sku, int units) {
    var bundle = bundles.find(sku);
    if (bundle == null) {
      return Map.of(sku.value(), units);
    }
    var parts = new HashMap<String, Integer>();
    bundle.parts().forEach(part -> parts.put(part.sku().value(), units * part.quantity()));
    return parts;
  }

  private static Map<Sku, Integer> asked(List<Demand.Line> lines) {
    var asked = new HashMap<Sku, Integer>();
    lines.forEach(line -> asked.merge(line.sku(), line.quantity(), Integer::sum));
    return asked;
  }

  private Map<String, Integer> needed(List<Demand.Line> lines) {
    var needed = new HashMap<String, Integer>();
    lines.forEach(
        line ->
            parted(line.sku(), line.quantity())
                .forEach((part, units) -> needed.merge(part, units, Integer::sum)));
    return needed;
  }

  private final class Found implements Supply {
    private final Map<At, Integer> there;
    private final Map<Sku, Integer> asked;
    private final Map<String, Integer> needed;
    private final Map<String, Integer> taken;

    Found(
        Map<At, Integer> there,
        Map<Sku, Integer> asked,
        Map<String, Integer> needed,
        Map<String, Integer> taken) {
      this.there = there;
      this.asked = asked;
      this.needed = needed;
      this.taken = taken;
    }

    @Override
    public int sellable(Sku sku, LocationId at) {
      var bundle = bundles.find(sku);
      return bundle == null
          ? there(sku, at)
          : bundle.parts().stream().mapToInt(part -> makes(sku, part, at)).min().orElse(0);
    }

    /** What the order's other lines need of a part is theirs first. */
    private int makes(Sku bundle, Bundle.Part part, LocationId at) {
      var others =
          needed.getOrDefault(part.sku().value(), 0)
              - asked.getOrDefault(bundle, 0) * part.quantity();
      return Math.max(0, there(part.sku(), at) - others) / part.quantity();
    }

    private int there(Sku sku, LocationId at) {
      return Math.max(0, there.getOrDefault(new At(at.value(), sku.value()), 0));
    }

    @Override
    public int takenThisHour(LocationId at) {
      return taken.getOrDefault(at.value(), 0);
    }
  }
}
