package dev.crossdock.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Takes what a channel is owed, and writes down what it answered. */
@Component
class TargetClaims {
  private static final Logger LOG = LoggerFactory.getLogger(TargetClaims.class);

  /**
   * A target that came back to what the channel surely shows anyway is settled without a call.
   * After a write whose answer never came nobody knows what it shows.
   */
  private static final String CLAIM =
      """
      with shown as (
        select channel, sku, slot from delivery_targets
        where channel = ? and version > confirmed_version and not stopped and in_flight_until is null
          and seen = desired and not unsure
        for update skip locked),
      settled as (
        update delivery_targets t
        set confirmed_version = version, confirmed_at = crossdock_now(), attempts = 0
        from shown s where t.channel = s.channel and t.sku = s.sku and t.slot = s.slot
        returning t.channel, t.sku, t.slot, t.version),
      noted_as_settled as (
        update delivery_target_changes h set confirmed_at = crossdock_now()
        from settled s
        where h.channel = s.channel and h.sku = s.sku and h.slot = s.slot and h.version <= s.version
          and h.confirmed_at is null),
      due as (
        select channel, sku, slot from delivery_targets
        where channel = ? and version > confirmed_version and not stopped
          and (in_flight_until is null and (seen is distinct from desired or unsure) or in_flight_until < crossdock_now())
          and (next_attempt_at is null or next_attempt_at <= crossdock_now())
          and (restored_over is null or seen = restored_over or unsure)
        order by owed_at limit ? for update skip locked),
      claimed as (
        update delivery_targets t
        set sent = desired, sent_version = version, sent_at = crossdock_now(), attempts = attempts + 1,
            in_flight_until = crossdock_now() + interval '20 seconds', own_since_sent = 0, shown_before = t.seen
        from due where t.channel = due.channel and t.sku = due.sku and t.slot = due.slot
        returning t.channel, t.sku, t.slot, t.desired, t.seen, t.version, t.attempts),
      noted as (
        update delivery_target_changes h set sent_at = crossdock_now()
        from claimed c
        where h.channel = c.channel and h.sku = c.sku and h.slot = c.slot and h.version = c.version)
      select sku, slot, desired, seen, version, attempts from claimed
      """;

  /**
   * Locks in the one order that all use, so that two who lock several never wait for each other.
   */
  private static final String TAKEN =
      """
      with answered as (
        select t.channel, t.sku, t.slot, v.version, v.pause, v.check_after
        from unnest(?::text[], ?::text[], ?::bigint[], ?::integer[], ?::bigint[]) as v (sku, slot, version, pause, check_after)
        join delivery_targets t on t.sku = v.sku and t.slot = v.slot and t.sent_version = v.version
        where t.channel = ?
        order by t.channel, t.sku, t.slot for update of t),
      taken as (
        update delivery_targets t
        set seen = t.sent + t.own_since_sent, seen_at = crossdock_now(), in_flight_until = null,
            confirmed_version = greatest(confirmed_version, v.version), confirmed_at = crossdock_now(), attempts = 0,
            differs_since = null, unsure = false,
            read_back_at = crossdock_now() + v.check_after * interval '1 millisecond',
            read_back_off = null, read_back_looks = 0,
            owed_at = case when t.version > v.version then t.sent_at else t.owed_at end,
            next_attempt_at = crossdock_now() + v.pause * interval '1 millisecond',
            failure_class = null, failure_code = null, failure_sentence = null
        from answered v
        where t.channel = v.channel and t.sku = v.sku and t.slot = v.slot
        returning t.channel, t.sku, t.slot, v.version),
      noted as (
        update delivery_target_changes h set confirmed_at = crossdock_now()
        from taken s
        where h.channel = s.channel and h.sku = s.sku and h.slot = s.slot and h.version <= s.version
          and h.confirmed_at is null)
      select count(*) from taken
      """;

  private static final String NOT_TAKEN =
      """
      with answered as (
        select t.channel, v.*
        from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::boolean[], ?::boolean[], ?::boolean[],
                    ?::integer[], ?::text[], ?::text[], ?::text[])
          as v (sku, slot, version, pause, stop, free, unsure, seen, word, code, sentence)
        join delivery_targets t on t.sku = v.sku and t.slot = v.slot and t.sent_version = v.version
        where t.channel = ?
        order by t.channel, t.sku, t.slot for update of t)
      update delivery_targets t
      set in_flight_until = null, seen = coalesce(v.seen, t.seen),
          unsure = v.seen is null and (t.unsure or v.unsure),
          attempts = greatest(0, t.attempts - case when v.free then 1 else 0 end),
          next_attempt_at = case when v.word = 'conflict' and t.own_since_sent <> 0 then null
                                 else crossdock_now() + v.pause * interval '1 millisecond' end,
          stopped = v.stop and t.version = v.version,
          failure_class = v.word, failure_code = v.code, failure_sentence = v.sentence
      from answered v
      where t.channel = v.channel and t.sku = v.sku and t.slot = v.slot
      """;

  /**
   * An answer to a call whose claim was over: another has told the channel something meanwhile, or
   * is telling it, and which of the two came last nobody knows. Whoever is under way is made late
   * too, so that the level is told once more after the last of them.
   */
  private static final String LATE =
      """
      with late as (
        select t.channel, t.sku, t.slot
        from unnest(?::text[], ?::text[], ?::bigint[]) as v (sku, slot, version)
        join delivery_targets t on t.sku = v.sku and t.slot = v.slot and t.sent_version <> v.version
        where t.channel = ?
        order by t.channel, t.sku, t.slot for update of t),
      doubted as (
        update delivery_targets t
        set version = t.version + 1, unsure = true, sent_version = 0, in_flight_until = null,
            owed_at = case when t.version > t.confirmed_version then t.owed_at else crossdock_now() end,
            stopped = false, attempts = 0, next_attempt_at = null
        from late l
        where t.channel = l.channel and t.sku = l.sku and t.slot = l.slot
        returning t.channel, t.sku, t.slot, t.version, t.desired, t.owed_at)
      insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at)
      select * from doubted
      """;

  private static final String EXTEND =
      """
      update delivery_targets t set in_flight_until = crossdock_now() + interval '20 seconds'
      from unnest(?::text[], ?::text[], ?::bigint[]) as v (sku, slot, version)
      where t.channel = ? and t.sku = v.sku and t.slot = v.slot and t.sent_version = v.version
        and t.in_flight_until is not null
      """;

  private final JdbcTemplate marks;

  /**
   * Takes its database.
   *
   * @param marks forgetting a claim or an answer in a crash of the database means sending the same
   *     again: a repeat, not a loss
   */
  TargetClaims(@Qualifier("marks") JdbcTemplate marks) {
    this.marks = marks;
  }

  /** One target that was taken for delivery. */
  record Claimed(
      String sku, String slot, int desired, @Nullable Integer seen, long version, int attempts) {
    String key() {
      return sku + "@" + slot;
    }
  }

  List<Claimed> claim(String channel, int most) {
    return marks.query(
        CLAIM,
        (row, i) ->
            new Claimed(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getObject(4, Integer.class),
                row.getLong(5),
                row.getInt(6)),
        channel,
        channel,
        most);
  }

  /** Lets go on what stopped because the channel did not know what was spoken of. */
  void goOnWithUnknownNames() {
    marks.update(
        "update delivery_targets set stopped = false, next_attempt_at = null"
            + " where stopped and failure_class = 'unknown-reference'");
  }

  /** What the channel calls each of these SKUs, by kind of name. */
  Map<String, Map<String, String>> references(String channel, List<String> skus) {
    var found = new HashMap<String, Map<String, String>>();
    marks.query(
        "select sku, kind, code from catalog_references_view where channel = ? and sku = any(?)",
        row -> {
          found
              .computeIfAbsent(row.getString(1), sku -> new HashMap<>())
              .put(row.getString(2), row.getString(3));
        },
        channel,
        skus.toArray(String[]::new));
    return found;
  }

  /**
   * These were taken.
   *
   * @param pauses how long each is left alone, in milliseconds
   * @param checks after how many milliseconds each is read back; null where taken means shown
   */
  void taken(
      String channel, List<Claimed> targets, List<Integer> pauses, List<@Nullable Long> checks) {
    var known =
        marks.queryForObject(
            TAKEN,
            Integer.class,
            array(targets, Claimed::sku, String[]::new),
            array(targets, Claimed::slot, String[]::new),
            array(targets, Claimed::version, Long[]::new),
            pauses.toArray(Integer[]::new),
            checks.toArray(Long[]::new),
            channel);
    if (known == null || known < targets.size()) {
      late(channel, targets);
    }
  }

  private void late(String channel, List<Claimed> targets) {
    var doubted =
        marks.update(
            LATE,
            array(targets, Claimed::sku, String[]::new),
            array(targets, Claimed::slot, String[]::new),
            array(targets, Claimed::version, Long[]::new),
            channel);
    if (doubted > 0) {
      LOG.atWarn()
          .addKeyValue("channel", channel)
          .addKeyValue("levels", doubted)
          .log(
              "an answer came after its claim was over; what may have been overwritten is sent again");
    }
  }

  /** Keeps these taken, because there is more to do about them than one call. */
  void extend(String channel, List<Claimed> targets) {
    if (!targets.isEmpty()) {
      marks.update(
          EXTEND,
          array(targets, Claimed::sku, String[]::new),
          array(targets, Claimed::slot, String[]::new),
          array(targets, Claimed::version, Long[]::new),
          channel);
    }
  }

  void notTaken(String channel, List<Refused> refused) {
    var known =
        marks.update(
            NOT_TAKEN,
            array(refused, r -> r.target().sku(), String[]::new),
            array(refused, r -> r.target().slot(), String[]::new),
            array(refused, r -> r.target().version(), Long[]::new),
            array(refused, Refused::pauseMillis, Long[]::new),
            array(refused, Refused::stop, Boolean[]::new),
            array(refused, Refused::free, Boolean[]::new),
            array(refused, r -> r.outcome().isUnknown(), Boolean[]::new),
            array(refused, r -> r.outcome().seen(), Integer[]::new),
            array(refused, r -> r.outcome().word(), String[]::new),
            array(refused, r -> r.outcome().code(), String[]::new),
            array(refused, r -> r.outcome().sentence(), String[]::new),
            channel);
    var unknown = refused.stream().filter(r -> r.outcome().isUnknown()).toList();
    if (known < refused.size() && !unknown.isEmpty()) {
      late(channel, unknown.stream().map(Refused::target).toList());
    }
  }

  private static <F, T> T[] array(
      List<F> rows, Function<F, @Nullable T> column, IntFunction<T[]> array) {
    return rows.stream().map(column).toArray(array);
  }
}
