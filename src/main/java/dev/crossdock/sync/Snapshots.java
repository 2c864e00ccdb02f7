package dev.crossdock.sync;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What has been read of other systems, and when it may be forgotten. */
@Component
public class Snapshots {
  private final JdbcTemplate jdbc;

  Snapshots(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
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
