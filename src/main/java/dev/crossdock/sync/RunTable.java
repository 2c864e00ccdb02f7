package dev.crossdock.sync;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL by which runs are kept. */
@Component
class RunTable {
  private final JdbcTemplate jdbc;

  RunTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A run as a process takes it in hand. */
  record Claimed(long id, Instant startedAt, int lives, @Nullable String position) {}

  /** A run that waits or goes on, and what is known of whose it is. */
  record Open(
      long id,
      String sync,
      boolean running,
      @Nullable String owner,
      boolean lapsed,
      boolean cancelled,
      boolean forgotten) {}

  /** Keeps that a run is due; empty when the firing it is made for has been kept before. */
  Optional<Long> add(
      Sync sync,
      Run.Cause cause,
      @Nullable String by,
      @Nullable Instant dueAt,
      String state,
      @Nullable String sentence) {
    return jdbc
        .queryForList(
            """
            insert into sync_runs (sync, channel, state, cause, asked_by, due_at, fire_key, sentence, finished_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, case when ? = 'refused' then crossdock_now() end)
            on conflict (fire_key) where fire_key is not null do nothing returning id
            """,
            Long.class,
            sync.id(),
            sync.channel(),
            state,
            cause.word(),
            by,
            dueAt == null ? null : Timestamp.from(dueAt),
            dueAt == null ? null : sync.id() + "@" + dueAt,
            sentence,
            state)
        .stream()
        .findFirst();
  }

  /** Keeps that a firing of a sync was heard that this process has no file of. */
  void addUnknown(String sync, Instant dueAt) {
    jdbc.update(
        """
        insert into sync_runs (sync, state, cause, due_at, fire_key) values (?, 'queued', 'schedule', ?, ?)
        on conflict (fire_key) where fire_key is not null do nothing
        """,
        sync,
        Timestamp.from(dueAt),
        sync + "@" + dueAt);
  }

  /** A frequent run that has found something begins to be kept. */
  long begin(Sync sync, Run.Cause cause, String owner, long epoch, Instant startedAt) {
    try {
      Long id =
          jdbc.queryForObject(
              """
              insert into sync_runs (sync, channel, state, cause, owner, epoch, lives, started_at, resumed_at)
              values (?, ?, 'running', ?, ?, ?, 1, ?, ?) returning id
              """,
              Long.class,
              sync.id(),
              sync.channel(),
              cause.word(),
              owner,
              epoch,
              Timestamp.from(startedAt),
              Timestamp.from(startedAt));
      return id == null ? 0 : id;
    } catch (DuplicateKeyException e) {
      throw new Progress.Stopped(false);
    }
  }

  /**
   * Takes the run that goes on, or else the one that has waited longest, in hand; none under a turn
   * that is over, whose runs are another process's.
   */
  Optional<Claimed> claim(String sync, String owner, long epoch) {
    return jdbc
        .query(
            """
            with mine as (
              select owner, epoch from sync_turns where sync = ? and owner = ? and epoch = ? for share)
            update sync_runs set state = 'running', owner = mine.owner, epoch = mine.epoch, lives = lives + 1,
              started_at = coalesce(started_at, crossdock_now()), resumed_at = crossdock_now(),
              resumed_items = items
            from mine
            where id = (select id from sync_runs where sync = ? and state in ('queued', 'running')
                        order by state = 'running' desc, id limit 1)
            returning id, started_at, lives, position
            """,
            (row, i) ->
                new Claimed(
                    row.getLong(1),
                    row.getTimestamp(2).toInstant(),
                    row.getInt(3),
                    row.getString(4)),
            sync,
            owner,
            epoch,
            sync)
        .stream()
        .findFirst();
  }

  /** False when it is not ours any more, or somebody cancelled it. */
  boolean moved(
      long id,
      String owner,
      long epoch,
      int pages,
      long items,
      int kept,
      @Nullable String position) {
    return jdbc.update(
            """
            update sync_runs set pages = pages + ?, items = items + ?, kept = kept + ?, position = ?,
              progressed_at = crossdock_now()
            where id = ? and owner = ? and epoch = ? and state = 'running' and cancelled_by is null
            """,
            pages,
            items,
            kept,
            position,
            id,
            owner,
            epoch)
        == 1;
  }

  boolean isCancelled(long id) {
    return !jdbc.queryForList(
            "select 1 from sync_runs where id = ? and cancelled_by is not null", Integer.class, id)
        .isEmpty();
  }

  void expect(long id, long items) {
    jdbc.update("update sync_runs set expected = ? where id = ?", items, id);
  }

  /** False when it is not ours any more. */
  boolean end(long id, String owner, long epoch, String state, @Nullable String sentence) {
    return jdbc.update(
            """
        update sync_runs set state = ?, sentence = ?, finished_at = crossdock_now(), position = null
        where id = ? and owner = ? and epoch = ? and state = 'running'
        """,
            state,
            sentence,
            id,
            owner,
            epoch)
        == 1;
  }

  /** A frequent run that failed before it kept anything. */
  void addFailed(Sync sync, Run.Cause cause, String sentence) {
    jdbc.update(
        """
        insert into sync_runs (sync, channel, state, cause, lives, started_at, finished_at, sentence)
        values (?, ?, 'failed', ?, 1, crossdock_now(), crossdock_now(), ?)
        """,
        sync.id(),
        sync.channel(),
        cause.word(),
        sentence);
  }

  /** One that waits is cancelled at once; one that goes on hears of it. */
  boolean cancel(long id, String by) {
    return jdbc.update(
            """
            update sync_runs set cancelled_by = ?,
              state = case when state = 'queued' then 'cancelled' else state end,
              finished_at = case when state = 'queued' then crossdock_now() end
            where id = ? and state in ('queued', 'running') and cancelled_by is null
            """,
            by,
            id)
        == 1;
  }

  /** A run that no process has a file for. */
  void forget(long id, String sentence) {
    jdbc.update(
        """
        update sync_runs set state = 'cancelled', finished_at = crossdock_now(), sentence = ?
        where id = ? and state in ('queued', 'running')
        """,
        sentence,
        id);
  }

  /** All that go on or wait, in the order in which they are made. */
  List<Open> open() {
    return jdbc.query(
        """
        select r.id, r.sync, r.state = 'running', r.owner, coalesce(t.leased_until, '-infinity') < crossdock_now(),
          r.cancelled_by is not null, r.asked_at < crossdock_now() - interval '1 minute'
        from sync_runs r left join sync_turns t on t.sync = r.sync
        where r.state in ('queued', 'running') order by r.state = 'running' desc, r.id limit 1000
        """,
        (row, i) ->
            new Open(
                row.getLong(1),
                row.getString(2),
                row.getBoolean(3),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7)));
  }

  /** Deletes what ended so many days ago. */
  int deleteOld(long days, int most) {
    return jdbc.update(
        """
        delete from sync_runs where id in (
          select id from sync_runs where finished_at < crossdock_now() - make_interval(days => ?) limit ?)
        """,
        (int) days,
        most);
  }
}
