package dev.crossdock.inventory;

import dev.crossdock.delivery.Targets;
import dev.crossdock.delivery.Targets.Owed;
import dev.crossdock.kernel.Sku;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What each channel may promise, and so should show: the sum over its locations of what is on hand
 * and not reserved.
 */
@Component
class Availability {
  private static final String PROMISABLE =
      """
      select s.channel, l.sku, s.slot,
             sum(greatest(0, l.on_hand - l.reserved - l.safety - l.unavailable))::integer
      from inventory_levels l
      join delivery_slots_view s on s.location = l.location and s.shows
      where l.sku = any(?)
        and exists (select from catalog_references_view r where r.channel = s.channel and r.sku = l.sku)
      group by s.channel, l.sku, s.slot
      order by s.channel, l.sku, s.slot
      """;

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

  private final JdbcTemplate jdbc;
  private final Targets targets;

  Availability(JdbcTemplate jdbc, Targets targets) {
    this.jdbc = jdbc;
    this.targets = targets;
  }

  /**
   * Owes every channel the numbers that follow from the levels as they are now. The targets must be
   * locked before this is asked, so that of two changes at once the later sees the earlier.
   */
  void owe(Collection<Sku> skus) {
    List<Owed> owed =
        jdbc.query(
            PROMISABLE,
            (row, i) ->
                new Owed(
                    row.getString(1), new Sku(row.getString(2)), row.getString(3), row.getInt(4)),
            (Object) skus.stream().map(Sku::value).toArray(String[]::new));
    targets.owe(owed);
  }

  /** SKUs that a channel lists and that it has not been told of yet. */
  List<Sku> withoutTarget() {
    return jdbc.queryForList(WITHOUT_TARGET, String.class).stream().map(Sku::new).toList();
  }
}
