package dev.crossdock.platform;

import dev.crossdock.platform.database.Migrations;
import dev.crossdock.platform.database.PostgresServer;
import dev.crossdock.platform.database.Roles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one PostgreSQL server of a test JVM: fast, forgetful, and gone with it. */
final class TestServer {
  static final String PASSWORD = "test-only";
  private static final String TEMPLATE = "crossdock";
  private static final Map<String, String> FAST =
      Map.of(
          "fsync", "off",
          "synchronous_commit", "off",
          "full_page_writes", "off",
          "max_connections", "200",
          "client_connection_check_interval", "2s");

  private static @Nullable PostgresServer server;

  private TestServer() {}

  static synchronized PostgresServer running() {
    if (server == null) {
      try {
        server = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return server;
  }

  private static PostgresServer start() throws IOException, SQLException {
    var folder = Files.createTempDirectory("crossdock-test-postgres");
    var started = PostgresServer.start(folder, 0, PASSWORD, FAST);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    started.drop();
                    // a hundred databases are a hundred thousand files: nobody waits for them
                    new ProcessBuilder("rm", "-rf", folder.toString()).start();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
    Roles.ensure(started.admin(), PASSWORD, PASSWORD, PASSWORD);
    var owner = new DatabaseLogin(started.url(TEMPLATE), Roles.OWNER, PASSWORD);
    Migrations.run(owner, Roles.APP);
    return started;
  }

  /** A copy of the migrated database; PostgreSQL copies files, so this takes some 50 ms. */
  static synchronized void clone(String name) {
    try (var connection = running().admin().connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "create database %s template %s owner %s".formatted(name, TEMPLATE, Roles.OWNER));
      statement.execute("revoke all on database %s from public".formatted(name));
      statement.execute("grant connect, temporary on database %s to %s".formatted(name, Roles.APP));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
