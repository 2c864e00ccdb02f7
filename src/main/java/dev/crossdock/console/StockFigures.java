package dev.crossdock.console;

import dev.crossdock.console.Live.Level;
import dev.crossdock.console.Live.Shown;
import dev.crossdock.console.Live.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What the hub holds, and what systems say they show or keep. */
@Component
class StockFigures {

  /** Of late, that is; with what was learned first where too little was sold. */
  private static final String BUSIEST =
      """
      select sku from (
        select sku, count(*) as movements
        from (select sku from inventory_movements_view order by id desc limit 2000) latest
        group by sku order by movements desc, sku limit ?) busy
      order by movements desc, sku
      """;

  private static final String LEVELS =
      """
      select sku, location, on_hand, reserved, greatest(0, on_hand - reserved - safety - unavailable) as sellable
      from inventory_levels_view where sku = any(?)
      """;

  private static final String SHOWN =
      """
      select channel, sku, slot, seen as quantity, desired as expected, state, failure_sentence as note
      from delivery_shown_view where sku = any(?)
      """;

  private static final String KEPT =
      """
      select channel, sku, location, counted as quantity, on_hand as expected, state, null as note
      from inventory_kept_view where sku = any(?)
      """;

  /** What a comparison found and is not mended yet, and what it should be by now. */
  private static final String FOUND =
      """
      select i.channel, i.key as sku, i.place, least(i.observed, 2147483647)::integer as quantity,
             least(coalesce(s.desired, i.expected, 0), 2147483647)::integer as expected,
             case when i.state in ('suspected', 'healing') then 'lag' else 'drift' end as state, null as note
      from divergence_items_view i
      left join delivery_shown_view s on s.channel = i.channel and s.sku = i.key and s.slot = i.place
      where i.closed_at is null and i.entity = 'stock' and i.key = any(?)
        and not (i.state = 'suspected' and i.expected is null)
      """;

  private final JdbcTemplate jdbc;

  StockFigures(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Where a figure stands: a SKU and a place of ours or of a channel. */
  record At(String sku, String place) {}

  /** What the hub holds of some SKUs. */
  record Held(Map<At, Level> levels, Map<String, Integer> sellable) {}

  List<String> busiest(int most) {
    return jdbc.queryForList(BUSIEST, String.class, most);
  }

  Map<String, @Nullable String> descriptions(List<String> skus) {
    var words = new HashMap<String, @Nullable String>();
    jdbc.query(
        "select sku, description from catalog_skus_view where sku = any(?)",
        row -> {
          words.put(row.getString(1), row.getString(2));
        },
        (Object) skus.toArray(String[]::new));
    return words;
  }

  Held held(List<String> skus) {
    var levels = new HashMap<At, Level>();
    var sellable = new HashMap<String, Integer>();
    jdbc.query(
        LEVELS,
        row -> {
          var sku = row.getString("sku");
          levels.put(
              new At(sku, row.getString("location")),
              new Level(row.getInt("on_hand"), row.getInt("reserved")));
          sellable.merge(sku, row.getInt("sellable"), Integer::sum);
        },
        (Object) skus.toArray(String[]::new));
    return new Held(levels, sellable);
  }

  /** What channels show, by {@code channel/slot}. */
  Map<At, Shown> shown(List<String> skus) {
    return figures(SHOWN, "slot", skus);
  }

  /** What systems that book stock said last, by {@code channel/location}. */
  Map<At, Shown> kept(List<String> skus) {
    return figures(KEPT, "location", skus);
  }

  /** Where comparisons found that a system says something else, by {@code channel/place}. */
  Map<At, Shown> found(List<String> skus) {
    return figures(FOUND, "place", skus);
  }

  private Map<At, Shown> figures(String sql, String place, List<String> skus) {
    var figures = new HashMap<At, Shown>();
    jdbc.query(
        sql,
        row -> {
          figures.put(
              new At(row.getString("sku"), row.getString("channel") + "/" + row.getString(place)),
              new Shown(
                  row.getObject("quantity", Integer.class),
                  row.getInt("expected"),
                  State.valueOf(row.getString("state")),
                  row.getString("note")));
        },
        (Object) skus.toArray(String[]::new));
    return figures;
  }
}
