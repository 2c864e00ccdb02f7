package dev.crossdock.sync;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What has been read of other systems, and when it may be forgotten. */
@Component
public class Snapshots {
  /** The sync of a second look, for which only what was suspected is asked. */
  public static final String LOOK = "look";

  private final JdbcTemplate jdbc;

  Snapshots(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The table in which the lines of a snapshot stand, with the columns of {@code
   * sync_staging_view}. Whoever reads them there for long keeps nobody from beginning or forgetting
   * another snapshot.
   */
  public static String lines(long snapshot) {
    return "sync_staging_" + snapshot;
  }

  /** A snapshot has been compared; nothing happens when it has been already. */
  public void compared(long snapshot) {
    jdbc.update(
        "update sync_snapshots set state = 'compared' where id = ? and state = 'complete'",
        snapshot);
  }

  /** Its lines are of no use any more. That there was a snapshot is kept. */
  public void forget(long snapshot) {
    jdbc.query("select sync_drop_staging(?)", row -> {}, snapshot);
  }
}
