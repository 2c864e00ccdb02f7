package dev.crossdock.inventory;

import dev.crossdock.inventory.Bookkeeper.Level;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A planted mistake: decides from levels that were read before the transaction that writes them.
 */
public class ReadThenWrite extends LedgerTables {
  private final JdbcTemplate jdbc;
  private final Map<Place, Level> read = new HashMap<>();

  ReadThenWrite(JdbcTemplate jdbc) {
    super(jdbc);
    this.jdbc = jdbc;
  }

  /** Reads, some time before it writes. */
  public void readAll() {
    read.clear();
    jdbc.query(
        "select sku, location, on_hand, reserved, version from inventory_levels",
        row -> {
          read.put(
              new Place(new Sku(row.getString(1)), new LocationId(row.getString(2))),
              new Level(row.getInt(3), row.getInt(4), row.getLong(5)));
        });
  }

  @Override
  Map<Place, Level> lockLevels(SortedSet<Place> places) {
    var levels = super.lockLevels(places);
    levels.replaceAll((place, now) -> stale(read.getOrDefault(place, now)));
    return levels;
  }

  private static Level stale(Level level) {
    return new Level(level.onHand, level.reserved, level.version);
  }
}
