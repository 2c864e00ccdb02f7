package dev.crossdock.divergence.causes;

import dev.crossdock.divergence.causes.Around.Missing;
import dev.crossdock.divergence.causes.Drifted.Elsewhere;
import dev.crossdock.divergence.causes.Drifted.Told;
import dev.crossdock.divergence.causes.Rules.Named;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of what happened to something while it drifted, and around it. */
@Component
class CauseTable {
  /** Those that a comparison called drift, with those that it found again. */
  private static final String ITEMS =
      """
      select i.id, i.key, i.place, i.expected, i.observed, i.agreed_at, i.cause is null as unnamed, %s
      from divergence_items i %s
      where i.channel = ? and i.entity = ? and i.run = ? and i.state in ('drift', 'proposed', 'healing') and i.closed_at is null
      order by i.cause is null desc, i.id limit 20000
      """;

  private static final String ELSEWHERE =
      """
      (select jsonb_agg(jsonb_build_object('place', e.place, 'expected', e.value, 'observed', coalesce(o.observed, e.value)))
       from %s e
       left join divergence_items o
         on o.channel = e.channel and o.entity = 'stock' and o.key = e.key and o.place = e.place and o.closed_at is null
       where e.channel = i.channel and e.key = i.key and e.place <> i.place)::text as elsewhere
      """;

  private static final String ON_HAND =
      """
      (select sum(l.on_hand)::bigint from inventory_levels_view l join delivery_slots_view s on s.location = l.location
       where s.channel = i.channel and s.slot = i.place and l.sku = i.key) as on_hand
      """;

  private static final String SHOWN =
      ITEMS.formatted(
          """
          t.sent, t.sent_at, t.confirmed_at is not null and coalesce(t.settled_since > '-infinity', false) as took_it,
          t.failure_code,
          (select array_agg(c.quantity::bigint) from (
             select h.quantity from delivery_target_changes_view h
             where h.channel = i.channel and h.sku = i.key and h.slot = i.place and h.owed_at > crossdock_now() - interval '7 days'
               and h.quantity <> i.expected
             order by h.version desc limit 10) c) as earlier,
          (select array_agg(o.units) from inventory_own_view o
           where o.channel = i.channel and o.key = i.key and o.place = i.place and o.kind = any(?)
             and o.occurred_at between coalesce(i.agreed_at, i.seen_at - interval '1 day') - interval '2 seconds'
                                   and i.seen_at + interval '2 seconds') as own,
          null::bigint[] as unbooked, null::bigint[] as booked,
          """
              + ON_HAND
              + ", "
              + ELSEWHERE.formatted("delivery_expected_view"),
          "left join delivery_expected_view t on t.channel = i.channel and t.key = i.key and t.place = i.place");

  private static final String KEPT =
      ITEMS.formatted(
          """
          null::bigint as sent, null::timestamptz as sent_at, false as took_it, null as failure_code, null::bigint[] as earlier,
          null::bigint[] as own,
          (select array_agg(b.units) from inventory_booked_view b
           where b.channel = i.channel and b.key = i.key and b.place = i.place and b.posted and b.confirmed_at is null
             and b.occurred_at > i.seen_at - interval '30 days' and b.heard_at <= i.seen_at
             and cardinality(?::text[]) >= 0) as unbooked,
          (select array_agg(b.units) from inventory_booked_view b
           where b.channel = i.channel and b.key = i.key and b.place = i.place
             and b.confirmed_at > coalesce(i.agreed_at, i.seen_at - interval '1 day') and b.confirmed_at <= i.seen_at
             and b.occurred_at > i.seen_at - interval '30 days') as booked,
          null::bigint as on_hand,
          """
              + ELSEWHERE.formatted("inventory_expected_view"),
          "");

  private static final String ORDERS =
      ITEMS.formatted(
          """
          null::bigint as sent, null::timestamptz as sent_at, false as took_it, null as failure_code, null::bigint[] as earlier,
          case when cardinality(?::text[]) < 0 then array[0::bigint] end as own, null::bigint[] as unbooked, null::bigint[] as booked,
          null::bigint as on_hand, null::text as elsewhere
          """,
          "");

  /** What was missing a moment ago, and has come, is no longer in any of these. */
  private static final String GAPS =
      """
      select name || ' ' || first_number || case when last_number > first_number then ' to ' || last_number else '' end, since
      from delivery_gaps_view where channel = ? order by since desc limit 1000
      """;

  private static final String ORDERS_MISSING =
      """
      select i.key, i.seen_at from divergence_items i
      where i.channel = ? and i.entity = 'orders' and i.closed_at is null and i.seen_at is not null
        and %s is null
        and not exists (select from orders_known_view k
                        where k.channel = i.channel and k.key = i.key and k.changed_at > i.seen_at)
      order by i.seen_at desc limit 1000
      """;

  private static final String LARGEST_SALE =
      """
      select coalesce(max(quantity), 1) from inventory_movements_view
      where source = ? and kind in ('reservation', 'sale') and heard_at > crossdock_now() - interval '1 day'
      """;

  private static final String NAME =
      """
      update divergence_items i set cause = v.cause, evidence = v.evidence::jsonb
      from unnest(?::bigint[], ?::text[], ?::text[]) as v (id, cause, evidence)
      where i.id = v.id
      """;

  private final JdbcTemplate jdbc;

  CauseTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What drifted, and whether its cause is yet to be named. */
  record Item(Drifted drifted, boolean isUnnamed) {}

  List<Item> items(Scope scope) {
    var sql =
        switch (scope.what()) {
          case SHOWN -> SHOWN;
          case KEPT -> KEPT;
          case ORDERS -> ORDERS;
        };
    return jdbc.query(
        sql,
        (row, i) -> new Item(drifted(row), row.getBoolean("unnamed")),
        scope.own().toArray(String[]::new),
        scope.channel(),
        scope.entity(),
        scope.run());
  }

  private static Drifted drifted(ResultSet row) throws SQLException {
    var sent = row.getObject("sent", Long.class);
    return new Drifted(
        row.getLong("id"),
        row.getString("key"),
        row.getString("place"),
        row.getObject("expected", Long.class),
        row.getObject("observed", Long.class),
        instant(row.getTimestamp("agreed_at")),
        sent == null && row.getString("failure_code") == null ? null : told(row, sent),
        numbers(row, "earlier"),
        numbers(row, "own"),
        numbers(row, "unbooked"),
        numbers(row, "booked"),
        row.getObject("on_hand", Long.class),
        elsewhere(row.getString("elsewhere")));
  }

  private static Told told(ResultSet row, @Nullable Long sent) throws SQLException {
    return new Told(
        sent == null ? 0 : sent,
        instant(row.getTimestamp("sent_at")),
        row.getBoolean("took_it"),
        row.getString("failure_code"));
  }

  private static List<Long> numbers(ResultSet row, String column) throws SQLException {
    var array = row.getArray(column);
    return array == null ? List.of() : List.of((Long[]) array.getArray());
  }

  private static List<Elsewhere> elsewhere(@Nullable String json) {
    var elsewhere = new ArrayList<Elsewhere>();
    if (json != null) {
      for (var one : Json.read(json.getBytes(StandardCharsets.UTF_8))) {
        elsewhere.add(
            new Elsewhere(
                one.path("place").asText(),
                one.path("expected").asLong(),
                one.path("observed").asLong()));
      }
    }
    return elsewhere;
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }

  List<Missing> gaps(String channel) {
    return jdbc.query(GAPS, CauseTable::missing, channel);
  }

  /** Orders that it lists and nobody told us of. */
  List<Missing> unheard(String channel) {
    return jdbc.query(ORDERS_MISSING.formatted("i.expected"), CauseTable::missing, channel);
  }

  /** Orders that are open here and that it does not list. */
  List<Missing> unlisted(String channel) {
    return jdbc.query(ORDERS_MISSING.formatted("i.observed"), CauseTable::missing, channel);
  }

  private static Missing missing(ResultSet row, int index) throws SQLException {
    return new Missing(row.getString(1), row.getTimestamp(2).toInstant());
  }

  long largestSale(String channel) {
    return jdbc.queryForObject(LARGEST_SALE, Long.class, channel);
  }

  /** The SKUs of which a line of the channel differs. */
  Set<String> differing(String channel) {
    return new TreeSet<>(
        jdbc.queryForList(
            "select key from divergence_items where channel = ? and entity = 'stock' and closed_at is null",
            String.class,
            channel));
  }

  void name(Map<Long, Named> named) {
    var all = List.copyOf(named.entrySet());
    jdbc.update(
        NAME,
        all.stream().map(Map.Entry::getKey).toArray(Long[]::new),
        all.stream().map(n -> n.getValue().cause().word()).toArray(String[]::new),
        all.stream().map(n -> Json.text(n.getValue().evidence())).toArray(String[]::new));
  }
}
