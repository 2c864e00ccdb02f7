package dev.crossdock.bench;

import dev.crossdock.kernel.Json;
import dev.crossdock.platform.DatabaseLogin;
import dev.crossdock.platform.database.BenchDatabase;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/**
 * The least that reserves a unit of a SKU that everybody wants: one conditional UPDATE of one row,
 * with a commit each. What the hub's reservations are measured against.
 */
public final class BareHot {
  private BareHot() {}

  /** Runs it; the last line says what was measured. */
  public static void main(String[] args) throws Exception {
    var told = Arguments.of(args);
    var folder = Path.of(told.text("folder"));
    try (var database = BenchDatabase.start(folder)) {
      SlowDisk.under(folder, told.number("flush"));
      prepare(database.owner());
      var perSecond = Threads.perSecond(told, thread -> new Buyer(database.owner())::buy);
      System.out.println(Json.text(Map.of("perSecond", perSecond)));
    }
  }

  private static void prepare(DatabaseLogin owner) throws SQLException {
    try (var connection = owner.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          create table bare_levels (sku text primary key, on_hand integer not null, reserved integer not null)
            with (fillfactor = 60);
          insert into bare_levels values ('HOT', 100000000, 0);
          """);
    }
  }

  private static final class Buyer {
    private final PreparedStatement reserve;

    Buyer(DatabaseLogin login) throws SQLException {
      reserve =
          login
              .connect()
              .prepareStatement(
                  "update bare_levels set reserved = reserved + 1 where sku = 'HOT' and on_hand - reserved >= 1");
    }

    void buy(long number) throws SQLException {
      if (reserve.executeUpdate() != 1) {
        throw new IllegalStateException("nothing was left at " + number);
      }
    }
  }
}
