package dev.crossdock.inventory;

import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of what can be promised, for many SKUs at once. */
@Component
class AvailabilityTable {
  private static final String READ =
      """
      select v.sku, listed.channels, l.location, l.on_hand, l.reserved, l.safety, l.unavailable,
             coalesce(p.keeps, 100)
      from unnest(?::text[]) as v (sku)
      cross join lateral (
        select array_agg(distinct r.channel) as channels from catalog_references_view r where r.sku = v.sku) listed
      left join inventory_levels l on l.sku = v.sku
      left join inventory_places p on p.location = l.location
      """;

  private final JdbcTemplate jdbc;

  AvailabilityTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What there is of some SKUs now.
   *
   * @param listed the channels that have a name for a SKU
   */
  record Read(Map<Sku, Map<LocationId, Shelf>> shelves, Map<Sku, Set<String>> listed) {
    boolean isListed(Sku sku, String channel) {
      return listed.getOrDefault(sku, Set.of()).contains(channel);
    }
  }

  Read read(Collection<Sku> skus) {
    var read = new Read(new HashMap<>(), new HashMap<>());
    jdbc.query(
        READ,
        row -> {
          take(read, row);
        },
        (Object) skus.stream().map(Sku::value).toArray(String[]::new));
    return read;
  }

  private static void take(Read read, ResultSet row) throws SQLException {
    var sku = new Sku(row.getString(1));
    var channels = row.getArray(2);
    if (channels != null && !read.listed().containsKey(sku)) {
      read.listed().put(sku, new HashSet<>(List.of((String[]) channels.getArray())));
    }
    var location = row.getString(3);
    if (location != null) {
      var shelf =
          new Shelf(
              new LocationId(location),
              row.getInt(4),
              row.getInt(5),
              row.getInt(6),
              row.getInt(7),
              row.getInt(8));
      read.shelves().computeIfAbsent(sku, s -> new HashMap<>()).put(shelf.location(), shelf);
    }
  }

  /** What the database's clock says. */
  Instant now() {
    return Objects.requireNonNull(
        jdbc.queryForObject("select crossdock_now()", (row, i) -> row.getTimestamp(1).toInstant()));
  }
}
