package dev.crossdock.sync;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL by which runs are looked at: how they went, and how those that go on are getting on. */
@Component
class RunHistory {
  private static final String COLUMNS =
      """
      id, sync, state, cause, asked_by, asked_at, due_at, started_at, finished_at, pages, items, kept,
      expected, lives, cancelled_by, sentence, items - resumed_items,
      extract(epoch from crossdock_now() - resumed_at)
      """;

  private final JdbcTemplate jdbc;

  RunHistory(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Those of one sync that wait or go on. */
  List<Run> openOf(String sync) {
    return jdbc.query(
        "select %s from sync_runs where sync = ? and state in ('queued', 'running') order by id"
            .formatted(COLUMNS),
        RunHistory::run,
        sync);
  }

  Optional<Run> find(long id) {
    return jdbc
        .query("select %s from sync_runs where id = ?".formatted(COLUMNS), RunHistory::run, id)
        .stream()
        .findFirst();
  }

  List<Run> last(@Nullable String sync, int most) {
    return sync == null
        ? jdbc.query(
            "select %s from sync_runs order by id desc limit ?".formatted(COLUMNS),
            RunHistory::run,
            most)
        : jdbc.query(
            "select %s from sync_runs where sync = ? order by id desc limit ?".formatted(COLUMNS),
            RunHistory::run,
            sync,
            most);
  }

  /** The run of each sync that ended last. */
  List<Run> lastEnded() {
    return jdbc.query(
        """
        select %s from sync_runs where id in (
          select (select r.id from sync_runs r where r.sync = t.sync and r.finished_at is not null
                  order by r.id desc limit 1)
          from sync_turns t)
        """
            .formatted(COLUMNS),
        RunHistory::run);
  }

  List<Run> running() {
    return jdbc.query(
        "select %s from sync_runs where state in ('queued', 'running') order by id"
            .formatted(COLUMNS),
        RunHistory::run);
  }

  private static Run run(ResultSet row, int i) throws SQLException {
    var expected = row.getObject(13, Long.class);
    var perSecond = rate(row);
    var left =
        expected == null || perSecond == null || perSecond == 0 ? null : expected - row.getLong(11);
    return new Run(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getTimestamp(6).toInstant(),
        instant(row, 7),
        instant(row, 8),
        instant(row, 9),
        row.getInt(10),
        row.getLong(11),
        row.getLong(12),
        expected,
        row.getInt(14),
        perSecond,
        left == null || perSecond == null
            ? null
            : Duration.ofSeconds(Math.round(Math.max(0, left) / perSecond)),
        row.getString(15),
        row.getString(16));
  }

  private static @Nullable Double rate(ResultSet row) throws SQLException {
    var seconds = row.getDouble(18);
    return row.wasNull() || seconds <= 0 || !row.getString(3).equals("running")
        ? null
        : (Double) (row.getLong(17) / seconds);
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    var at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
