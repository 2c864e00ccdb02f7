package dev.crossdock.divergence.compare;

import dev.crossdock.divergence.Policy;
import dev.crossdock.divergence.State;
import dev.crossdock.divergence.compare.LinkLag.Patience;
import dev.crossdock.sync.Snapshots;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of one comparison, within one transaction. */
@Component
class CompareTable {
  /** As long as it takes to read ten million lines on a slow disk, and no longer. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * A line is small and a catalogue is large: a hash join beats sorting both, and runs on several
   * cores. Few lines come out of it, which nobody can tell the planner who expects that nearly all
   * do; told that handing over lines costs next to nothing, it uses the cores for small ones too.
   */
  private static final String SETTINGS =
      """
      set local statement_timeout = '10min';
      set local lock_timeout = '10min';
      set local work_mem = '128MB';
      set local enable_mergejoin = off;
      set local plan_cache_mode = force_custom_plan;
      set local parallel_setup_cost = 100;
      set local parallel_tuple_cost = 0.001
      """;

  private static final String LINES =
      """
      with rules as (
        select * from unnest(:places::text[], :overs::integer[], :least::bigint[]) as r (place, over, units)),
      candidates as (
        select d.key, d.place, false as first, d.there, d.expected, d.observed, coalesce(d.as_of, :asOf::timestamptz) as as_of,
               i.id, i.state, i.seen_at
        from divergence_differing d
        left join rules r on r.place = d.place
        left join divergence_items i
          on i.channel = :channel and i.entity = :entity and i.key = d.key and i.place = d.place and i.closed_at is null
        where i.id is not null or not :counts
           or coalesce(d.expected, 0) = 0 and d.observed > 0 or not d.there and d.expected <> 0
           or abs(d.observed - d.expected) >= coalesce(r.units, :units)
              and abs(d.observed - d.expected) * 10000 > coalesce(r.over, :over) * greatest(abs(d.expected), 1)
        union all
        select d.key, d.place, true, i.seen is not null, d.expected, i.seen, i.seen_at, i.id, i.state, i.seen_at
        from divergence_items i
        join divergence_differing d on d.key = i.key and d.place = i.place
        where i.channel = :channel and i.entity = :entity and i.closed_at is null and i.state = 'suspected'
          and i.seen_at <= :asOf::timestamptz - :in * interval '1 millisecond')
      select c.key, c.place, c.first, c.observed, c.as_of, c.id, c.state, c.seen_at, x.expected,
             case when x.expected is null then coalesce(c.observed, 0)
                  when not c.there then -x.expected
                  when c.observed < x.lo then c.observed - x.lo
                  when c.observed > x.hi then c.observed - x.hi
                  else 0 end as difference,
             coalesce(x.late, false) as late
      from candidates c left join lateral (%s) x on true
      order by c.key, c.place, c.first desc
      """;

  private final JdbcTemplate jdbc;
  private final NamedParameterJdbcTemplate named;

  CompareTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    var streaming = new JdbcTemplate(java.util.Objects.requireNonNull(jdbc.getDataSource()));
    streaming.setFetchSize(1_000);
    this.named = new NamedParameterJdbcTemplate(streaming);
  }

  /**
   * A snapshot as it stands in staging.
   *
   * @param units all that it counts; null when nobody summed them up, or where a name stands on
   *     several lines, so that there are fewer things than lines
   */
  record Taken(
      long id,
      String sync,
      String channel,
      String entity,
      Instant asOf,
      long lines,
      @Nullable Long units) {
    /** Whether only what was suspected was asked for. */
    boolean isLook() {
      return sync.equals(Snapshots.LOOK);
    }
  }

  /** Null when it was never read to its end, or has been compared. */
  @Nullable Taken taken(long snapshot) {
    return jdbc
        .query(
            "select id, sync, channel, entity, as_of, items, case when repeats = 0 then units end"
                + " from sync_snapshots_view where id = ? and state = 'complete' and as_of is not null",
            (row, i) ->
                new Taken(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getTimestamp(5).toInstant(),
                    row.getLong(6),
                    row.getObject(7, Long.class)),
            snapshot)
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** Nobody else compares this meanwhile, and the database may take its time. */
  void begin(Taken taken) {
    jdbc.execute(
        (ConnectionCallback<@Nullable Void>)
            connection -> {
              Executor here = Runnable::run;
              connection.setNetworkTimeout(here, Math.toIntExact(LONGEST.toMillis()));
              return null;
            });
    jdbc.execute(SETTINGS);
    jdbc.query(
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        row -> {},
        "divergence/%s/%s".formatted(taken.channel(), taken.entity()));
  }

  /**
   * Hands over every line that is worth a thought, with what explains it; what was said earlier of
   * a line comes right before what is said now.
   *
   * @param rules by the channel's own locations; others are as said of the empty one
   */
  void lines(
      Taken taken,
      Book book,
      Patience patience,
      Map<String, Policy> rules,
      Collection<String> own,
      Consumer<Line> consumer) {
    var otherwise = java.util.Objects.requireNonNull(rules.get(""));
    var places = List.copyOf(rules.entrySet());
    var values =
        when(taken, patience)
            .addValue("entity", taken.entity())
            .addValue("counts", book.counts())
            .addValue("over", otherwise.over())
            .addValue("units", otherwise.units())
            .addValue("places", places.stream().map(Map.Entry::getKey).toArray(String[]::new))
            .addValue(
                "overs", places.stream().map(p -> p.getValue().over()).toArray(Integer[]::new))
            .addValue("least", places.stream().map(p -> p.getValue().units()).toArray(Long[]::new))
            .addValue("own", own.toArray(String[]::new));
    named.query(
        LINES.formatted(book.explains()),
        values,
        row -> {
          consumer.accept(line(row));
        });
  }

  private static MapSqlParameterSource when(Taken taken, Patience patience) {
    return new MapSqlParameterSource()
        .addValue("channel", taken.channel())
        .addValue("asOf", Timestamp.from(taken.asOf()))
        .addValue("out", patience.out().toMillis())
        .addValue("in", patience.in().toMillis());
  }

  private static Line line(ResultSet row) throws SQLException {
    var id = row.getObject("id", Long.class);
    return new Line(
        row.getString("key"),
        row.getString("place"),
        row.getBoolean("first"),
        row.getObject("expected", Long.class),
        row.getObject("observed", Long.class),
        row.getLong("difference"),
        row.getBoolean("late"),
        row.getTimestamp("as_of").toInstant(),
        id == null ? null : new Line.Open(id, State.of(row.getString("state")), instant(row)));
  }

  private static @Nullable Instant instant(ResultSet row) throws SQLException {
    var at = row.getTimestamp("seen_at");
    return at == null ? null : at.toInstant();
  }
}
