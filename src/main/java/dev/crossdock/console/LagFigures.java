package dev.crossdock.console;

import dev.crossdock.console.Live.Lag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** How long things take, per channel, over the last two minutes. */
@Component
class LagFigures {
  private static final int BUCKETS = 40;

  /** What was owed to a channel, until it said yes; what it had done by itself was never owed. */
  private static final String TOLD =
      """
      with lags as (
        select channel, extract(epoch from crossdock_now() - owed_at)::integer / 3 as bucket,
               extract(epoch from confirmed_at - owed_at) * 1000 as millis
        from delivery_target_changes_view
        where owed_at > crossdock_now() - interval '2 minutes' and confirmed_at is not null
          and (sent_at is not null or confirmed_at > owed_at + interval '2 milliseconds'))
      select channel, bucket, percentile_disc(0.5) within group (order by millis) as p50,
             percentile_disc(0.99) within group (order by millis) as p99
      from lags group by grouping sets ((channel), (channel, bucket))
      """;

  private static final String HEARD =
      """
      with lags as (
        select channel, extract(epoch from crossdock_now() - received_at)::integer / 3 as bucket,
               extract(epoch from closed_at - received_at) * 1000 as millis
        from (select channel, received_at, closed_at from delivery_inbox_view order by id desc limit 8000) latest
        where received_at > crossdock_now() - interval '2 minutes' and closed_at is not null)
      select channel, bucket, percentile_disc(0.5) within group (order by millis) as p50,
             percentile_disc(0.99) within group (order by millis) as p99
      from lags group by grouping sets ((channel), (channel, bucket))
      """;

  private static final String PER_SECOND =
      """
      select count(*) / 10.0 from (select received_at from delivery_inbox_view order by id desc limit 8000) latest
      where received_at > crossdock_now() - interval '10 seconds'
      """;

  private final JdbcTemplate jdbc;

  LagFigures(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** From owing a level to the channel's yes. */
  Map<String, Lag> told() {
    return read(TOLD);
  }

  /** From hearing a message to its end. */
  Map<String, Lag> heard() {
    return read(HEARD);
  }

  double perSecond() {
    var rate = jdbc.queryForObject(PER_SECOND, Double.class);
    return rate == null ? 0 : rate;
  }

  /** One line of the answer: a channel's whole two minutes, or one bucket of them. */
  private record Line(String channel, @Nullable Integer bucket, long p50, long p99) {
    static Line of(ResultSet row, int index) throws SQLException {
      return new Line(
          row.getString("channel"),
          row.getObject("bucket", Integer.class),
          Math.round(row.getDouble("p50")),
          Math.round(row.getDouble("p99")));
    }
  }

  private Map<String, Lag> read(String sql) {
    var lines = new HashMap<String, List<Line>>();
    for (var line : jdbc.query(sql, Line::of)) {
      lines.computeIfAbsent(line.channel(), c -> new ArrayList<>()).add(line);
    }
    var lags = new HashMap<String, Lag>();
    lines.forEach((channel, of) -> lags.put(channel, lag(of)));
    return lags;
  }

  private static Lag lag(List<Line> lines) {
    var trend = new ArrayList<@Nullable Long>(Collections.nCopies(BUCKETS, null));
    @Nullable Long p50 = null;
    @Nullable Long p99 = null;
    for (var line : lines) {
      var bucket = line.bucket();
      if (bucket == null) {
        p50 = line.p50();
        p99 = line.p99();
      } else if (bucket >= 0 && bucket < BUCKETS) {
        trend.set(BUCKETS - 1 - bucket, line.p99());
      }
    }
    return new Lag(p50, p99, trend);
  }
}
