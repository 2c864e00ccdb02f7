package dev.crossdock.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Fresh databases for the stand-ins, in one PostgreSQL for all tests of a JVM. */
public final class SandboxDatabases {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static @Nullable EmbeddedPostgres postgres;

  private SandboxDatabases() {}

  /** The JDBC URL of an empty database. */
  public static synchronized String fresh() {
    try {
      if (postgres == null) {
        postgres = EmbeddedPostgres.builder().start();
      }
      var name = "sandbox" + NUMBERS.incrementAndGet();
      try (var connection = postgres.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      }
      return postgres.getJdbcUrl("postgres", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
