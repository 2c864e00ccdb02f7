package dev.crossdock.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.crossdock.platform.database.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * A fresh, migrated PostgreSQL database for one test class, on the one server of this JVM.
 *
 * <pre>{@code
 * @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();   // then DATABASE.app(), or in a Spring test:
 * @DynamicPropertySource static void database(DynamicPropertyRegistry registry) { DATABASE.register(registry); }
 * }</pre>
 */
public final class TestDatabase implements AfterAllCallback {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final List<HikariDataSource> pools = new ArrayList<>();
  private @Nullable String name;
  private @Nullable DataSource app;
  private @Nullable DataSource owner;

  /** What the running hub sees: reads and writes rows, makes no tables. */
  public synchronized DataSource app() {
    if (app == null) {
      app = pool(login(Roles.APP));
    }
    return app;
  }

  /** Who owns the tables: for what the hub itself must not do. */
  public synchronized DataSource owner() {
    if (owner == null) {
      owner = pool(login(Roles.OWNER));
    }
    return owner;
  }

  /** How either role gets in. */
  public DatabaseLogin login(String role) {
    var server = TestServer.running();
    return new DatabaseLogin(server.url(name()), role, TestServer.PASSWORD);
  }

  /** The sandbox's own, empty database (the same one for the whole JVM). */
  public static DatabaseLogin sandbox() {
    return new DatabaseLogin(
        TestServer.running().url(Roles.SANDBOX), Roles.SANDBOX, TestServer.PASSWORD);
  }

  /** As {@link HubDatabase}. */
  public HubDatabase hubDatabase() {
    return new HubDatabase(login(Roles.OWNER), login(Roles.APP), Optional.of(sandbox()));
  }

  /** Points a Spring test at this database. */
  public void register(DynamicPropertyRegistry registry) {
    registry.add("hub.database.mode", () -> "external");
    registry.add("hub.database.url", () -> login(Roles.APP).url());
    registry.add("hub.database.owner-password", () -> TestServer.PASSWORD);
    registry.add("hub.database.app-password", () -> TestServer.PASSWORD);
  }

  private synchronized String name() {
    if (name == null) {
      name = "test_" + NUMBER.incrementAndGet();
      TestServer.clone(name);
    }
    return name;
  }

  private DataSource pool(DatabaseLogin login) {
    var pool = new HikariConfig();
    pool.setJdbcUrl(login.url());
    pool.setUsername(login.user());
    pool.setPassword(login.password());
    pool.setMaximumPoolSize(16);
    pool.setMinimumIdle(0);
    var made = new HikariDataSource(pool);
    pools.add(made);
    return made;
  }

  /** Whether anybody waits for what another transaction has. */
  public boolean somebodyWaitsForALock() {
    return Boolean.TRUE.equals(
        new JdbcTemplate(owner())
            .queryForObject(
                "select exists (select from pg_stat_activity"
                    + " where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0)",
                Boolean.class));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    afterAll();
  }

  /** Nobody needs it any more. */
  public void afterAll() {
    pools.forEach(HikariDataSource::close);
  }
}
