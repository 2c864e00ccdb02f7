package dev.crossdock.sync;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/**
 * Where what a system says it holds is put, line by line, to be compared in one go. A snapshot has
 * a table of its own there, filled by COPY.
 */
@Component
class Staging {
  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

  /** For so long after its end a snapshot can still be looked at. */
  private static final String KEPT = "1 hour";

  /** For so long it is known that there was a snapshot. */
  private static final String KNOWN = "90 days";

  /** Of what there is, which is little; and not of all snapshots that ever were. */
  private static final String LEFT =
      """
      select l.id
      from (select substring(c.relname from '[0-9]+$')::bigint as id
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'sync_staging'::regclass) l
      left join sync_snapshots s on s.id = l.id
      where s.id is null
         or s.started_at < crossdock_now() - cast(? as interval)
            and coalesce(s.finished_at, s.started_at) < crossdock_now() - cast(? as interval)
            and (s.state <> 'reading' or not s.whole)
      """;

  /** The oldest, at each new one: some more than are begun. */
  private static final String FORGET =
      """
      delete from sync_snapshots
      where id in (select id from sync_snapshots order by id limit 100)
        and coalesce(finished_at, started_at) < crossdock_now() - cast(? as interval)
      """;

  /** So many lines are looked through for repeats at once, so that no answer takes too long. */
  private static final long AT_ONCE = 1_000_000;

  private static final String COPY =
      "copy sync_staging (snapshot, key, place, value, reference, as_of) from stdin";

  /** One name on several lines is only told of; one line that came several times is an error. */
  private static final String TWICE =
      """
      with repeated as (
        select key, place from sync_staging
        where snapshot = ? and (? = 1 or abs(hashtext(key) % ?) = ?)
        group by key, place having count(*) > 1)
      select (select count(*) from repeated),
             (select coalesce(s.reference, s.key) || ' at ''' || s.place || ''', ' || count(*) || ' times'
              from repeated r join sync_staging s on s.key = r.key and s.place = r.place where s.snapshot = ?
              group by coalesce(s.reference, s.key), s.place having count(*) > 1 limit 1)
      """;

  private final JdbcTemplate jdbc;
  private final DataSource database;

  Staging(JdbcTemplate jdbc, DataSource database) {
    this.jdbc = jdbc;
    this.database = database;
  }

  /** Begins a snapshot, and forgets what an earlier process left half done of the same sync. */
  long open(String sync, String channel, String entity, boolean whole) {
    if (whole) {
      jdbc.queryForList(
              "select id from sync_snapshots where sync = ? and channel = ? and entity = ? and"
                  + " state = 'reading'",
              Long.class,
              sync,
              channel,
              entity)
          .forEach(left -> fail(left, "the hub was stopped while it was read, and began anew"));
    }
    sweep();
    var id =
        jdbc.queryForObject(
            "insert into sync_snapshots (sync, channel, entity, whole, units) values (?, ?, ?, ?, 0)"
                + " returning id",
            Long.class,
            sync,
            channel,
            entity,
            whole);
    if (id == null) {
      throw new IllegalStateException("PostgreSQL hands back what it inserts");
    }
    call("select sync_open_staging(?)", id);
    return id;
  }

  /** Adds lines, within the caller's transaction. */
  void add(long snapshot, List<SnapshotLine> lines) {
    var connection = DataSourceUtils.getConnection(database);
    try {
      var copy = connection.unwrap(PGConnection.class).getCopyAPI();
      var unused = copy.copyIn(COPY, new StringReader(CopyText.of(snapshot, lines)));
    } catch (SQLException e) {
      throw new IllegalStateException("cannot stage lines: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      DataSourceUtils.releaseConnection(connection, database);
    }
    jdbc.update(
        "update sync_snapshots set pages = pages + 1, items = items + ?, units = units + ? where id = ?",
        lines.size(),
        lines.stream().mapToLong(line -> Math.max(0, line.value())).sum(),
        snapshot);
  }

  /** How far it is: reading, complete, compared or failed. */
  String state(long snapshot) {
    return jdbc
        .queryForList("select state from sync_snapshots where id = ?", String.class, snapshot)
        .stream()
        .findFirst()
        .orElse("failed");
  }

  void expect(long snapshot, long lines) {
    jdbc.update("update sync_snapshots set expected = ? where id = ?", lines, snapshot);
  }

  /**
   * All has been read.
   *
   * @param asOf the instant the whole speaks for, by our clock
   * @throws HubException {@code SYN-032} when a line is there twice
   */
  void complete(long snapshot, Instant asOf) {
    call("select sync_settle_staging(?)", snapshot);
    var repeats = requireOnce(snapshot);
    jdbc.update(
        "update sync_snapshots set state = 'complete', as_of = ?, repeats = ?, finished_at = crossdock_now()"
            + " where id = ? and state = 'reading'",
        Timestamp.from(asOf),
        repeats,
        snapshot);
  }

  /** It is no snapshot, and its lines are forgotten. */
  void fail(long snapshot, String sentence) {
    jdbc.update(
        "update sync_snapshots set state = 'failed', finished_at = crossdock_now(), sentence = ?"
            + " where id = ?",
        sentence,
        snapshot);
    unlessBusy(() -> call("select sync_drop_staging(?)", snapshot));
  }

  /** What nobody has asked for in a long time. */
  private void sweep() {
    unlessBusy(
        () ->
            jdbc.queryForList(LEFT, Long.class, KEPT, KEPT)
                .forEach(old -> call("select sync_drop_staging(?)", old)));
    jdbc.update(FORGET, KNOWN);
  }

  /** Whoever reads all that is staged, to save the database, keeps no snapshot from being taken. */
  private static void unlessBusy(Runnable forgetting) {
    try {
      forgetting.run();
    } catch (DataAccessException e) {
      LOG.atDebug().setCause(e).log("lines of old snapshots are forgotten later");
    }
  }

  private long requireOnce(long snapshot) {
    var items =
        jdbc.queryForObject("select items from sync_snapshots where id = ?", Long.class, snapshot);
    var parts = items == null ? 1 : items / AT_ONCE + 1;
    var repeats = 0L;
    for (var part = 0; part < parts; part++) {
      repeats +=
          jdbc.queryForObject(
              TWICE,
              (row, i) -> {
                requireNone(row.getString(2));
                return row.getLong(1);
              },
              snapshot,
              parts,
              parts,
              part,
              snapshot);
    }
    return repeats;
  }

  private static void requireNone(@Nullable String twice) {
    if (twice != null) {
      throw new HubException(
          new Failure.Data(
              "SYN-032",
              "a line is in the snapshot more than once (%s); its pages shifted while they were read, or one was given twice. It is read again at its next run."
                  .formatted(twice)));
    }
  }

  private void call(String function, long snapshot) {
    jdbc.query(function, row -> {}, snapshot);
  }
}
