package dev.crossdock.platform.database;

import dev.crossdock.platform.DatabaseLogin;
import java.sql.SQLException;
import java.util.List;

/** A webhook is answered 200 when it is on the disk; a database that only says so is refused. */
final class Durability {
  private Durability() {}

  static void demand(DatabaseLogin login) throws SQLException {
    try (var connection = login.connect();
        var statement = connection.createStatement()) {
      for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        try (var rows = statement.executeQuery("show " + setting)) {
          rows.next();
          if (rows.getString(1).equals("off")) {
            throw new IllegalStateException(
                "PLT-005 the database has %s = off and could lose what we acknowledged; switch it on."
                    .formatted(setting));
          }
        }
      }
    }
  }
}
