package dev.crossdock.sandbox.world;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/** The sandbox's own database. */
public final class Database implements AutoCloseable {
  private final HikariDataSource pool;

  /** Reads one row. */
  @FunctionalInterface
  public interface Row {
    /** Takes what it needs. */
    void read(ResultSet row) throws SQLException;
  }

  /** Work on one connection. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T on(Connection connection) throws SQLException;
  }

  /** Connects, and brings the tables up to date. */
  public Database(String jdbcUrl, String user, String password) {
    var config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(6);
    config.setMinimumIdle(1);
    config.setPoolName("sandbox");
    config.addDataSourceProperty("ApplicationName", "crossdock-sandbox");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("stringtype", "unspecified");
    // a stand-in may forget its last moments when the machine dies; a hub may not
    config.setConnectionInitSql("set synchronous_commit = off");
    pool = new HikariDataSource(config);
    Flyway.configure()
        .dataSource(pool)
        .locations("classpath:db/sandbox")
        .defaultSchema("sandbox")
        .createSchemas(true)
        .load()
        .migrate();
  }

  /** Reads rows. */
  public void query(String sql, Row row, Object... parameters) {
    inTransaction(
        connection -> {
          try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (var rows = statement.executeQuery()) {
              while (rows.next()) {
                row.read(rows);
              }
            }
          }
          return true;
        });
  }

  /** Changes rows; answers how many. */
  public int update(String sql, Object... parameters) {
    return inTransaction(
        connection -> {
          try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
          }
        });
  }

  /** Does work in one transaction. */
  public <T> T inTransaction(Work<T> work) {
    try (var connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        var answer = work.on(connection);
        connection.commit();
        return answer;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("sandbox database: " + e.getMessage(), e);
    }
  }

  static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
