package dev.crossdock.delivery;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of reading back what a channel accepted. */
@Component
class ReadBackTable {
  private static final String CLAIM =
      """
      with due as (
        select channel, sku, slot from delivery_targets
        where channel = ? and read_back_at <= crossdock_now()
          and version = confirmed_version and in_flight_until is null
        order by read_back_at limit ? for update skip locked)
      update delivery_targets t set read_back_at = crossdock_now() + interval '20 seconds'
      from due where t.channel = due.channel and t.sku = due.sku and t.slot = due.slot
      returning t.sku, t.slot, t.version, crossdock_now()
      """;

  /**
   * Shown is confirmed. Another number is looked at again, less and less often, because a sale that
   * we have not heard of yet explains it: more than was sent, or what was shown before, is lost at
   * the second look that finds the same; any other number only at the sixth.
   */
  private static final String LEARN =
      """
      with looked as (
        select t.*, v.found, v.asked_at, v.found - t.seen as off,
               case when t.read_back_off = v.found - t.seen then t.read_back_looks + 1 else 1 end as looks
        from unnest(?::text[], ?::text[], ?::bigint[], ?::integer[], ?::timestamptz[])
          as v (sku, slot, version, found, asked_at)
        join delivery_targets t on t.sku = v.sku and t.slot = v.slot and t.version = v.version
        where t.channel = ? and t.confirmed_version = t.version and t.in_flight_until is null
          and t.read_back_at is not null
        order by t.channel, t.sku, t.slot for update of t),
      judged as (
        select *, off = 0 as shown,
               off <> 0 and looks >= case when off > 0 or found = shown_before + own_since_sent then 2 else 6 end as lost
        from looked),
      done as (
        update delivery_targets t
        set read_back_at = case when j.shown or j.lost then null
                                else crossdock_now() + ? * (1 << least(j.looks - 1, 5)) * interval '1 millisecond' end,
            read_back_off = case when j.shown or j.lost then null else j.off end,
            read_back_looks = case when j.shown or j.lost then 0 else j.looks end,
            lost_writes = case when j.shown then 0 when j.lost then j.lost_writes + 1 else j.lost_writes end,
            version = case when j.lost then t.version + 1 else t.version end,
            owed_at = case when j.lost then crossdock_now() else t.owed_at end,
            seen = case when j.lost then j.found else t.seen end,
            based_on = case when j.lost then j.asked_at else t.based_on end,
            attempts = case when j.lost then 0 else t.attempts end,
            next_attempt_at = case when not j.lost then t.next_attempt_at
                                   when j.lost_writes >= ? then crossdock_now() + interval '1 minute' end,
            failure_class = case when j.lost then 'transient' when j.shown then null else t.failure_class end,
            failure_code = case when j.lost then ? when j.shown then null else t.failure_code end,
            failure_sentence = case when j.lost then ? || ' accepted ' || t.sent || ' and shows ' || j.found || '; it is sent again.'
                                    when j.shown then null else t.failure_sentence end
        from judged j where t.channel = j.channel and t.sku = j.sku and t.slot = j.slot
        returning t.channel, t.sku, t.slot, t.version, t.desired, t.owed_at, t.sent, t.lost_writes, j.found, j.lost),
      noted as (
        insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at, found)
        select channel, sku, slot, version, desired, owed_at, found from done where lost)
      select sku, slot, sent, found, lost_writes from done where lost
      """;

  private static final String LATER =
      """
      update delivery_targets t set read_back_at = crossdock_now() + ? * interval '1 millisecond'
      from unnest(?::text[], ?::text[], ?::bigint[]) as v (sku, slot, version)
      where t.channel = ? and t.sku = v.sku and t.slot = v.slot and t.version = v.version
        and t.read_back_at is not null
      """;

  private static final String NOT_SHOWN = "DEL-012";

  private final JdbcTemplate jdbc;

  ReadBackTable(@Qualifier("marks") JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** One target whose turn it is to be looked at. */
  record Due(String sku, String slot, long version, Instant askedAt) {
    String key() {
      return sku + "@" + slot;
    }
  }

  /** What a channel shows of it. */
  record Look(Due due, int found) {}

  /** A write that was accepted and did not come to be. */
  record Lost(String sku, String slot, @Nullable Integer sent, int found, int times) {
    String key() {
      return sku + "@" + slot;
    }
  }

  List<Due> claim(String channel, int most) {
    return jdbc.query(
        CLAIM,
        (row, i) ->
            new Due(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getTimestamp(4).toInstant()),
        channel,
        most);
  }

  /** Confirms what is shown, and owes again what was lost. */
  List<Lost> learn(String channel, List<Look> looks, long againMillis, int slowAfter) {
    return jdbc.query(
        LEARN,
        (row, i) ->
            new Lost(
                row.getString(1),
                row.getString(2),
                row.getObject(3, Integer.class),
                row.getInt(4),
                row.getInt(5)),
        array(looks, l -> l.due().sku(), String[]::new),
        array(looks, l -> l.due().slot(), String[]::new),
        array(looks, l -> l.due().version(), Long[]::new),
        array(looks, Look::found, Integer[]::new),
        array(looks, l -> Timestamp.from(l.due().askedAt()), Timestamp[]::new),
        channel,
        againMillis,
        slowAfter,
        NOT_SHOWN,
        channel);
  }

  /** Nothing was said of these: they are looked at another time. */
  void later(String channel, List<Due> due, long millis) {
    jdbc.update(
        LATER,
        millis,
        array(due, Due::sku, String[]::new),
        array(due, Due::slot, String[]::new),
        array(due, Due::version, Long[]::new),
        channel);
  }

  private static <F, T> T[] array(List<F> rows, Function<F, T> column, IntFunction<T[]> array) {
    return rows.stream().map(column).toArray(array);
  }
}
