package dev.crossdock.inventory;

import dev.crossdock.delivery.Slots;
import dev.crossdock.delivery.Targets;
import dev.crossdock.delivery.Targets.Owed;
import dev.crossdock.kernel.Sku;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What each channel may promise, and so should show. */
@Component
class Availability {
  private static final String WITHOUT_TARGET =
      """
      select distinct l.sku
      from inventory_levels l
      join delivery_slots_view s on s.location = l.location and s.shows
      where exists (select from catalog_references_view r where r.channel = s.channel and r.sku = l.sku)
        and not exists (select from delivery_targets_view t
                        where t.channel = s.channel and t.sku = l.sku and t.slot = s.slot and t.version > 0)
      limit 1000
      """;

  /** A bundle has no level of its own: it can be promised where one of its parts was counted. */
  private static final String BUNDLES_WITHOUT_TARGET =
      """
      select distinct b.sku
      from unnest(?::text[], ?::text[]) as b (sku, part)
      join inventory_levels l on l.sku = b.part
      join delivery_slots_view s on s.location = l.location and s.shows
      where exists (select from catalog_references_view r where r.channel = s.channel and r.sku = b.sku)
        and not exists (select from delivery_targets_view t
                        where t.channel = s.channel and t.sku = b.sku and t.slot = s.slot and t.version > 0)
      """;

  private final JdbcTemplate jdbc;
  private final AvailabilityTable table;
  private final Targets targets;
  private final Slots slots;
  private final Bundles bundles;

  Availability(
      JdbcTemplate jdbc, AvailabilityTable table, Targets targets, Slots slots, Bundles bundles) {
    this.jdbc = jdbc;
    this.table = table;
    this.targets = targets;
    this.slots = slots;
    this.bundles = bundles;
  }

  /**
   * Owes every channel the numbers that follow from the levels as they are now. The targets must be
   * locked before this is asked, so that of two changes at once the later sees the earlier.
   */
  void owe(Collection<Sku> skus) {
    var read = table.read(bundles.andParts(skus));
    var owed = new ArrayList<Owed>();
    for (var offer : slots.offers()) {
      if (offer.shows()) {
        var atp = new Atp(offer, bundles::find, read.shelves());
        for (var sku : skus) {
          if (read.isListed(sku, offer.channel())) {
            atp.bySlot(sku)
                .forEach((slot, units) -> owed.add(new Owed(offer.channel(), sku, slot, units)));
          }
        }
      }
    }
    targets.owe(owed);
  }

  /** Owes nothing where it was owed something: it is no bundle any more, and nobody counted it. */
  void withdraw(Sku sku) {
    var owed = new ArrayList<Owed>();
    var read = table.read(bundles.andParts(List.of(sku)));
    for (var offer : slots.offers()) {
      if (offer.shows() && read.isListed(sku, offer.channel())) {
        var known = new Atp(offer, bundles::find, read.shelves()).bySlot(sku);
        for (var pool : offer.pools()) {
          owed.add(new Owed(offer.channel(), sku, pool.slot(), known.getOrDefault(pool.slot(), 0)));
        }
      }
    }
    targets.owe(owed);
  }

  /** SKUs that a channel lists and that it has not been told of yet. */
  List<Sku> withoutTarget() {
    var skus = new ArrayList<>(jdbc.queryForList(WITHOUT_TARGET, String.class));
    if (!bundles.all().isEmpty()) {
      var parts = bundles.all().stream().flatMap(b -> b.parts().stream().map(p -> Map.entry(b, p)));
      var rows = parts.toList();
      skus.addAll(
          jdbc.queryForList(
              BUNDLES_WITHOUT_TARGET,
              String.class,
              rows.stream().map(row -> row.getKey().sku().value()).toArray(String[]::new),
              rows.stream().map(row -> row.getValue().sku().value()).toArray(String[]::new)));
    }
    return skus.stream().map(Sku::new).toList();
  }
}
