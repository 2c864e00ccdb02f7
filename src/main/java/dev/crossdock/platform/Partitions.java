package dev.crossdock.platform;

import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tables that keep each day apart, so that a day is forgotten at once and whole.
 *
 * <p>The running hub may neither make nor drop a table: it asks the database, which does it for the
 * tables that a migration registered, and for no others.
 */
@Component
public class Partitions {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final int HOURLY = 3_600_000;

  private final JdbcTemplate jdbc;
  private final Clock clock;

  Partitions(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Makes a week ahead, at the start and every hour; what has no day yet waits in the default. */
  @Scheduled(fixedDelay = HOURLY)
  void makeDays() {
    try {
      var made = jdbc.queryForObject("select platform_make_days()", Integer.class);
      LOG.atDebug().addKeyValue("partitions", made).log("days made ahead");
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not make days ahead; trying again in an hour");
    }
  }

  /** The tables that keep each day apart and whose names begin like that. */
  public List<String> tables(String prefix) {
    return jdbc.queryForList(
        "select parent::text from platform_partitioned where starts_with(parent::text, ?) order by 1",
        String.class,
        prefix);
  }

  /**
   * Forgets what is older than so many days; a few days at a time, and nothing while {@link
   * #mayDelete} says no.
   *
   * @param table one that a migration registered
   * @param days at least 1
   * @return how many days were forgotten
   */
  public int drop(String table, long days) {
    var dropped =
        jdbc.queryForObject(
            "select platform_drop_days(?, ?, ?::timestamptz)",
            Integer.class,
            table,
            Math.toIntExact(days),
            clock.instant().toString());
    return dropped == null ? 0 : dropped;
  }

  /**
   * Whether anything may be deleted for its age: not while our clock and the database's differ, and
   * not within a day of a leap of over two days.
   */
  public boolean mayDelete() {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select platform_may_delete(?::timestamptz)",
            Boolean.class,
            clock.instant().toString()));
  }
}
