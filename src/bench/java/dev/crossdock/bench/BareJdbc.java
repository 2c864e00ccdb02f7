package dev.crossdock.bench;

import dev.crossdock.kernel.Json;
import dev.crossdock.platform.DatabaseLogin;
import dev.crossdock.platform.database.BenchDatabase;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/**
 * The least that applies a message with its promises kept, one transaction each: insert inbox row,
 * update level, insert movement, insert outbox row. What the hub's whole way is measured against.
 */
public final class BareJdbc {
  private static final String TABLES =
      """
      create table bare_inbox (id bigint generated always as identity primary key, body bytea not null);
      create table bare_levels (sku text primary key, on_hand integer not null, reserved integer not null)
        with (fillfactor = 60);
      create table bare_movements (key text primary key, sku text not null, quantity integer not null,
        heard_at timestamptz not null default clock_timestamp());
      create table bare_outbox (id bigint generated always as identity primary key, sku text not null,
        payload text not null);
      """;

  private BareJdbc() {}

  /** Runs it; the last line says what was measured. */
  public static void main(String[] args) throws Exception {
    var told = Arguments.of(args);
    try (var database = BenchDatabase.start(Path.of(told.text("folder")))) {
      prepare(database.owner());
      var bodies = Orders.bodies(WebShop.read());
      var perSecond = Threads.perSecond(told, thread -> new Clerk(database.owner(), bodies)::apply);
      System.out.println(Json.text(Map.of("perSecond", perSecond)));
    }
  }

  private static void prepare(DatabaseLogin owner) throws SQLException {
    try (var connection = owner.connect();
        var statement = connection.createStatement()) {
      statement.execute(TABLES);
      for (int i = 0; i < Orders.SKUS; i++) {
        statement.addBatch(
            "insert into bare_levels values ('%s', 1000000, 0)".formatted(Orders.sku(i)));
      }
      statement.executeBatch();
    }
  }

  /** One connection, and the four statements on it. */
  private static final class Clerk {
    private final java.sql.Connection connection;
    private final byte[][] bodies;
    private final PreparedStatement inbox;
    private final PreparedStatement level;
    private final PreparedStatement movement;
    private final PreparedStatement outbox;

    Clerk(DatabaseLogin login, byte[][] bodies) throws SQLException {
      connection = login.connect();
      connection.setAutoCommit(false);
      this.bodies = bodies;
      inbox = connection.prepareStatement("insert into bare_inbox (body) values (?)");
      level =
          connection.prepareStatement(
              "update bare_levels set reserved = reserved + ? where sku = ?");
      movement =
          connection.prepareStatement(
              "insert into bare_movements (key, sku, quantity) values (?, ?, ?)");
      outbox = connection.prepareStatement("insert into bare_outbox (sku, payload) values (?, ?)");
    }

    void apply(long number) throws SQLException {
      var sku = Orders.sku((int) Math.floorMod(number * 617 + (number >> 32), (long) Orders.SKUS));
      inbox.setBytes(1, bodies[(int) (number % bodies.length)]);
      inbox.executeUpdate();
      level.setInt(1, 1);
      level.setString(2, sku);
      level.executeUpdate();
      movement.setString(1, "shop/order/%d/line/1/reservation".formatted(number));
      movement.setString(2, sku);
      movement.setInt(3, 1);
      movement.executeUpdate();
      outbox.setString(1, sku);
      outbox.setString(2, "{\"sku\":\"%s\",\"quantityChange\":-1}".formatted(sku));
      outbox.executeUpdate();
      connection.commit();
    }
  }
}
