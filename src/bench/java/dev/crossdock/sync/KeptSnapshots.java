package dev.crossdock.sync;

import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps the lines of a snapshot, so that it can be compared again. */
public final class KeptSnapshots extends Snapshots {
  /** As Spring makes it. */
  public KeptSnapshots(JdbcTemplate jdbc) {
    super(jdbc);
  }

  @Override
  public void compared(long snapshot) {
    // it is compared again
  }

  @Override
  public void forget(long snapshot) {
    // it is compared again
  }
}
