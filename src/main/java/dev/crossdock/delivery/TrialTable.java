package dev.crossdock.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** The SQL of dry runs: where a message goes, and what a transaction has written so far. */
class TrialTable {
  private final JdbcTemplate jdbc;

  TrialTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Which route takes a message. */
  record Place(String channel, String intake) {}

  Optional<Place> place(long id) {
    return jdbc
        .query(
            "select channel, intake from delivery_inbox where id = ? and state = 'parked'",
            (row, i) -> new Place(row.getString(1), row.getString(2)),
            id)
        .stream()
        .findFirst();
  }

  /** How many rows this transaction has written, by table. */
  Map<String, Long> written() {
    var written = new HashMap<String, Long>();
    jdbc.query(
        "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables",
        row -> {
          written.merge(row.getString(1), row.getLong(2), Long::sum);
        });
    return written;
  }

  Map<String, Long> writtenSince(Map<String, Long> before) {
    var since = new TreeMap<String, Long>();
    written()
        .forEach(
            (table, rows) -> {
              var more = rows - before.getOrDefault(table, 0L);
              if (more > 0) {
                since.put(table, more);
              }
            });
    return since;
  }
}
