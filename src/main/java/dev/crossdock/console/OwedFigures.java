package dev.crossdock.console;

import dev.crossdock.console.Live.Owed;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What each channel has not been told yet. */
@Component
class OwedFigures {
  private static final String OWED =
      """
      select channel, sum(n)::bigint, extract(epoch from crossdock_now() - min(since)) * 1000
      from (
        select channel, count(*) as n, min(owed_at) as since from delivery_targets_view
        where owed and not stopped group by channel
        union all
        select channel, count(*), min(created_at) from delivery_outbox_view
        where state in ('owed', 'relayed') group by channel) waiting
      group by channel
      """;

  private final JdbcTemplate jdbc;

  OwedFigures(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  Map<String, Owed> now() {
    var owed = new HashMap<String, Owed>();
    jdbc.query(
        OWED,
        row -> {
          owed.put(
              row.getString(1),
              new Owed(row.getLong(2), Math.max(0, Math.round(row.getDouble(3)))));
        });
    return owed;
  }
}
