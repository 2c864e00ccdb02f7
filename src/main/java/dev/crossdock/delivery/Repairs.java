package dev.crossdock.delivery;

import dev.crossdock.kernel.Sku;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Has a channel told once more what it was found not to show, and takes that back when a person
 * asks for it. Nothing is written here: a level is owed again, and delivery makes it so, comparing
 * first (ADR 0041).
 */
@Component
public class Repairs {
  /**
   * Only what is owed nothing and was not told anything since it was found out; the number is what
   * follows from our stock now, whatever it was when it was found out.
   */
  private static final String REPAIR =
      """
      with found as (
        select t.channel, t.sku, t.slot, v.shown, v.found_at
        from unnest(?::text[], ?::text[], ?::integer[], ?::timestamptz[]) as v (sku, slot, shown, found_at)
        join delivery_targets t on t.sku = v.sku and t.slot = v.slot
        where t.channel = ? and t.version > 0 and t.version = t.confirmed_version and t.in_flight_until is null
          and coalesce(t.restored_over, t.desired) <> v.shown
          and (t.confirmed_at is null or t.confirmed_at <= v.found_at)
        order by t.channel, t.sku, t.slot for update of t),
      repaired as (
        update delivery_targets t
        set desired = coalesce(t.restored_over, t.desired), restored_over = null, version = t.version + 1,
            owed_at = crossdock_now(), attempts = 0, next_attempt_at = null, stopped = false, differs_since = null,
            seen = f.shown,
            seen_at = case when t.seen = f.shown then t.seen_at else f.found_at end,
            based_on = case when t.seen = f.shown then t.based_on else f.found_at end
        from found f
        where t.channel = f.channel and t.sku = f.sku and t.slot = f.slot
        returning t.channel, t.sku, t.slot, t.version, t.desired, t.owed_at, f.shown),
      noted as (
        insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at)
        select channel, sku, slot, version, desired, owed_at from repaired)
      select sku, slot, shown, desired, version from repaired
      """;

  private static final String RESTORE =
      """
      with undone as (
        select t.channel, t.sku, t.slot, v.before
        from unnest(?::text[], ?::text[], ?::integer[], ?::integer[], ?::bigint[]) as v (sku, slot, before, after, version)
        join delivery_targets t on t.sku = v.sku and t.slot = v.slot
        where t.channel = ? and t.version = v.version and t.confirmed_version = v.version and t.in_flight_until is null
          and t.desired = v.after and t.seen = v.after and t.differs_since is null and t.read_back_at is null
        order by t.channel, t.sku, t.slot for update of t),
      restored as (
        update delivery_targets t
        set desired = u.before, restored_over = t.desired, version = t.version + 1, owed_at = crossdock_now(),
            attempts = 0, next_attempt_at = null
        from undone u
        where t.channel = u.channel and t.sku = u.sku and t.slot = u.slot
        returning t.channel, t.sku, t.slot, t.version, t.desired, t.owed_at, t.restored_over),
      noted as (
        insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at)
        select channel, sku, slot, version, desired, owed_at from restored)
      select sku, slot, restored_over, desired, version from restored
      """;

  /** Somebody else was there first: it stays as that one left it, and is found to differ again. */
  private static final String GIVE_UP =
      """
      with late as (
        select channel, sku, slot from delivery_targets
        where restored_over is not null and version > confirmed_version and in_flight_until is null and not unsure
          and seen <> restored_over and seen <> desired
        order by channel, sku, slot for update),
      given_up as (
        update delivery_targets t
        set desired = restored_over, restored_over = null, version = version + 1, confirmed_version = version + 1,
            confirmed_at = crossdock_now(), attempts = 0, stopped = false,
            failure_class = null, failure_code = null, failure_sentence = null
        from late l
        where t.channel = l.channel and t.sku = l.sku and t.slot = l.slot
        returning t.channel, t.sku, t.slot, t.version, t.desired, t.confirmed_at),
      closed as (
        update delivery_target_changes h set confirmed_at = g.confirmed_at
        from given_up g
        where h.channel = g.channel and h.sku = g.sku and h.slot = g.slot and h.confirmed_at is null)
      insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at, confirmed_at)
      select channel, sku, slot, version, desired, confirmed_at, confirmed_at from given_up
      """;

  private final JdbcTemplate jdbc;
  private final DeliveryWorkers workers;

  Repairs(JdbcTemplate jdbc, DeliveryWorkers workers) {
    this.jdbc = jdbc;
    this.workers = workers;
  }

  /**
   * A channel shows something else than it should.
   *
   * @param shown what it shows
   * @param foundAt when that was so, by our clock
   */
  public record Found(Sku sku, String slot, int shown, Instant foundAt) {}

  /**
   * What it is told instead.
   *
   * @param version of the target that says so
   */
  public record Told(Sku sku, String slot, int before, int after, long version) {}

  /**
   * Owes these again, within the caller's transaction; returns those that it did. What is owed or
   * under way anyway, or was told something since, is left alone.
   */
  public List<Told> repair(String channel, List<Found> found) {
    return told(
        channel,
        REPAIR,
        array(found, f -> f.sku().value(), String[]::new),
        array(found, Found::slot, String[]::new),
        array(found, Found::shown, Integer[]::new),
        array(found, f -> Timestamp.from(f.foundAt()), Timestamp[]::new),
        channel);
  }

  /**
   * Owes what was shown before, where nothing has changed since we wrote; returns those that it
   * did. It stays so until our own number changes.
   */
  public List<Told> restore(String channel, List<Told> told) {
    return told(
        channel,
        RESTORE,
        array(told, t -> t.sku().value(), String[]::new),
        array(told, Told::slot, String[]::new),
        array(told, Told::before, Integer[]::new),
        array(told, Told::after, Integer[]::new),
        array(told, Told::version, Long[]::new),
        channel);
  }

  /** Ends those that came too late: the channel shows by now what neither of us wrote. */
  public int giveUpLateRestores() {
    return jdbc.update(GIVE_UP);
  }

  private List<Told> told(String channel, String sql, Object... values) {
    var told =
        jdbc.query(
            sql,
            (row, i) ->
                new Told(
                    new Sku(row.getString(1)),
                    row.getString(2),
                    row.getInt(3),
                    row.getInt(4),
                    row.getLong(5)),
            values);
    AfterCommit.run(() -> workers.wake(Set.of(channel)));
    return told;
  }

  private static <F, T> T[] array(List<F> rows, Function<F, T> column, IntFunction<T[]> array) {
    return rows.stream().map(column).toArray(array);
  }
}
