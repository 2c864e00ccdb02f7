package dev.crossdock.sandbox.erp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.world.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;

/**
 * The warehouse's shipping desk: it writes down what has left. Stock is booked when somebody stages
 * the sale, as for everything that is sold elsewhere.
 */
public final class Shipping {
  private static final String SHIP =
      """
      insert into erp.shipments (shipment_no, channel, order_no, parcel_no, warehouse, carrier, tracking_no, tracking_url)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (shipment_no) do update set channel = excluded.channel, order_no = excluded.order_no,
        parcel_no = excluded.parcel_no, warehouse = excluded.warehouse, carrier = excluded.carrier,
        tracking_no = excluded.tracking_no, tracking_url = excluded.tracking_url, updated_at = clock_timestamp()
      """;

  private final Database database;

  /** The desk, on the ERP's tables. */
  public Shipping(Database database) {
    this.database = database;
  }

  /** Writes one down; under the same number it is corrected. */
  public ObjectNode ship(JsonNode said) {
    var number = needed(said, "shipment");
    database.inTransaction(
        connection -> {
          head(connection, number, said);
          lines(connection, number, said.path("lines"));
          return true;
        });
    return SandboxJson.object().put("shipped", number);
  }

  private static void head(Connection connection, String number, JsonNode said)
      throws SQLException {
    try (var ship = connection.prepareStatement(SHIP)) {
      ship.setString(1, number);
      ship.setString(2, needed(said, "channel"));
      ship.setString(3, needed(said, "order"));
      if (said.hasNonNull("parcel")) {
        ship.setInt(4, said.get("parcel").asInt());
      } else {
        ship.setNull(4, Types.INTEGER);
      }
      ship.setString(5, said.path("slot").asText("DC1"));
      ship.setString(6, said.path("carrier").textValue());
      ship.setString(7, said.path("tracking").textValue());
      ship.setString(8, said.path("url").textValue());
      ship.executeUpdate();
    }
  }

  private static void lines(Connection connection, String number, JsonNode lines)
      throws SQLException {
    try (var forget =
            connection.prepareStatement("delete from erp.shipment_lines where shipment_no = ?");
        var add =
            connection.prepareStatement(
                "insert into erp.shipment_lines (shipment_no, sku, quantity) values (?, ?, ?)")) {
      forget.setString(1, number);
      forget.executeUpdate();
      for (var line : lines) {
        add.setString(1, number);
        add.setString(2, needed(line, "sku"));
        add.setInt(3, line.path("quantity").asInt());
        add.addBatch();
      }
      add.executeBatch();
    }
  }

  private static String needed(JsonNode said, String name) {
    var word = said.path(name).asText();
    if (word.isBlank()) {
      throw new IllegalArgumentException("'%s' is missing".formatted(name));
    }
    return word;
  }
}
