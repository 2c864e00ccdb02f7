package dev.crossdock.inventory;

import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of what of a location may be promised, and of the rules by which it was last owed. */
@Component
class PlacesTable {
  private static final String FORGET =
      """
      update inventory_places set safety = 0, stale_millis = null, keeps = 100
      where location <> all(?) and (safety <> 0 or stale_millis is not null or keeps <> 100)
      """;

  private static final String PUT =
      """
      insert into inventory_places as p (location, safety, stale_millis, stale_keeps) values (?, ?, ?, ?)
      on conflict (location) do update
        set safety = excluded.safety, stale_millis = excluded.stale_millis, stale_keeps = excluded.stale_keeps
      where (p.safety, p.stale_millis, p.stale_keeps)
        is distinct from (excluded.safety, excluded.stale_millis, excluded.stale_keeps)
      """;

  private static final String HEARD =
      "update inventory_places set heard_at = crossdock_now() where location = any(?) and stale_millis is not null";

  private static final String DOUBT =
      """
      update inventory_places p set keeps = n.keeps
      from (select location, case when heard_at < crossdock_now() - stale_millis * interval '1 millisecond'
                                  then stale_keeps else 100 end as keeps
            from inventory_places where stale_millis is not null) n
      where n.location = p.location and n.keeps <> p.keeps
      """;

  private static final String SAFETY =
      """
      update inventory_levels l set safety = p.safety
      from inventory_places p
      where p.location = l.location and l.location = ? and l.sku = any(?) and l.safety <> p.safety
      """;

  private final JdbcTemplate jdbc;

  PlacesTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What is not in the file any more is promised whole. */
  void put(List<StockFile.Place> places) {
    jdbc.update(
        FORGET, (Object) places.stream().map(place -> place.id().value()).toArray(String[]::new));
    var rows = new ArrayList<Object[]>();
    for (var place : places) {
      rows.add(
          new Object[] {
            place.id().value(), place.safety(), place.staleAfterMillis(), place.keeps()
          });
    }
    jdbc.batchUpdate(PUT, rows);
  }

  void heard(Collection<LocationId> locations) {
    if (!locations.isEmpty()) {
      jdbc.update(HEARD, (Object) locations.stream().map(LocationId::value).toArray(String[]::new));
    }
  }

  /** Doubts what was not heard of for too long, and believes what was heard again. */
  void doubt() {
    jdbc.update(DOUBT);
  }

  /** By location: what decides what of it counts. */
  Map<String, String> rules() {
    var rules = new HashMap<String, String>();
    jdbc.query(
        "select location, safety, keeps from inventory_places",
        row -> {
          rules.put(
              row.getString(1), "safety %d, keeps %d".formatted(row.getInt(2), row.getInt(3)));
        });
    return rules;
  }

  Map<String, String> owedBy() {
    var owed = new HashMap<String, String>();
    jdbc.query(
        "select subject, rules from inventory_rules",
        row -> {
          owed.put(row.getString(1), row.getString(2));
        });
    return owed;
  }

  void owed(String subject, String rules) {
    jdbc.update(
        """
        insert into inventory_rules (subject, rules) values (?, ?)
        on conflict (subject) do update set rules = excluded.rules
        """,
        subject,
        rules);
  }

  void forget(String subject) {
    jdbc.update("delete from inventory_rules where subject = ?", subject);
  }

  void putSafety(String location, List<Sku> skus) {
    jdbc.update(SAFETY, location, skus.stream().map(Sku::value).toArray(String[]::new));
  }

  /** The next SKUs that somebody counted at a location. */
  List<Sku> skusAt(String location, String after, int most) {
    return skus(
        "select sku from inventory_levels where location = ? and sku > ? order by sku limit ?",
        location,
        after,
        most);
  }

  /** The next SKUs that a channel has a name for. */
  List<Sku> skusOn(String channel, String after, int most) {
    return skus(
        "select distinct sku from catalog_references_view where channel = ? and sku > ? order by sku limit ?",
        channel,
        after,
        most);
  }

  private List<Sku> skus(String sql, Object... values) {
    return jdbc.queryForList(sql, String.class, values).stream().map(Sku::new).toList();
  }
}
