package dev.crossdock.orders;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of returns that we accepted. */
@Component
class ReturnTable {
  private static final TypeReference<List<Return.Line>> LINES = new TypeReference<>() {};
  private static final String SELECT =
      "select taken_by, key, channel, order_id, lines::text, refund, due, currency from orders_returns where ";

  private final JdbcTemplate jdbc;

  ReturnTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Return> find(String by, String key) {
    return jdbc.query(SELECT + "taken_by = ? and key = ?", ReturnTable::accepted, by, key).stream()
        .findFirst();
  }

  /** All of an order. */
  List<Return> of(String channel, String order) {
    return jdbc.query(
        SELECT + "channel = ? and order_id = ?", ReturnTable::accepted, channel, order);
  }

  void add(Return accepted, LocationId at) {
    jdbc.update(
        """
        insert into orders_returns (taken_by, key, channel, order_id, location, lines, refund, due, currency)
        values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
        """,
        accepted.by(),
        accepted.key(),
        accepted.channel(),
        accepted.order(),
        at.value(),
        Json.text(accepted.lines()),
        accepted.refund(),
        accepted.due(),
        accepted.currency());
  }

  private static Return accepted(ResultSet row, int index) throws SQLException {
    return new Return(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        Json.mapper()
            .convertValue(Json.read(row.getString(5).getBytes(StandardCharsets.UTF_8)), LINES),
        row.getBigDecimal(6),
        row.getBigDecimal(7),
        row.getString(8));
  }
}
