package dev.crossdock.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of replays: what is asked for, and how far it has come. */
@Component
class ReplayTable {
  private static final String JOBS =
      """
      select r.id, r.who, r.filter, r.per_second, r.total, r.state, r.asked_at, r.finished_at,
             count(*) filter (where t.state = 'waiting') as waiting,
             count(*) filter (where t.state = 'driven') as driven,
             count(*) filter (where t.ended_as = 'applied') as applied,
             count(*) filter (where t.ended_as = 'duplicate') as duplicate,
             count(*) filter (where t.ended_as = 'ignored') as ignored,
             count(*) filter (where t.ended_as = 'parked') as parked,
             count(*) filter (where t.state = 'skipped') as skipped,
             count(*) filter (where t.state = 'cancelled') as cancelled,
             extract(epoch from coalesce(r.finished_at, crossdock_now()) - r.asked_at)
      from delivery_replays r left join delivery_replay_items t on t.replay_id = r.id
      where %s group by r.id order by r.id desc limit 20
      """;

  private static final String TAKE =
      """
      update delivery_replay_items t set state = 'driven'
      from (select message_id from delivery_replay_items
            where replay_id = ? and state = 'waiting' order by message_id limit ? for update) w
      where t.replay_id = ? and t.message_id = w.message_id
      returning t.message_id
      """;

  private static final String LEARN =
      """
      update delivery_replay_items t set state = 'ended', ended_as = i.state
      from delivery_inbox i
      where t.replay_id = ? and t.state = 'driven' and i.id = t.message_id
        and i.state in ('applied', 'duplicate', 'ignored', 'parked')
      """;

  private static final String FINISH =
      """
      update delivery_replays set state = 'done', finished_at = crossdock_now()
      where id = ? and state = 'running'
        and not exists (select from delivery_replay_items where replay_id = ? and state in ('waiting', 'driven'))
      """;

  private final JdbcTemplate jdbc;

  ReplayTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A job that is driven by this process. */
  record Held(long id, int perSecond) {}

  /** The job of that request; empty when there is none yet. */
  Optional<Long> ofRequest(String requestKey) {
    return jdbc
        .queryForList(
            "select id from delivery_replays where request_key = ?", Long.class, requestKey)
        .stream()
        .findFirst();
  }

  /** A new job; empty when another has the same key. */
  Optional<Long> add(String requestKey, String who, String filter, int perSecond) {
    return jdbc
        .queryForList(
            "insert into delivery_replays (request_key, who, filter, per_second, total) values (?, ?, ?, ?, 0)"
                + " on conflict (request_key) do nothing returning id",
            Long.class,
            requestKey,
            who,
            filter,
            perSecond)
        .stream()
        .findFirst();
  }

  int addItems(long job, ParkedFilter filter) {
    var wanted = filter.messages().conditions();
    var values = new ArrayList<Object>();
    values.add(job);
    values.addAll(wanted.values());
    return total(
        job,
        jdbc.update(
            "insert into delivery_replay_items (replay_id, message_id)"
                + " select ?, id::bigint from delivery_parked_view where "
                + wanted.sql(),
            values.toArray()));
  }

  int addItems(long job, List<Long> ids) {
    return total(
        job,
        jdbc.update(
            "insert into delivery_replay_items (replay_id, message_id)"
                + " select ?, message_id from delivery_parked where message_id = any(?) and left_at is null",
            job,
            ids.toArray(Long[]::new)));
  }

  private int total(long job, int items) {
    jdbc.update("update delivery_replays set total = ? where id = ?", items, job);
    return items;
  }

  /** Takes or renews the running jobs that nobody else drives. */
  List<Held> hold(long epoch, boolean alone) {
    return jdbc.query(
        """
        update delivery_replays set epoch = ?, leased_until = crossdock_now() + interval '10 seconds'
        where state = 'running' and (epoch = ? or leased_until is null or leased_until < crossdock_now() or ?)
        returning id, per_second
        """,
        (row, i) -> new Held(row.getLong(1), row.getInt(2)),
        epoch,
        epoch,
        alone);
  }

  /** Locks a job that is still this process's to drive. */
  boolean stillOurs(long job, long epoch) {
    return !jdbc.queryForList(
            "select id from delivery_replays where id = ? and epoch = ? and state = 'running' for update",
            Long.class,
            job,
            epoch)
        .isEmpty();
  }

  List<Long> take(long job, int most) {
    return jdbc.queryForList(TAKE, Long.class, job, most, job);
  }

  /** These were parked no more when their turn came. */
  void skip(long job, List<Long> ids) {
    jdbc.update(
        "update delivery_replay_items set state = 'skipped' where replay_id = ? and message_id = any(?)",
        job,
        ids.toArray(Long[]::new));
  }

  void learn(long job) {
    jdbc.update(LEARN, job);
  }

  boolean finish(long job) {
    return jdbc.update(FINISH, job, job) > 0;
  }

  /** Stops a job; returns how many had not had their turn. */
  int cancel(long job) {
    jdbc.update(
        "update delivery_replays set state = 'cancelled', finished_at = crossdock_now()"
            + " where id = ? and state = 'running'",
        job);
    return jdbc.update(
        "update delivery_replay_items set state = 'cancelled' where replay_id = ? and state = 'waiting'",
        job);
  }

  List<Replays.Job> latest() {
    return jdbc.query(JOBS.formatted("true"), (row, i) -> job(row));
  }

  Optional<Replays.Job> find(long id) {
    return jdbc.query(JOBS.formatted("r.id = ?"), (row, i) -> job(row), id).stream().findFirst();
  }

  private static Replays.Job job(ResultSet row) throws SQLException {
    var finished = row.getTimestamp(8);
    return new Replays.Job(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        row.getInt(5),
        row.getString(6),
        row.getTimestamp(7).toInstant(),
        finished == null ? null : finished.toInstant(),
        row.getInt(9),
        row.getInt(10),
        row.getInt(11),
        row.getInt(12),
        row.getInt(13),
        row.getInt(14),
        row.getInt(15),
        row.getInt(16),
        row.getDouble(17));
  }
}
