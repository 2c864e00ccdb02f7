package dev.crossdock.divergence.compare;

import dev.crossdock.divergence.Divergence;
import dev.crossdock.divergence.Policies.Brake;
import dev.crossdock.divergence.Policy;
import dev.crossdock.divergence.compare.LinkLag.Patience;
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

/**
 * The SQL of one comparison, within one transaction: one join finds the lines that differ, and only
 * these go on.
 */
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

  private static final String DIFFERING =
      """
      create temp table divergence_differing on commit drop as
      select coalesce(e.key, s.key) as key, coalesce(e.place, s.place) as place,
             e.key is not null as known, s.key is not null as there, e.value as expected, s.value as observed, s.as_of
      from (select key, place, value from %s where channel = %s%s) e
      %s join (select key, place, value, as_of from sync_staging_view where snapshot = %d) s
        on s.key = e.key and s.place = e.place
      where e.key is null or s.key is null or e.value <> s.value
      """;

  /** One of its own locations may stand for several of ours. */
  private static final String POOLED =
      "(select channel, key, place, sum(value)::bigint as value from %s group by channel, key,"
          + " place)";

  private static final String SIZES =
      """
      select count(*) filter (where not known) as unknown, count(*) filter (where not there) as absent,
             count(*) filter (where known and there) as differing,
             coalesce(sum(abs(coalesce(observed, 0) - coalesce(expected, 0))) filter (where known), 0) as units,
             count(*) filter (where known and coalesce(expected, 0) > 0 and coalesce(observed, 0) = 0) as emptied,
             count(*) filter (where known and expected = 0 and observed > 0) as to_empty,
             coalesce(sum(greatest(expected, 0) - greatest(observed, 0)), 0) as missing
      from divergence_differing
      """;

  /** What is late is no mistake, however much of it there is. */
  private static final String QUIET =
      """
      select count(*), coalesce(sum(abs(coalesce(d.observed, 0) - coalesce(d.expected, 0))), 0)
      from divergence_differing d
      join %s e on e.channel = :channel and e.key = d.key and e.place = d.place
      where e.settled_since < :asOf::timestamptz - :out * interval '1 millisecond'
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
      @Nullable Long units) {}

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

  /** Which of what is expected a snapshot speaks of. */
  enum Reach {
    /** All of it: what has no line is not there. */
    ALL,
    /** What it has a line for. */
    LINES,
    /** What was asked for, and what it has a line for. */
    ASKED
  }

  /** Finds the lines that differ. */
  void join(Taken taken, Book book, boolean pooled, Reach reach, Collection<String> asked) {
    var view = pooled ? POOLED.formatted(book.view()) : book.view();
    jdbc.execute(
        DIFFERING.formatted(
            pooled ? view + " v" : view,
            literal(taken.channel()),
            reach == Reach.ASKED ? " and key = any(%s)".formatted(array(asked)) : "",
            reach == Reach.LINES ? "right" : "full",
            taken.id()));
  }

  /**
   * How much there is.
   *
   * @param unknown lines that say something of what we do not know
   * @param absent what has no line
   * @param differing lines that say another number
   * @param units all that is expected more or less
   * @param emptied where something is expected and nothing is there
   * @param toEmpty where nothing is expected any more and something is there
   * @param missing units that are expected and not there, less those that are there and not
   *     expected
   */
  record Sizes(
      long unknown,
      long absent,
      long differing,
      long units,
      long emptied,
      long toEmpty,
      long missing) {
    long known() {
      return absent + differing;
    }
  }

  Sizes sizes() {
    return jdbc.queryForObject(
        SIZES,
        (row, i) ->
            new Sizes(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7)));
  }

  /** So many lines, and so many units in them. */
  record Amount(long lines, long units) {
    boolean isMore(Brake brake, Amount all) {
      return lines * 10_000 > brake.skus() * all.lines()
          || units * 10_000 > brake.units() * all.units();
    }
  }

  /** All that is expected of a channel, counted one by one. */
  Amount expected(Taken taken, Book book) {
    return jdbc.queryForObject(
        "select count(*), coalesce(sum(greatest(value, 0)), 0) from %s where channel = ?"
            .formatted(book.view()),
        (row, i) -> new Amount(row.getLong(1), row.getLong(2)),
        taken.channel());
  }

  /** What differs and has been at rest for longer than things take. */
  Amount quiet(Taken taken, Book book, Patience patience) {
    return named.queryForObject(
        QUIET.formatted(book.view()),
        when(taken, patience),
        (row, i) -> new Amount(row.getLong(1), row.getLong(2)));
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
        id == null ? null : new Line.Open(id, state(row.getString("state")), instant(row)));
  }

  private static Divergence.State state(String word) {
    return Divergence.State.of(word);
  }

  private static @Nullable Instant instant(ResultSet row) throws SQLException {
    var at = row.getTimestamp("seen_at");
    return at == null ? null : at.toInstant();
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String array(Collection<String> texts) {
    return texts.stream()
        .map(CompareTable::literal)
        .collect(java.util.stream.Collectors.joining(", ", "array[", "]::text[]"));
  }
}
