package dev.crossdock.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes what a channel is owed, and writes down what it answered. */
@Component
class TargetClaims {
  private static final String CLAIM =
      """
      with due as (
        select channel, sku, slot from delivery_targets
        where channel = ? and version > confirmed_version and not stopped
          and (in_flight_until is null or in_flight_until < crossdock_now())
          and (next_attempt_at is null or next_attempt_at <= crossdock_now())
        order by owed_at limit ? for update skip locked),
      claimed as (
        update delivery_targets t
        set sent = desired, sent_version = version, sent_at = crossdock_now(), attempts = attempts + 1,
            in_flight_until = crossdock_now() + interval '20 seconds', own_since_sent = 0
        from due where t.channel = due.channel and t.sku = due.sku and t.slot = due.slot
        returning t.channel, t.sku, t.slot, t.desired, t.seen, t.version, t.attempts),
      noted as (
        update delivery_target_changes h set sent_at = crossdock_now()
        from claimed c
        where h.channel = c.channel and h.sku = c.sku and h.slot = c.slot and h.version = c.version)
      select sku, slot, desired, seen, version, attempts from claimed
      """;

  /** A target that came back to what the channel shows anyway needs no call. */
  private static final String SETTLE =
      """
      with settled as (
        update delivery_targets
        set confirmed_version = version, confirmed_at = crossdock_now(), attempts = 0
        where channel = ? and version > confirmed_version and in_flight_until is null and seen = desired
        returning channel, sku, slot, version)
      update delivery_target_changes h set confirmed_at = crossdock_now()
      from settled s
      where h.channel = s.channel and h.sku = s.sku and h.slot = s.slot and h.version <= s.version
        and h.confirmed_at is null
      """;

  private static final String TAKEN =
      """
      with taken as (
        update delivery_targets t
        set seen = t.sent + t.own_since_sent, seen_at = crossdock_now(), in_flight_until = null,
            confirmed_version = greatest(confirmed_version, v.version), confirmed_at = crossdock_now(), attempts = 0,
            differs_since = null,
            owed_at = case when t.version > v.version then t.sent_at else t.owed_at end,
            next_attempt_at = crossdock_now() + v.pause * interval '1 millisecond',
            failure_class = null, failure_code = null, failure_sentence = null
        from unnest(?::text[], ?::text[], ?::bigint[], ?::integer[]) as v (sku, slot, version, pause)
        where t.channel = ? and t.sku = v.sku and t.slot = v.slot and t.sent_version = v.version
        returning t.channel, t.sku, t.slot, v.version)
      update delivery_target_changes h set confirmed_at = crossdock_now()
      from taken s
      where h.channel = s.channel and h.sku = s.sku and h.slot = s.slot and h.version <= s.version
        and h.confirmed_at is null
      """;

  private static final String NOT_TAKEN =
      """
      update delivery_targets t
      set in_flight_until = null, seen = coalesce(v.seen, t.seen),
          attempts = greatest(0, t.attempts - case when v.free then 1 else 0 end),
          next_attempt_at = case when v.word = 'conflict' and t.own_since_sent <> 0 then null
                                 else crossdock_now() + v.pause * interval '1 millisecond' end,
          stopped = v.stop and t.version = v.version,
          failure_class = v.word, failure_code = v.code, failure_sentence = v.sentence
      from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::boolean[], ?::boolean[], ?::integer[],
                  ?::text[], ?::text[], ?::text[])
        as v (sku, slot, version, pause, stop, free, seen, word, code, sentence)
      where t.channel = ? and t.sku = v.sku and t.slot = v.slot and t.sent_version = v.version
      """;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  TargetClaims(JdbcTemplate jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** One target that was taken for delivery. */
  record Claimed(
      String sku, String slot, int desired, @Nullable Integer seen, long version, int attempts) {
    String key() {
      return sku + "@" + slot;
    }
  }

  List<Claimed> claim(String channel, int most) {
    var claimed =
        transaction.execute(
            status -> {
              // forgetting a claim in a crash of the database means sending the same again: a
              // repeat, not a loss
              jdbc.execute("set local synchronous_commit = off");
              jdbc.update(SETTLE, channel);
              return jdbc.query(
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
                  most);
            });
    return claimed == null ? List.of() : claimed;
  }

  /** What the channel calls each of these SKUs, by kind of name. */
  Map<String, Map<String, String>> references(String channel, List<String> skus) {
    var found = new HashMap<String, Map<String, String>>();
    jdbc.query(
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

  void taken(String channel, List<Claimed> targets, List<Integer> pauses) {
    transaction.executeWithoutResult(
        status -> {
          jdbc.execute("set local synchronous_commit = off");
          jdbc.update(
              TAKEN,
              targets.stream().map(Claimed::sku).toArray(String[]::new),
              targets.stream().map(Claimed::slot).toArray(String[]::new),
              targets.stream().map(Claimed::version).toArray(Long[]::new),
              pauses.toArray(Integer[]::new),
              channel);
        });
  }

  void notTaken(String channel, List<Refused> refused) {
    jdbc.update(
        NOT_TAKEN,
        array(refused, r -> r.target().sku(), String[]::new),
        array(refused, r -> r.target().slot(), String[]::new),
        array(refused, r -> r.target().version(), Long[]::new),
        array(refused, Refused::pauseMillis, Long[]::new),
        array(refused, Refused::stop, Boolean[]::new),
        array(refused, Refused::free, Boolean[]::new),
        array(refused, r -> r.outcome().seen(), Integer[]::new),
        array(refused, r -> r.outcome().word(), String[]::new),
        array(refused, r -> r.outcome().code(), String[]::new),
        array(refused, r -> r.outcome().sentence(), String[]::new),
        channel);
  }

  private static <F, T> T[] array(
      List<F> rows, Function<F, @Nullable T> column, IntFunction<T[]> array) {
    return rows.stream().map(column).toArray(array);
  }
}
