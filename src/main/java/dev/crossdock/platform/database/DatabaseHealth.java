package dev.crossdock.platform.database;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Whether a row can be written and committed within two seconds. That, and nothing else, decides
 * whether the hub is ready to take webhooks.
 */
@Component("databaseHealthIndicator")
class DatabaseHealth implements HealthIndicator {
  private static final int LIMIT_SECONDS = 2;

  private final DataSource dataSource;
  private final ExecutorService thread = Executors.newFixedThreadPool(2, daemon());

  DatabaseHealth(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  private static CustomizableThreadFactory daemon() {
    var threads = new CustomizableThreadFactory("database-health-");
    threads.setDaemon(true);
    return threads;
  }

  @Override
  public Health health() {
    var written = thread.submit(this::write);
    try {
      return Health.up().withDetail("millis", written.get(LIMIT_SECONDS, TimeUnit.SECONDS)).build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.down().build();
    } catch (TimeoutException e) {
      written.cancel(true);
      return Health.down().withDetail("waited", LIMIT_SECONDS + " s").build();
    } catch (ExecutionException e) {
      return Health.down(e).build();
    }
  }

  private long write() throws SQLException {
    var began = System.nanoTime();
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.setQueryTimeout(LIMIT_SECONDS);
      statement.executeUpdate(
          "insert into platform_heartbeats (name, at) values ('health', crossdock_now())"
              + " on conflict (name) do update set at = excluded.at");
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }
}
