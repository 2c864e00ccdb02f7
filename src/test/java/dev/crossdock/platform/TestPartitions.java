package dev.crossdock.platform;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Partitions, for tests that stand on a database and not on the whole hub. */
public final class TestPartitions {
  private TestPartitions() {}

  /** Of that database, with the clock on the wall. */
  public static Partitions of(DataSource database) {
    return of(database, Clock.systemUTC());
  }

  /** Of that database, with another clock. */
  public static Partitions of(DataSource database, Clock clock) {
    return new Partitions(new JdbcTemplate(database), clock);
  }
}
