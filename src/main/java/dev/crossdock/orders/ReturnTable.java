package dev.crossdock.orders;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of returns that we accepted. */
@Component
class ReturnTable {
  private static final TypeReference<List<Return.Line>> LINES = new TypeReference<>() {};
  private static final TypeReference<List<Return.Instead>> INSTEAD = new TypeReference<>() {};
  private static final String SELECT =
      "select taken_by, key, channel, order_id, lines::text, refund, due, currency from orders_returns where ";
  private static final String TAKEN =
      """
      select taken_by, key, channel, order_id, lines::text, refund, due, currency, location, instead::text
      from orders_returns where taken_by = ? and key = ?
      """;

  private final JdbcTemplate jdbc;

  ReturnTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A return as it was asked for.
   *
   * @param instead null where it was taken before anybody wrote that down
   */
  record Taken(Return accepted, LocationId at, @Nullable List<Return.Instead> instead) {}

  Optional<Taken> find(String by, String key) {
    return jdbc.query(TAKEN, ReturnTable::taken, by, key).stream().findFirst();
  }

  /** All of an order. */
  List<Return> of(String channel, String order) {
    return jdbc.query(
        SELECT + "channel = ? and order_id = ?", ReturnTable::accepted, channel, order);
  }

  void add(Return accepted, Return.Request asked) {
    jdbc.update(
        """
        insert into orders_returns (taken_by, key, channel, order_id, location, lines, refund, due, currency, instead)
        values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?::jsonb)
        """,
        accepted.by(),
        accepted.key(),
        accepted.channel(),
        accepted.order(),
        asked.at().value(),
        Json.text(accepted.lines()),
        accepted.refund(),
        accepted.due(),
        accepted.currency(),
        Json.text(asked.instead()));
  }

  private static Taken taken(ResultSet row, int index) throws SQLException {
    var instead = row.getString(10);
    return new Taken(
        accepted(row, index),
        new LocationId(row.getString(9)),
        instead == null ? null : list(instead, INSTEAD));
  }

  private static Return accepted(ResultSet row, int index) throws SQLException {
    return new Return(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        list(row.getString(5), LINES),
        row.getBigDecimal(6),
        row.getBigDecimal(7),
        row.getString(8));
  }

  private static <T> T list(String json, TypeReference<T> type) {
    return Json.mapper().convertValue(Json.read(json.getBytes(StandardCharsets.UTF_8)), type);
  }
}
