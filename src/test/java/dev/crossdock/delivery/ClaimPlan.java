package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** How the database looks for messages that wait. */
public final class ClaimPlan {
  private static final String VALUES =
      "array['shop', 'shop', 'market'], array[1, 5, 2]::smallint[], 1";

  private ClaimPlan() {}

  /** With a plan for these values and with one for any, it reads what waits by its index. */
  public static void demandInbox(JdbcTemplate sql) {
    var inbox = new RelayedTable(sql, "inbox", "received", "intake", 64);
    demand(sql, inbox, "delivery_inbox_waiting ", "delivery_inbox_pkey");
  }

  /** The same of facts, of which a channel that is away is owed any number. */
  static void demandOutbox(JdbcTemplate sql) {
    var outbox = new RelayedTable(sql, "outbox", "owed", "flow", 64);
    demand(sql, outbox, "delivery_outbox_owed ", "((channel = l.channel) AND (shard = l.shard))");
  }

  private static void demand(JdbcTemplate sql, RelayedTable table, String... words) {
    var claim =
        table
            .claim()
            .replaceFirst("\\?", "\\$1")
            .replaceFirst("\\?", "\\$2")
            .replaceFirst("\\?", "\\$3");
    sql.execute(
        (Statement statement) -> {
          statement.execute("prepare claim (text[], smallint[], bigint) as " + claim);
          for (var mode : List.of("force_custom_plan", "force_generic_plan")) {
            statement.execute("set plan_cache_mode = " + mode);
            assertThat(explain(statement)).as(mode).contains(words).doesNotContain("Seq Scan");
          }
          statement.execute("reset plan_cache_mode; deallocate claim");
          return true;
        });
  }

  private static String explain(Statement statement) throws SQLException {
    var plan = new StringBuilder();
    try (var rows = statement.executeQuery("explain execute claim (" + VALUES + ")")) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }
}
