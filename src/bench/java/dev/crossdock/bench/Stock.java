package dev.crossdock.bench;

import dev.crossdock.delivery.InboxWays;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;

/** What is put into the hub's database before anything is measured, and what is read after. */
final class Stock {
  private static final String KNOWN =
      """
      insert into catalog_skus (sku) select unnest(?::text[])
      """;
  private static final String REFERENCES =
      """
      insert into catalog_references (channel, kind, code, sku)
      select c.channel, c.kind, case c.kind when 'variant' then v.variant else v.sku end, v.sku
      from unnest(?::text[], ?::text[]) v (sku, variant)
      cross join (values ('shop', 'variant'), ('shop', 'sku'), ('market', 'sku')) c (channel, kind)
      """;
  private static final String LEVELS =
      """
      insert into inventory_levels (sku, location, on_hand, version)
      select sku, location, 1000000, 1 from unnest(?::text[]) v (sku)
      cross join (values ('dc'), ('leeds'), ('york')) l (location)
      """;
  private static final String TARGETS =
      """
      insert into delivery_targets (channel, sku, slot, desired, version, owed_at, sent, sent_version,
                                    confirmed_version, confirmed_at, seen, seen_at)
      select distinct s.channel, sku, s.slot, 3000000, 1, now(), 3000000, 1, 1, now(), 3000000, now()
      from unnest(?::text[]) v (sku) cross join delivery_slots s where s.shows
      """;
  private static final String MESSAGES =
      """
      insert into delivery_inbox (channel, topic, intake, shard, order_key, message_id, body, body_hash, headers,
                                  observed_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, '{}', now())
      """;

  private static final String BOOKED =
      """
      insert into delivery_book_entries (channel, hour, page, account, n)
      select i.channel, i.hour, i.page, 'received', i.n - coalesce(b.n, 0)
      from (select channel, date_trunc('hour', received_at, 'UTC') as hour, delivery_page(id) as page, count(*) as n
            from delivery_inbox group by 1, 2, 3) i
      left join (select channel, hour, page, sum(n) as n
                 from (select channel, hour, page, account, n from delivery_books
                       union all select channel, hour, page, account, n from delivery_book_entries) e
                 where account = 'received' group by 1, 2, 3) b using (channel, hour, page)
      where i.n <> coalesce(b.n, 0)
      """;

  private Stock() {}

  /** A thousand SKUs, known to the shop and the market, in stock everywhere. */
  static void fill(Connection connection) throws SQLException {
    var skus = names(Orders::sku);
    update(connection, KNOWN, (Object) skus);
    update(connection, REFERENCES, (Object) skus, names(Orders::variant));
    update(connection, LEVELS, (Object) skus);
    update(connection, TARGETS, (Object) skus);
  }

  private static String[] names(java.util.function.IntFunction<String> name) {
    return java.util.stream.IntStream.range(0, Orders.SKUS).mapToObj(name).toArray(String[]::new);
  }

  private static void update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  /** Adds orders to the inbox, as the edge would; commit makes them visible all at once. */
  static void hear(Connection connection, WebShop shop, long first, int messages)
      throws SQLException {
    try (var statement = connection.prepareStatement(MESSAGES)) {
      for (long number = first; number < first + messages; number++) {
        add(statement, shop, number);
        if (number % 500 == 0) {
          statement.executeBatch();
        }
      }
      statement.executeBatch();
    }
    update(connection, BOOKED);
  }

  private static void add(PreparedStatement statement, WebShop shop, long number)
      throws SQLException {
    var key = Orders.orderKey(number);
    var body = Orders.body(number, shop.system());
    statement.setString(1, shop.channel());
    statement.setString(2, shop.topic());
    statement.setString(3, shop.intake());
    statement.setShort(4, InboxWays.shard(shop.channel(), key));
    statement.setString(5, key);
    statement.setString(6, "bench-" + number);
    statement.setBytes(7, body);
    statement.setBytes(8, sha256(body));
    statement.addBatch();
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether a message has not ended. */
  static boolean open(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select exists (select from delivery_inbox where state = 'received')"
                    + " or exists (select from delivery_inbox where state = 'relayed')")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  static Timestamp time(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getTimestamp(1);
    }
  }

  static void forgetMessages(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "truncate delivery_inbox, delivery_book_entries, delivery_books, delivery_book_totals");
    }
  }

  /** What could not be applied is a mistake of the benchmark. */
  static String unexpected(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select state || ' ' || coalesce(failure_sentence, '') from delivery_inbox"
                    + " where state not in ('applied', 'received', 'relayed') limit 1")) {
      return rows.next() ? rows.getString(1) : "";
    }
  }
}
