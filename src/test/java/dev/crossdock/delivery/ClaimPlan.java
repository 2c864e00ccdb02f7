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
  public static void demandIndex(JdbcTemplate sql) {
    var claim =
        new RelayedTable(sql, "inbox", "received", "intake", 64)
            .claim()
            .replaceFirst("\\?", "\\$1")
            .replaceFirst("\\?", "\\$2")
            .replaceFirst("\\?", "\\$3");
    sql.execute(
        (Statement statement) -> {
          statement.execute("prepare claim (text[], smallint[], bigint) as " + claim);
          for (var mode : List.of("force_custom_plan", "force_generic_plan")) {
            statement.execute("set plan_cache_mode = " + mode);
            assertThat(explain(statement))
                .as(mode)
                .contains("delivery_inbox_waiting ")
                .contains("delivery_inbox_pkey")
                .doesNotContain("Seq Scan");
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
