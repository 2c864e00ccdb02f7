package dev.crossdock.faults.simulation;

import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whether all has come to rest: nothing waits, nothing is owed, and everyone shows what it should.
 */
final class Rest {
  private static final String WAITING =
      "select exists (select from delivery_inbox where closed_at is null or state = 'parked')";

  private static final String OWED =
      """
      select exists (select from delivery_outbox where state <> 'delivered')
          or exists (select from inventory_postings where confirmed_at is null)
          or exists (select from delivery_targets where version <> confirmed_version or in_flight_until is not null)
      """;

  private final JdbcTemplate jdbc;

  Rest(DataSource database) {
    this.jdbc = new JdbcTemplate(database);
  }

  /** Nothing is owed to anybody, and storefronts show what they should. */
  boolean nothingIsOwed(Systems systems) {
    return no(OWED)
        && shown("shop").equals(systems.shop.shown())
        && shown("market").equals(systems.market.shown());
  }

  /** Every message has come to its end; what was parked is tried again, as a person would. */
  boolean nothingWaits() {
    jdbc.update(
        "update delivery_inbox set state = 'received', closed_at = null, next_attempt_at = null, crashes = 0,"
            + " attempts = 0 where state = 'parked'");
    return no(WAITING);
  }

  private boolean no(String question) {
    return Boolean.FALSE.equals(jdbc.queryForObject(question, Boolean.class));
  }

  private Map<String, Integer> shown(String channel) {
    var shown = new TreeMap<String, Integer>();
    jdbc.query(
        "select sku, desired from delivery_targets where channel = ?",
        row -> {
          shown.put(row.getString(1), row.getInt(2));
        },
        channel);
    return shown;
  }
}
