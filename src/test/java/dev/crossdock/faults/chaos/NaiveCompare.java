package dev.crossdock.faults.chaos;

import dev.crossdock.sync.SnapshotTaken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Compares as one would who has never heard of lag: what differs twice in a row is drift. The
 * harness must find out that this is not enough.
 */
final class NaiveCompare implements Compare {
  private static final String COMPARE =
      """
      select coalesce(t.sku, s.key), coalesce(t.slot, s.place), coalesce(t.desired, 0), coalesce(s.value, 0)
      from (select * from delivery_targets_view where channel = ? and version > 0) t
      full join (select * from sync_staging_view where snapshot = ?) s on s.key = t.sku and s.place = t.slot
      where coalesce(t.desired, 0) <> coalesce(s.value, 0)
      """;

  private final JdbcTemplate sql;
  private final Map<Line, Long> drifts = new HashMap<>();
  private final Map<String, Set<Line>> before = new HashMap<>();
  private long number;

  NaiveCompare(JdbcTemplate sql) {
    this.sql = sql;
  }

  @Override
  public void look(SnapshotTaken taken) {
    if (!taken.entity().equals("stock")) {
      return;
    }
    var now = new HashSet<Line>();
    sql.query(
        COMPARE,
        row -> {
          if (Tolerance.isOver(row.getInt(3), row.getInt(4))) {
            now.add(new Line(taken.channel(), row.getString(1), row.getString(2)));
          }
        },
        taken.channel(),
        taken.snapshot());
    var last = Objects.requireNonNullElse(before.put(taken.channel(), now), Set.<Line>of());
    now.stream().filter(last::contains).forEach(line -> drifts.putIfAbsent(line, number++));
    drifts.keySet().removeIf(line -> line.channel().equals(taken.channel()) && !now.contains(line));
  }

  @Override
  public List<Found> drifts() {
    var found = new ArrayList<Found>();
    drifts.forEach((line, id) -> found.add(new Found(id, "stock", line, Cause.UNKNOWN)));
    return found;
  }
}
