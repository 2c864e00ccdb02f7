package dev.crossdock.platform.database;

import dev.crossdock.platform.DatabaseLogin;
import dev.crossdock.platform.HubDatabase;
import dev.crossdock.platform.SecretFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * A database that needs nothing set up: its server, its roles and their passwords are made here.
 */
final class EmbeddedDatabase implements AutoCloseable {
  /**
   * Tables of a new hub grow a thousandfold within a minute: until it has counted them, the
   * database reads them whole, so it looks every ten seconds.
   */
  private static final Map<String, String> DURABLE =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "max_connections", "100",
          "shared_buffers", "128MB",
          "max_wal_size", "1GB",
          "autovacuum_naptime", "10s",
          "jit", "off",
          "client_connection_check_interval", "2s");

  private final PostgresServer server;
  private final HubDatabase database;

  private EmbeddedDatabase(PostgresServer server, HubDatabase database) {
    this.server = server;
    this.database = database;
  }

  static EmbeddedDatabase start(Path dataDir, int port, SecretFiles secrets)
      throws IOException, SQLException {
    var admin = secrets.findOrInvent("database-admin");
    var owner = secrets.findOrInvent("database-owner");
    var app = secrets.findOrInvent("database-app");
    var sandbox = secrets.findOrInvent("database-sandbox");
    var server = PostgresServer.start(dataDir.resolve("postgres"), port, admin, DURABLE);
    try {
      Durability.demand(server.admin());
      Roles.ensure(server.admin(), owner, app, sandbox);
    } catch (SQLException | RuntimeException e) {
      server.close();
      throw e;
    }
    var url = server.url(Roles.DATABASE);
    return new EmbeddedDatabase(
        server,
        new HubDatabase(
            new DatabaseLogin(url, Roles.OWNER, owner),
            new DatabaseLogin(url, Roles.APP, app),
            Optional.of(new DatabaseLogin(server.url(Roles.SANDBOX), Roles.SANDBOX, sandbox))));
  }

  HubDatabase database() {
    return database;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
