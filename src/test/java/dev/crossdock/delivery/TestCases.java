package dev.crossdock.delivery;

import org.springframework.jdbc.core.JdbcTemplate;

/** What somebody must be told, for tests of other modules. */
public final class TestCases {
  private TestCases() {}

  /** In this database. */
  public static Cases of(JdbcTemplate jdbc) {
    return new Cases(jdbc);
  }
}
