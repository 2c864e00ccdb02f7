package dev.crossdock.orders;

import dev.crossdock.kernel.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of the order book, set-based throughout. */
@Component
class OrderTable {
  private static final String PUT =
      """
      insert into orders_book as b (channel, id, name, state, placed_at, told_at, cancelled_at, cancel_cause, test,
                                    currency, total, refunded, hold_code, hold_sentence, document)
      select ?, id, name, state, placed_at::timestamptz, told_at::timestamptz, cancelled_at::timestamptz, cancel_cause, test,
             currency, total, refunded, hold_code, hold_sentence, document::jsonb
      from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[], ?::text[],
                  ?::numeric[], ?::numeric[], ?::text[], ?::text[], ?::text[])
        as v (id, name, state, placed_at, told_at, cancelled_at, cancel_cause, test, currency, total, refunded, hold_code,
              hold_sentence, document)
      order by id
      on conflict (channel, id) do update
      set name = excluded.name, state = excluded.state, placed_at = excluded.placed_at, told_at = excluded.told_at,
          cancelled_at = excluded.cancelled_at, cancel_cause = excluded.cancel_cause, test = excluded.test,
          currency = excluded.currency, total = excluded.total, refunded = excluded.refunded,
          hold_code = excluded.hold_code, hold_sentence = excluded.hold_sentence, document = excluded.document,
          version = b.version + 1, changed_at = crossdock_now()
      """;

  private final JdbcTemplate jdbc;

  OrderTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What is known of these orders, which nobody else changes until the transaction ends: not even
   * those that nobody has heard of yet.
   */
  Map<String, Kept> lock(String channel, SortedSet<String> ids) {
    jdbc.query(
        "select pg_advisory_xact_lock(hashtextextended(?  || '/' || id, 0)) from unnest(?::text[]) as v (id) order by id",
        row -> {},
        "orders/" + channel,
        ids.toArray(String[]::new));
    var known = new HashMap<String, Kept>();
    jdbc.query(
        "select id, hold_code is not null, document::text from orders_book where channel = ? and id = any(?)",
        row -> {
          var document = Json.read(row.getString(3).getBytes(StandardCharsets.UTF_8));
          known.put(row.getString(1), new Kept(Folded.of(document), row.getBoolean(2)));
        },
        channel,
        ids.toArray(String[]::new));
    return known;
  }

  /** An order that somebody asked for by its number. */
  record Named(String channel, Kept kept) {}

  /** Those with that id, or that name with or without a leading #; the newest first. */
  List<Named> named(String number) {
    return jdbc.query(
        """
        select channel, hold_code is not null, document::text from orders_book
        where (channel, id) in (select channel, ?::text from delivery_slots_view
                                union select channel, id from orders_book where name in (?, '#' || ?))
        order by heard_at desc limit 20
        """,
        OrderTable::named,
        number,
        number,
        number);
  }

  /** Those with these ids, in no order. */
  List<Named> those(List<ParcelTable.Which> which) {
    return jdbc.query(
        """
        select channel, hold_code is not null, document::text from orders_book
        where (channel, id) in (select * from unnest(?::text[], ?::text[]))
        order by heard_at desc
        """,
        OrderTable::named,
        which.stream().map(ParcelTable.Which::channel).toArray(String[]::new),
        which.stream().map(ParcelTable.Which::id).toArray(String[]::new));
  }

  private static Named named(ResultSet row, int index) throws SQLException {
    return new Named(
        row.getString(1),
        new Kept(
            Folded.of(Json.read(row.getString(3).getBytes(StandardCharsets.UTF_8))),
            row.getBoolean(2)));
  }

  /** An order as it stands in the book. */
  record Kept(Folded folded, boolean onHold) {}

  /** An order as it shall stand there. */
  record Entry(Folded folded, OrderState state, @Nullable Hold hold) {
    Order order() {
      return folded.order();
    }
  }

  void put(String channel, List<Entry> entries) {
    jdbc.update(
        PUT,
        channel,
        column(entries, e -> e.order().id(), String[]::new),
        column(entries, e -> e.order().name(), String[]::new),
        column(entries, e -> e.state().word(), String[]::new),
        column(entries, e -> text(e.order().placedAt()), String[]::new),
        column(entries, e -> text(e.order().updatedAt()), String[]::new),
        column(entries, e -> text(e.order().cancelledAt()), String[]::new),
        column(entries, e -> e.order().cancelCause(), String[]::new),
        column(entries, e -> e.order().test(), Boolean[]::new),
        column(entries, e -> money(e, Order.Money::currency), String[]::new),
        column(entries, e -> money(e, Order.Money::total), BigDecimal[]::new),
        column(entries, e -> e.order().refunded(), BigDecimal[]::new),
        column(entries, e -> e.hold() == null ? null : e.hold().code(), String[]::new),
        column(entries, e -> e.hold() == null ? null : e.hold().sentence(), String[]::new),
        column(entries, e -> Json.text(e.folded().document()), String[]::new));
  }

  private static <T> @Nullable T money(Entry entry, Function<Order.Money, T> part) {
    var money = entry.order().money();
    return money == null ? null : part.apply(money);
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static <T> T[] column(
      Collection<Entry> entries, Function<Entry, @Nullable T> column, IntFunction<T[]> array) {
    return entries.stream().map(column).toArray(array);
  }
}
