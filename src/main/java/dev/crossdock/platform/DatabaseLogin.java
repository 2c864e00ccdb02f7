package dev.crossdock.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * How somebody gets into a database.
 *
 * @param url where it is
 * @param user who
 * @param password never shown: {@link #toString()} leaves it out
 */
public record DatabaseLogin(String url, String user, String password) {

  /** A connection outside every pool, for starting, migrating and looking. */
  public Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("ApplicationName", "crossdock-start");
    return DriverManager.getConnection(url, properties);
  }

  @Override
  public String toString() {
    return "%s at %s".formatted(user, url);
  }
}
