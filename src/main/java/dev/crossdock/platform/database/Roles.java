package dev.crossdock.platform.database;

import dev.crossdock.platform.DatabaseLogin;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The three roles of an embedded server and the two databases they live in: {@code crossdock_owner}
 * makes tables, {@code crossdock_app} only uses them, {@code sandbox} sees none of ours.
 */
public final class Roles {
  /** Who migrates. */
  public static final String OWNER = "crossdock_owner";

  /** Who the running hub is. */
  public static final String APP = "crossdock_app";

  /** Who the stand-ins are, and the name of their database. */
  public static final String SANDBOX = "sandbox";

  /** Our database. */
  public static final String DATABASE = "crossdock";

  private Roles() {}

  /** Makes what is missing, and the passwords what they are told to be. */
  public static void ensure(
      DatabaseLogin admin, String ownerPassword, String appPassword, String sandbox)
      throws SQLException {
    try (var connection = admin.connect()) {
      role(connection, OWNER, ownerPassword);
      role(connection, APP, appPassword);
      role(connection, SANDBOX, sandbox);
      database(connection, DATABASE, OWNER);
      database(connection, SANDBOX, SANDBOX);
      execute(connection, "grant connect, temporary on database crossdock to " + APP);
      endSessionsOfAKilledHub(connection);
    }
  }

  private static void role(Connection connection, String name, String password)
      throws SQLException {
    if (!exists(connection, "select 1 from pg_roles where rolname = ?", name)) {
      execute(connection, "create role %s login".formatted(name));
    }
    execute(connection, "alter role %s password %s".formatted(name, quoted(connection, password)));
  }

  private static void database(Connection connection, String name, String owner)
      throws SQLException {
    if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
      execute(connection, "create database %s owner %s".formatted(name, owner));
    }
    execute(connection, "revoke all on database %s from public".formatted(name));
  }

  /** What it left half done must not keep its locks. */
  private static void endSessionsOfAKilledHub(Connection connection) throws SQLException {
    execute(
        connection,
        "select pg_terminate_backend(pid) from pg_stat_activity where usename in ('%s', '%s')"
            .formatted(OWNER, APP));
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (var statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static String quoted(Connection connection, String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.enquoteLiteral(text);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
