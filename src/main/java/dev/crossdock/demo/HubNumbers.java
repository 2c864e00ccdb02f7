package dev.crossdock.demo;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the hub says of itself, read from the views its modules offer. */
final class HubNumbers {
  private static final String ACCOUNTS =
      """
      select count(*) received,
             count(*) filter (where state = 'applied') applied,
             count(*) filter (where state = 'duplicate') duplicate,
             count(*) filter (where state = 'ignored') ignored,
             count(*) filter (where state = 'parked') parked,
             count(*) filter (where state not in ('applied', 'duplicate', 'ignored', 'parked')) in_progress
      from delivery_inbox_view
      """;
  private static final String OWED =
      """
      select (select count(*) from delivery_targets_view where owed)
           + (select count(*) from delivery_outbox_view where state in ('owed', 'relayed'))
      """;
  private static final String DERIVED =
      """
      select s.channel, l.sku, s.slot,
             sum(case when s.shows then greatest(0, l.on_hand - l.reserved) else l.on_hand end) quantity
      from delivery_slots_view s
      join inventory_levels_view l on l.location = s.location
      group by s.channel, l.sku, s.slot
      """;

  /** The first number that reached a channel after a movement, if the movement changed it. */
  private static final String SHOWN_AFTER =
      """
      with reached as materialized (
        select channel, sku, slot, version, min(confirmed_at) over (
          partition by channel, sku, slot order by version rows between current row and unbounded following) confirmed_at
        from delivery_target_changes_view)
      select m.key, c.channel, later.confirmed_at
      from inventory_movements_view m
      join lateral (
        select distinct on (channel, slot) channel, sku, slot, version
        from delivery_target_changes_view c
        where c.sku = m.sku and c.owed_at >= m.heard_at and c.owed_at < m.heard_at + interval '1 second'
        order by channel, slot, version
      ) c on true
      join reached later
        on later.channel = c.channel and later.sku = c.sku and later.slot = c.slot and later.version = c.version
        and later.confirmed_at is not null
      where m.source in ('shop', 'tills') and c.channel <> m.source
      """;

  private static final String BOOKED_AFTER =
      """
      select m.key, o.channel, o.closed_at confirmed_at
      from inventory_movements_view m
      join delivery_outbox_view o on o.key = m.key
      where m.source in ('shop', 'tills') and o.state = 'delivered' and o.channel <> m.source
      """;

  private static final String WITHOUT_SALE =
      """
      select b.channel || '/order/' || b.id from orders_book_view b
      where b.state <> 'announced' and b.hold_code is null and not b.test
        and not exists (select from orders_documents_view d
                        where d.channel = b.channel and d.order_id = b.id and d.kind in ('sale', 'credit'))
      """;

  /** A refund names the return that it pays. */
  private static final String UNPAID =
      """
      select r.taken_by || '/' || r.key from orders_returns_view r
      where r.refund > 0
        and not exists (select from orders_book_view b, jsonb_array_elements(b.document -> 'refunds') as paid
                        where b.channel = r.channel and b.id = r.order_id
                          and paid ->> 'asked' = r.taken_by || '/' || r.key)
      """;

  private final JdbcClient sql;

  HubNumbers(DataSource dataSource) {
    sql = JdbcClient.create(dataSource);
  }

  /**
   * A movement that another channel has been told of.
   *
   * @param key of the movement
   * @param channel that was told
   * @param at when it had taken it
   */
  record Reached(String key, String channel, Instant at) {}

  Accounts accounts() {
    return sql.sql(ACCOUNTS)
        .query(
            (row, n) ->
                new Accounts(
                    row.getLong("received"),
                    row.getLong("applied"),
                    row.getLong("duplicate"),
                    row.getLong("ignored"),
                    row.getLong("parked"),
                    row.getLong("in_progress")))
        .single();
  }

  /** Numbers to be told and facts to be delivered that no system has taken yet. */
  long owed() {
    return sql.sql(OWED).query(Long.class).single();
  }

  long movements() {
    return count("select count(*) from inventory_movements_view");
  }

  /** Units promised that are not there. */
  long oversold() {
    return sql.sql(
            "select coalesce(sum(greatest(0, reserved - on_hand)), 0) from inventory_levels_view")
        .query(Long.class)
        .single();
  }

  Set<String> movementKeys() {
    return new HashSet<>(
        sql.sql("select key from inventory_movements_view").query(String.class).list());
  }

  OrderNumbers orders() {
    var named = "select channel || '/order/' || id from orders_book_view where ";
    return new OrderNumbers(
        new HashSet<>(sql.sql(named + "state <> 'announced'").query(String.class).list()),
        sql.sql(named + "hold_code is not null").query(String.class).list(),
        sql.sql(WITHOUT_SALE).query(String.class).list(),
        documents(),
        new HashSet<>(sql.sql(named + "cancelled_at is not null").query(String.class).list()),
        count("select count(*) from orders_parcels_view where pick_up and state = 'sent'"),
        count("select count(*) from orders_returns_view"),
        sql.sql(UNPAID).query(String.class).list());
  }

  private long count(String question) {
    return sql.sql(question).query(Long.class).single();
  }

  private Map<String, Integer> documents() {
    var documents = new HashMap<String, Integer>();
    sql.sql("select reference, revision from orders_documents_view")
        .query(
            row -> {
              documents.put(row.getString(1), row.getInt(2));
            });
    return documents;
  }

  /** The ledger, by SKU and location. */
  Map<Place, Ledger.Level> levels() {
    var levels = new HashMap<Place, Ledger.Level>();
    sql.sql("select sku, location, on_hand, reserved from inventory_levels_view")
        .query(
            row -> {
              levels.put(
                  new Place("hub", row.getString("sku"), row.getString("location")),
                  new Ledger.Level(row.getInt("on_hand"), row.getInt("reserved")));
            });
    return levels;
  }

  /** What each system's own location must hold or show if the ledger is right. */
  Map<Place, Integer> derived() {
    var derived = new HashMap<Place, Integer>();
    sql.sql(DERIVED)
        .query(
            row -> {
              derived.put(
                  new Place(row.getString("channel"), row.getString("sku"), row.getString("slot")),
                  row.getInt("quantity"));
            });
    return derived;
  }

  List<Reached> reached() {
    var reached = new java.util.ArrayList<>(sql.sql(SHOWN_AFTER).query(HubNumbers::arrival).list());
    reached.addAll(sql.sql(BOOKED_AFTER).query(HubNumbers::arrival).list());
    return reached;
  }

  private static Reached arrival(ResultSet row, int n) throws SQLException {
    @Nullable Timestamp at = row.getTimestamp("confirmed_at");
    return new Reached(
        row.getString("key"), row.getString("channel"), at == null ? Instant.MAX : at.toInstant());
  }
}
