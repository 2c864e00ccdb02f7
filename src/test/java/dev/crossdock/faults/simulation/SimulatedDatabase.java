package dev.crossdock.faults.simulation;

import dev.crossdock.platform.TestDatabase;
import dev.crossdock.platform.database.Roles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A real, migrated PostgreSQL with two things of its own: its clock is the simulation's, and the
 * process that uses it can die before any statement or commit.
 */
public final class SimulatedDatabase implements AutoCloseable {
  private static final int NEVER = -1;

  /** What is not the same in every world. */
  private static final String TABLES =
      """
      select string_agg(quote_ident(c.relname), ', ') from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and (c.relname like 'delivery\\_%' or c.relname like 'inventory\\_%')
        and c.relname not in ('delivery_slots', 'delivery_day_keys')
      """;

  private final TestDatabase database = new TestDatabase();
  private final JdbcTemplate owner = new JdbcTemplate(database.owner());
  private final Connection connection;
  private final PreparedStatement clock;
  private final SingleConnectionDataSource app;
  private final SingleConnectionDataSource aside;
  private final String truncate;
  private int fuse = NEVER;

  /**
   * Makes one.
   *
   * @param sql what is made of each statement of the hub
   */
  public SimulatedDatabase(UnaryOperator<String> sql) throws SQLException {
    owner.execute(
        """
        create or replace function crossdock_now() returns timestamptz language plpgsql stable parallel safe
          as 'begin return case when coalesce(current_setting(''simulation.now'', true), '''') = '''' then clock_timestamp()
                                else to_timestamp(current_setting(''simulation.now'')::float8) end; end'
        """);
    truncate = "truncate %s restart identity".formatted(owner.queryForObject(TABLES, String.class));
    var login = database.login(Roles.APP);
    var properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("prepareThreshold", "1");
    connection = DriverManager.getConnection(login.url(), properties);
    clock = connection.prepareStatement("select set_config('simulation.now', ?, false)");
    app = new SingleConnectionDataSource(fused(connection, sql), true);
    aside = new SingleConnectionDataSource(connection, true);
    now(0);
  }

  /** What the hub uses. */
  public DataSource app() {
    return app;
  }

  /** Who owns the tables. */
  public JdbcTemplate owner() {
    return owner;
  }

  /** The same connection for whoever never dies of it. */
  public DataSource aside() {
    return aside;
  }

  /** Sets the clock. */
  public void now(long micros) {
    try {
      clock.setString(1, "%d.%06d".formatted(micros / 1_000_000, micros % 1_000_000));
      clock.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The process dies when it asks for the statement or commit after so many more. */
  void dieAfter(int statements) {
    fuse = statements;
  }

  /** It lives on; true when it would have died a little later. */
  boolean live() {
    var burning = fuse != NEVER;
    fuse = NEVER;
    return burning;
  }

  /** Nothing has happened yet. */
  void clear() {
    owner.execute(truncate);
    owner.execute("alter sequence delivery_epochs restart");
  }

  private Connection fused(Connection real, UnaryOperator<String> sql) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              var name = method.getName();
              if (name.equals("prepareStatement") || name.equals("commit")) {
                burn();
              }
              try {
                if (name.equals("prepareStatement")) {
                  arguments[0] = sql.apply((String) arguments[0]);
                }
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  private void burn() {
    if (fuse == 0) {
      throw new Crash();
    }
    if (fuse > 0) {
      fuse--;
    }
  }

  @Override
  public void close() throws SQLException {
    app.destroy();
    aside.destroy();
    connection.close();
  }
}
