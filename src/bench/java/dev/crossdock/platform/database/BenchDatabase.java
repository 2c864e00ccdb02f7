package dev.crossdock.platform.database;

import dev.crossdock.platform.DatabaseLogin;
import dev.crossdock.platform.HubDatabase;
import dev.crossdock.platform.SecretFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.util.unit.DataSize;

/**
 * The hub's embedded database without the hub, with the hub's own settings: what is measured
 * against it differs in nothing but the work.
 */
public final class BenchDatabase implements AutoCloseable {
  private final EmbeddedDatabase embedded;

  private BenchDatabase(EmbeddedDatabase embedded) {
    this.embedded = embedded;
  }

  /** Starts one in a folder of its own, without any table. */
  public static BenchDatabase start(Path folder) throws IOException, SQLException {
    return new BenchDatabase(EmbeddedDatabase.start(folder, 0, new SecretFiles(folder, Map.of())));
  }

  /** Who may make tables. */
  public DatabaseLogin owner() {
    return embedded.database().owner();
  }

  /** The hub's own tables, and its own way to them. */
  public DataSource hubTables() {
    var settings =
        new DatabaseSettings(
            DatabaseSettings.Mode.EMBEDDED,
            0,
            "",
            Roles.OWNER,
            "",
            Roles.APP,
            "",
            32,
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            DataSize.ofMegabytes(64));
    var database =
        new HubDatabase(embedded.database().owner(), embedded.database().app(), Optional.empty());
    return new DatabaseConfiguration().dataSource(database, settings);
  }

  @Override
  public void close() throws IOException {
    embedded.close();
  }
}
