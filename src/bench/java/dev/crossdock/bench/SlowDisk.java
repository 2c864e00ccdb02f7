package dev.crossdock.bench;

import dev.crossdock.platform.DatabaseLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Lets every flush of an embedded database take as long as on a disk that really keeps what it is
 * told: a machine whose disk answers at once says nothing about waiting for one.
 *
 * <p>PostgreSQL's own {@code commit_delay} does it: whoever flushes sleeps so long first, and
 * everybody else waits as for a disk.
 */
final class SlowDisk {
  /** What a disk over the network takes, and many a local one. */
  static final int MICROS = 1_000;

  private SlowDisk() {}

  /**
   * From now on.
   *
   * @param folder of the data: {@code hub.data-dir}
   */
  static void under(Path folder, int micros) throws IOException, SQLException {
    var port = Files.readString(folder.resolve("postgres/port")).strip();
    var password = Files.readString(folder.resolve("secrets/database-admin")).strip();
    var url = "jdbc:postgresql://127.0.0.1:%s/crossdock".formatted(port);
    try (var connection = new DatabaseLogin(url, "postgres", password).connect();
        var statement = connection.createStatement()) {
      statement.execute("alter system set commit_delay = %d".formatted(micros));
      statement.execute("alter system set commit_siblings = 0");
      statement.execute("select pg_reload_conf()");
    }
  }
}
