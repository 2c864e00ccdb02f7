package dev.crossdock.faults.chaos;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.divergence.compare.SecondLookNow;
import dev.crossdock.sync.SnapshotTaken;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/** The hub's own comparison, told of a snapshot as a sync tells it. */
final class HubCompare implements Compare {
  private final HubCore core;
  private final JdbcTemplate sql;

  HubCompare(HubCore core, JdbcTemplate sql) {
    this.core = core;
    this.sql = sql;
  }

  @Override
  public void look(SnapshotTaken taken) {
    core.publish(taken);
    var state =
        sql.queryForObject(
            "select state from sync_snapshots_view where id = ?", String.class, taken.snapshot());
    if (!"compared".equals(state)) {
      throw new IllegalStateException("%s was not compared".formatted(taken));
    }
  }

  @Override
  public void lookAgain() {
    SecondLookNow.take(core);
  }

  @Override
  public List<Found> drifts() {
    return sql.query(
        "select id, channel, entity, key, place, cause from divergence_items_view"
            + " where closed_at is null and state <> 'suspected' order by id",
        (row, i) ->
            new Found(
                row.getLong("id"),
                row.getString("entity"),
                new Line(row.getString("channel"), row.getString("key"), row.getString("place")),
                Cause.of(Objects.requireNonNullElse(row.getString("cause"), ""))));
  }
}
