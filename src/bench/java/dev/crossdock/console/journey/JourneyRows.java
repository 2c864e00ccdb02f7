package dev.crossdock.console.journey;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Thirty days of trade, written by SQL: orders told three times, tills' receipts of two lines, the
 * marketplace's orders, and what followed from each.
 */
final class JourneyRows {
  private static final List<String> TABLES =
      List.of("delivery_names", "delivery_target_changes", "delivery_calls", "delivery_call_items");

  private static final String DAYS =
      """
      select platform_partition_day('%s', '%s', (crossdock_now() at time zone 'UTC')::date - n)
      from generate_series(2, 30) n
      """;

  /** What every message of the thirty days is made of; m is its number. */
  private static final String TRADE =
      """
      create unlogged table trade as
      select m, case when m %% 20 < 12 then 'shop' when m %% 20 < 17 then 'tills' else 'market' end as channel,
             crossdock_now() - interval '30 days' + m * (interval '30 days' / %1$d) as at,
             'SKU-' || case when m %% 10 < 3 then m %% 20 else m::bigint * 7919 %% 20000 end as sku
      from generate_series(1, %1$d) m
      """;

  private static final List<String> FILL =
      List.of(
          """
          insert into delivery_inbox (id, channel, topic, intake, shard, order_key, message_id, polled, body, body_hash, observed_at,
                                      received_at, state, attempts, closed_at)
          overriding system value
          select m, channel, case channel when 'tills' then 'rows' else 'orders/create' end, 'orders-intake', m % 16,
                 (5000000000 + m / 3)::text, case channel when 'shop' then md5(m::text) end, false,
                 decode(md5(m::text) || md5((m + 1)::text), 'hex'), decode(md5(m::text), 'hex'), at, at, 'applied', 1,
                 at + interval '12 milliseconds'
          from trade
          """,
          """
          insert into delivery_names (name, message_id, at, kind)
          select v.name, t.m, t.at, v.kind from trade t cross join lateral (values
            (case channel when 'shop' then (1000000 + m / 3)::text
                          when 'tills' then '17/3/2026/06/01/' || m / 2
                          else '026/' || m / 3 end,
             case channel when 'tills' then 'receipt' else 'order' end),
            (case channel when 'shop' then (5000000000 + m / 3)::text end, 'order-id'),
            (case channel when 'shop' then md5(m::text) end, 'webhook')) v (name, kind)
          where v.name is not null
          """,
          """
          insert into inventory_movements (id, key, kind, sku, location, quantity, on_hand, reserved, source, occurred_at, heard_at,
                                           message_id, version)
          overriding system value
          select m, channel || '/trade/' || m, 'reservation', sku, 'dc', 1, case channel when 'tills' then -1 else 0 end, 1, channel,
                 at - interval '1 second', at + interval '4 milliseconds', m, m from trade
          """,
          """
          insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at, sent_at, confirmed_at)
          select c, sku, '1', m, m % 200, at + interval '8 milliseconds', at + interval '50 milliseconds',
                 at + interval '150 milliseconds'
          from trade cross join (values ('shop'), ('market')) w (c)
          """,
          """
          insert into delivery_targets (channel, sku, slot, desired, version, owed_at, confirmed_version)
          select c, sku, '1', max(m) % 200, max(m), max(at), max(m) from trade cross join (values ('shop'), ('market')) w (c)
          group by c, sku
          """,
          """
          insert into delivery_calls (id, at, channel, route, millis, items, sent, answered)
          select m, at + interval '50 milliseconds', 'market', 'inventory-publish-amazon', 90, 1,
                 decode(repeat(md5(m::text), 4), 'hex'), decode(repeat(md5(m::text), 2), 'hex') from trade
          union all
          select 100000000 + m, at + interval '50 milliseconds', 'shop', 'inventory-publish-shopify', 90, 2,
                 decode(repeat(md5(m::text), 6), 'hex'), decode(repeat(md5(m::text), 2), 'hex') from trade where m % 2 = 0
          """,
          """
          insert into delivery_call_items (call_id, at, channel, key, version, outcome)
          select m, at + interval '50 milliseconds', 'market', sku || '@1', m, 'accepted' from trade
          union all
          select 100000000 + e.m, e.at + interval '50 milliseconds', 'shop', t.sku || '@1', t.m, 'applied'
          from trade t join trade e on e.m = t.m + t.m % 2
          """,
          """
          insert into inventory_postings (movement, channel, sku, location, on_hand, confirmed_at)
          select 'tills/trade/' || m, 'erp', sku, 'dc', -1, at + interval '1 minute' from trade where channel = 'tills'
          """,
          """
          insert into delivery_outbox (channel, flow, key, order_key, shard, payload, created_at, state, attempts, closed_at)
          select 'erp', 'inventory-publish-erp', 'tills/trade/' || m, sku, m % 16, '{}', at, 'delivered', 1, at + interval '1 second'
          from trade where channel = 'tills'
          """,
          "vacuum analyze");

  private JourneyRows() {}

  /** Writes the rows that follow from so many messages; returns how many there are. */
  static long fill(Connection owner, int messages) throws SQLException {
    try (var statement = owner.createStatement()) {
      statement.execute("set synchronous_commit = off");
      statement.execute("set maintenance_work_mem = '512MB'");
      for (var table : TABLES) {
        var column = table.equals("delivery_target_changes") ? "owed_at" : "at";
        statement.execute(DAYS.formatted(table, column));
      }
      statement.execute(TRADE.formatted(messages));
      for (var sql : FILL) {
        statement.execute(sql);
      }
      statement.execute("drop table trade");
      return count(owner);
    }
  }

  private static long count(Connection owner) throws SQLException {
    var sum = 0L;
    for (var table :
        List.of(
            "delivery_inbox",
            "delivery_names",
            "inventory_movements",
            "delivery_target_changes",
            "delivery_calls",
            "delivery_call_items",
            "inventory_postings",
            "delivery_outbox")) {
      try (var statement = owner.createStatement();
          var row = statement.executeQuery("select count(*) from " + table)) {
        row.next();
        sum += row.getLong(1);
      }
    }
    return sum;
  }
}
