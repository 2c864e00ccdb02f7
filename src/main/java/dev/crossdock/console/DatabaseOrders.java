package dev.crossdock.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What the order book says. */
@Component
class DatabaseOrders implements OrdersDesk {
  private static final String ROWS =
      """
      select b.channel, b.id, b.name, b.state, b.placed_at, b.heard_at, b.cancel_cause, b.test, b.currency, b.total,
             b.refunded, b.hold_code, b.hold_sentence, b.document ->> 'lines' as lines,
             (select array_agg(d.kind order by d.owed_at, d.kind) from orders_documents_view d
              where d.channel = b.channel and d.order_id = b.id) as documents,
             (select jsonb_agg(jsonb_build_object('location', p.location, 'state', p.state, 'because', p.because) order by p.n)
              from orders_parcels_view p where p.channel = b.channel and p.order_id = b.id) as parcels
      from orders_book_view b where true
      """;

  /** What was sold and not there counts apart from what was cancelled for another reason. */
  private static final String STATE =
      "case when b.state = 'cancelled' and b.cancel_cause = 'oversold' then 'oversold' else b.state end";

  private static final String COUNTS =
      """
      select %s, count(*) from orders_book_view b where heard_at > crossdock_now() - interval '1 day' group by 1
      """
          .formatted(STATE);

  private static final String SENT_FROM =
      """
      select location, count(*) from orders_parcels_view
      where asked_at > crossdock_now() - interval '1 day' and state not in ('rejected', 'cancelled') group by location
      """;

  private static final String ON_HOLD =
      "select count(*) from orders_book_view where hold_code is not null";

  private static final String TO_SOURCE = "select count(*) from orders_to_source_view";

  private static final String TO_FETCH =
      "select count(*) from orders_parcels_view where pick_up and state in ('asked', 'ready')";

  private final JdbcTemplate jdbc;

  DatabaseOrders(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Row> rows(Wanted wanted, int most) {
    var sql = new StringBuilder(ROWS);
    var values = new ArrayList<Object>();
    if (wanted.channel() != null) {
      sql.append(" and b.channel = ?");
      values.add(wanted.channel());
    }
    if (wanted.state() != null) {
      sql.append(" and ").append(STATE).append(" = ?");
      values.add(wanted.state());
    }
    if (wanted.text() != null) {
      sql.append(
          """
           and (b.channel, b.id) in (select channel, ?::text from delivery_slots_view
                                     union select channel, id from orders_book_view where name in (?, '#' || ?))
          """);
      values.addAll(List.of(wanted.text(), wanted.text(), wanted.text()));
    }
    if (wanted.onHold()) {
      sql.append(" and b.hold_code is not null");
    }
    sql.append(" order by b.heard_at desc limit ?");
    values.add(most);
    return jdbc.query(sql.toString(), DatabaseOrders::row, values.toArray());
  }

  @Override
  public Map<String, Long> lastDay() {
    return counts(COUNTS);
  }

  @Override
  public Map<String, Long> sentFrom() {
    return counts(SENT_FROM);
  }

  private Map<String, Long> counts(String sql) {
    var counts = new LinkedHashMap<String, Long>();
    jdbc.query(
        sql,
        row -> {
          counts.put(row.getString(1), row.getLong(2));
        });
    return counts;
  }

  @Override
  public Live.Orders figures() {
    return new Live.Orders(lastDay(), onHold(), sentFrom(), count(TO_SOURCE), count(TO_FETCH));
  }

  @Override
  public long onHold() {
    return count(ON_HOLD);
  }

  private long count(String sql) {
    var count = jdbc.queryForObject(sql, Long.class);
    return count == null ? 0 : count;
  }

  private static Row row(ResultSet row, int index) throws SQLException {
    return new Row(
        row.getString("channel"),
        row.getString("id"),
        row.getString("name"),
        row.getString("state"),
        instant(row.getTimestamp("placed_at")),
        row.getTimestamp("heard_at").toInstant(),
        row.getString("cancel_cause"),
        row.getBoolean("test"),
        row.getString("currency"),
        plain(row.getBigDecimal("total")),
        row.getBigDecimal("refunded").toPlainString(),
        row.getString("hold_code"),
        row.getString("hold_sentence"),
        list(row.getString("lines")),
        words(row),
        list(row.getString("parcels")));
  }

  private static JsonNode list(@Nullable String json) {
    return Json.read((json == null ? "[]" : json).getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> words(ResultSet row) throws SQLException {
    var documents = row.getArray("documents");
    return documents == null ? List.of() : List.of((String[]) documents.getArray());
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }

  private static @Nullable String plain(@Nullable BigDecimal amount) {
    return amount == null ? null : amount.toPlainString();
  }
}
