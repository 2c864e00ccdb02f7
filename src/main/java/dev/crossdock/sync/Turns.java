package dev.crossdock.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Decides which process runs a sync, and under which term of office.
 *
 * <p>A turn is renewed every second and lasts six; who comes late finds a higher epoch and is
 * refused (rule R11). An embedded database serves one process only, which therefore takes over at
 * once.
 */
@Component
class Turns {
  /** How long after a process died its runs are taken over. */
  static final Duration LASTS = Duration.ofSeconds(6);

  private static final String TAKE =
      """
      insert into sync_turns as t (sync, channel, owner, epoch, leased_until)
      values (?, ?, ?, 1, crossdock_now() + make_interval(secs => ?))
      on conflict (sync) do update
        set owner = excluded.owner, channel = excluded.channel, leased_until = excluded.leased_until,
            epoch = t.epoch + case when t.owner is not distinct from excluded.owner then 0 else 1 end
        where t.owner is not distinct from excluded.owner or t.leased_until < crossdock_now() or ?
      returning epoch
      """;

  private final JdbcTemplate jdbc;
  private final boolean alone;
  private final String owner = "%d-%s".formatted(ProcessHandle.current().pid(), UUID.randomUUID());
  private final Map<String, Long> held = new ConcurrentHashMap<>();

  Turns(JdbcTemplate jdbc, @Value("${hub.database.mode:embedded}") String mode) {
    this.jdbc = jdbc;
    this.alone = mode.equals("embedded");
  }

  /** This process: its number on its machine, and what no other has. */
  String owner() {
    return owner;
  }

  /** Whether no other process can be at work on this database. */
  boolean alone() {
    return alone;
  }

  /** Takes a turn unless we have it, and says under which epoch; empty when it is another's. */
  OptionalLong take(Sync sync) {
    var known = held.get(sync.id());
    if (known != null) {
      return OptionalLong.of(known);
    }
    var taken = taken(sync);
    taken.ifPresent(epoch -> held.put(sync.id(), epoch));
    return taken;
  }

  private OptionalLong taken(Sync sync) {
    return jdbc
        .queryForList(TAKE, Long.class, sync.id(), sync.channel(), owner, LASTS.toSeconds(), alone)
        .stream()
        .mapToLong(epoch -> epoch)
        .findFirst();
  }

  /**
   * Renews every turn that is ours.
   *
   * @param good those that have ended well since the last time
   * @return those that another process has taken
   */
  Set<String> renew(Collection<String> good) {
    var ours = Set.copyOf(held.keySet());
    if (ours.isEmpty()) {
      return ours;
    }
    var renewed =
        jdbc.queryForList(
            """
            update sync_turns set leased_until = crossdock_now() + make_interval(secs => ?),
              good_at = case when sync = any(?) then crossdock_now() else good_at end
            where owner = ? and sync = any(?) returning sync
            """,
            String.class,
            LASTS.toSeconds(),
            good.toArray(String[]::new),
            owner,
            ours.toArray(String[]::new));
    var lost = new HashSet<>(ours);
    lost.removeAll(renewed);
    held.keySet().removeAll(lost);
    return lost;
  }

  /** Gives a turn back, so that nobody need wait for its end. */
  void giveBack(String sync) {
    held.remove(sync);
    jdbc.update(
        "update sync_turns set leased_until = '-infinity' where sync = ? and owner = ?",
        sync,
        owner);
  }

  /** It has ended well. */
  void good(String sync) {
    jdbc.update("update sync_turns set good_at = crossdock_now() where sync = ?", sync);
  }

  /** Those we have. */
  Set<String> held() {
    return Set.copyOf(held.keySet());
  }

  /** Whether a turn is still ours; nobody takes it over before the transaction has ended. */
  boolean holds(String sync, long epoch) {
    return !jdbc.queryForList(
            "select 1 from sync_turns where sync = ? and owner = ? and epoch = ? for share",
            Integer.class,
            sync,
            owner,
            epoch)
        .isEmpty();
  }

  /** Begins to know a sync; from now on it may be late. */
  void know(Sync sync) {
    jdbc.update(
        "insert into sync_turns (sync, channel) values (?, ?) on conflict do nothing",
        sync.id(),
        sync.channel());
  }

  /** Nobody opens or takes a run of this sync before the transaction has ended. */
  void lock(Sync sync) {
    know(sync);
    jdbc.queryForList("select 1 from sync_turns where sync = ? for update", sync.id());
  }

  /**
   * Notes which of these syncs have become late since the last look, whoever looked.
   *
   * @param fresh how old the last good end of each may be, in seconds
   */
  List<String> nowLate(List<String> syncs, List<Long> fresh) {
    return jdbc.queryForList(
        """
        update sync_turns t set late = true
        from unnest(?::text[], ?::bigint[]) as f(sync, seconds)
        where t.sync = f.sync and not t.late
          and coalesce(t.good_at, t.known_at) < crossdock_now() - make_interval(secs => f.seconds)
        returning t.sync
        """,
        String.class,
        syncs.toArray(String[]::new),
        fresh.toArray(Long[]::new));
  }

  /** A sync that was late, and whose channel it is. */
  record Late(String sync, String channel) {}

  /** Notes which are late no longer; one that is not asked for any more is not late either. */
  List<Late> lateNoLonger(List<String> syncs, List<Long> fresh) {
    return new ArrayList<>(
        jdbc.query(
            """
            update sync_turns t set late = false
            where t.late and not exists (
              select from unnest(?::text[], ?::bigint[]) as f(sync, seconds)
              where t.sync = f.sync
                and coalesce(t.good_at, t.known_at) < crossdock_now() - make_interval(secs => f.seconds))
            returning t.sync, t.channel
            """,
            (row, i) -> new Late(row.getString(1), row.getString(2)),
            syncs.toArray(String[]::new),
            fresh.toArray(Long[]::new)));
  }

  /** How all syncs stand that were ever known. */
  List<Standing> standings() {
    return jdbc.query(
        "select sync, good_at, late, leased_until > crossdock_now() from sync_turns",
        (row, i) -> {
          var good = row.getTimestamp(2);
          return new Standing(
              row.getString(1),
              good == null ? null : good.toInstant(),
              row.getBoolean(3),
              row.getBoolean(4));
        });
  }

  /** How a sync stands. */
  record Standing(String sync, @Nullable Instant goodAt, boolean late, boolean held) {}
}
