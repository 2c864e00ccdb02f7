package dev.crossdock.console.divergence;

import dev.crossdock.console.divergence.DivergenceDesk.Heal;
import dev.crossdock.console.divergence.DivergenceDesk.Held;
import dev.crossdock.console.divergence.DivergenceDesk.Row;
import dev.crossdock.console.divergence.DivergenceDesk.Run;
import dev.crossdock.console.divergence.DivergenceDesk.Sort;
import dev.crossdock.console.divergence.DivergenceDesk.Wanted;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What comparisons found, as its tables say. */
@Component
class DivergenceTables {
  private static final String ROWS =
      """
      select id, channel, entity, key, place, expected, observed, state, risk, cause, looks, tries,
             first_at, last_at, drift_at, closed_at, closed_as
      from divergence_items_view where true
      """;

  private static final String NEWEST =
      " and closed_at is null and drift_at is not null order by drift_at desc, id desc limit ?";

  /** What would be sold and is not there first. */
  private static final String RISKY_FIRST =
      " order by case risk when 'oversell' then 0 when 'lost-sales' then 1 else 2 end,"
          + " coalesce(closed_at, drift_at, first_at) desc, id desc limit ?";

  private static final String SORTS =
      """
      select channel, entity, cause, risk, state, count(*) from divergence_items_view
      where closed_at is null group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      """;

  private static final String RUNS =
      """
      select id, channel, entity, as_of, compared_at, expected, observed, agreed, lag, tolerated, suspected, drift, millis,
             outcome, sentence
      from (select *, row_number() over (partition by channel, entity order by id desc) as nth
            from divergence_runs_view where not look and id > (select max(id) - 20000 from divergence_runs_view)) latest
      where nth <= ? order by channel, entity, id desc
      """;

  private static final String HELD =
      """
      with corrections as (
        select channel, count(*) as n, max(run) as run from divergence_braked_view group by channel),
      snapshots as (
        select channel, max(id) as run
        from (select distinct on (channel, entity) channel, id, outcome from divergence_runs_view
              where not look and outcome <> 'failed' and id > (select max(id) - 20000 from divergence_runs_view)
              order by channel, entity, id desc) latest
        where outcome = 'braked' group by channel)
      select coalesce(c.channel, s.channel), coalesce(c.n, 0), r.sentence
      from corrections c full join snapshots s using (channel)
      left join divergence_runs_view r on r.id = coalesce(s.run, c.run) order by 1
      """;

  private final JdbcTemplate jdbc;

  DivergenceTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  List<Row> rows(Wanted wanted, int most) {
    var sql = new StringBuilder(ROWS);
    var values = new ArrayList<Object>();
    narrow(sql, values, " and channel = ?", wanted.channel());
    narrow(sql, values, " and entity = ?", wanted.entity());
    narrow(sql, values, " and cause = ?", wanted.cause());
    narrow(sql, values, " and risk = ?", wanted.risk());
    narrow(sql, values, " and position(lower(?) in lower(key)) > 0", wanted.text());
    narrow(sql, values, " and state = ?", wanted.state());
    if (wanted.state() == null) {
      sql.append(" and closed_at is null and state <> 'suspected'");
    }
    sql.append(RISKY_FIRST);
    values.add(most);
    return jdbc.query(sql.toString(), DivergenceTables::row, values.toArray());
  }

  List<Row> newest(int most) {
    return jdbc.query(ROWS + NEWEST, DivergenceTables::row, most);
  }

  private static void narrow(
      StringBuilder sql, List<Object> values, String condition, @Nullable String word) {
    if (word != null) {
      sql.append(condition);
      values.add(word);
    }
  }

  List<Sort> sorts() {
    return jdbc.query(
        SORTS,
        (row, i) ->
            new Sort(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6)));
  }

  Optional<Row> row(long id) {
    return jdbc.query(ROWS + " and id = ?", DivergenceTables::row, id).stream().findFirst();
  }

  List<String> evidence(long id) {
    return jdbc
        .queryForList("select evidence from divergence_items_view where id = ?", String.class, id)
        .stream()
        .flatMap(DivergenceTables::sentences)
        .toList();
  }

  private static Stream<String> sentences(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8))
        .valueStream()
        .map(one -> one.isTextual() ? one.asText() : Json.text(one));
  }

  List<Heal> heals(long id) {
    return jdbc.query(
        "select id, at, kind, before, after, who from divergence_heals_view where item = ? order by id desc",
        (row, i) ->
            new Heal(
                row.getLong(1),
                row.getTimestamp(2).toInstant(),
                row.getString(3),
                row.getObject(4, Long.class),
                row.getObject(5, Long.class),
                row.getString(6)),
        id);
  }

  /** Corrections that wait, and snapshots that were not believed and are still the last. */
  List<Held> held(Predicate<String> isLetGo) {
    return jdbc.query(
        HELD,
        (row, i) ->
            new Held(
                row.getString(1),
                row.getLong(2),
                isLetGo.test(row.getString(1)),
                row.getString(3)));
  }

  List<Run> runs(int each) {
    return jdbc.query(RUNS, DivergenceTables::run, each);
  }

  private static Row row(ResultSet row, int index) throws SQLException {
    return new Row(
        row.getLong("id"),
        row.getString("channel"),
        row.getString("entity"),
        row.getString("key"),
        row.getString("place"),
        row.getObject("expected", Long.class),
        row.getObject("observed", Long.class),
        row.getString("state"),
        row.getString("risk"),
        row.getString("cause"),
        row.getInt("looks"),
        row.getInt("tries"),
        row.getTimestamp("first_at").toInstant(),
        row.getTimestamp("last_at").toInstant(),
        instant(row.getTimestamp("drift_at")),
        instant(row.getTimestamp("closed_at")),
        row.getString("closed_as"));
  }

  private static Run run(ResultSet row, int index) throws SQLException {
    return new Run(
        row.getLong("id"),
        row.getString("channel"),
        row.getString("entity"),
        row.getTimestamp("as_of").toInstant(),
        row.getTimestamp("compared_at").toInstant(),
        row.getLong("expected"),
        row.getLong("observed"),
        row.getLong("agreed"),
        row.getLong("lag"),
        row.getLong("tolerated"),
        row.getLong("suspected"),
        row.getLong("drift"),
        row.getLong("millis"),
        row.getString("outcome"),
        row.getString("sentence"));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
