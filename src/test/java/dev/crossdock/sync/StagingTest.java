package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.platform.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Where the lines of a snapshot are put, and for how long. */
class StagingTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final Staging staging = new Staging(jdbc, DATABASE.app());

  @BeforeEach
  void nothingStaged() {
    jdbc.query("select sync_drop_staging(id) from sync_snapshots", row -> {});
    jdbc.update("delete from sync_snapshots");
  }

  @Test
  void forgetsTheLinesOfWhatEndedAnHourAgoAndWasLeft() {
    var left = complete("61 minutes");
    var recent = complete("59 minutes");
    var reading = open();
    begun(reading, "1 day");

    var next = open("other");

    assertThat(tables()).containsExactly(of(recent), of(reading), of(next));
    assertThat(ids()).contains(left);
  }

  @Test
  void forgetsAfterAQuarterThatThereWasASnapshot() {
    var old = complete("91 days");
    var recent = complete("89 days");
    var broken = open();
    begun(broken, "91 days");

    var next = open("other");

    assertThat(ids()).containsExactly(recent, next).doesNotContain(old, broken);
    assertThat(tables()).doesNotContain(of(old));
  }

  @Test
  void beginsASnapshotWhileSomebodyReadsAllThatIsStaged() throws SQLException {
    var left = complete("61 minutes");
    try (var reader = DATABASE.owner().getConnection();
        var hurried = hurried()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("select count(*) from sync_staging_view");
      var other = new JdbcTemplate(hurried);

      var next = new Staging(other, hurried).open("other", "shop", "stock", true);

      assertThat(tables()).as("what can wait, waits").containsExactly(of(left), of(next));
      reader.rollback();
    }
    var unused = open("later");
    assertThat(tables()).doesNotContain(of(left));
  }

  @Test
  void forgetsLinesWhileSomebodyReadsThoseOfAnother() throws SQLException {
    var read = open();
    var over = open("other");
    try (var reader = DATABASE.app().getConnection();
        var hurried = hurried()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("select count(*) from " + Snapshots.lines(read));

      new Staging(new JdbcTemplate(hurried), hurried).fail(over, "it is over");

      assertThat(tables()).containsExactly(of(read));
      reader.rollback();
    }
  }

  /** Waits for nobody longer than a second. */
  private static SingleConnectionDataSource hurried() throws SQLException {
    var hurried = new SingleConnectionDataSource(DATABASE.app().getConnection(), true);
    new JdbcTemplate(hurried).execute("set lock_timeout = '1s'");
    return hurried;
  }

  private long open() {
    return open("nightly");
  }

  private long open(String sync) {
    return staging.open(sync, "shop", "stock", true);
  }

  /** One that was complete so long ago. */
  private long complete(String ago) {
    var id = open();
    jdbc.update(
        "update sync_snapshots set state = 'complete', finished_at = crossdock_now() - ?::interval where id = ?",
        ago,
        id);
    begun(id, ago);
    return id;
  }

  private void begun(long id, String ago) {
    jdbc.update(
        "update sync_snapshots set started_at = crossdock_now() - ?::interval where id = ?",
        ago,
        id);
  }

  private static String of(long id) {
    return "sync_staging_" + id;
  }

  private List<Long> ids() {
    return jdbc.queryForList("select id from sync_snapshots order by id", Long.class);
  }

  private List<String> tables() {
    return jdbc.queryForList(
        "select relname from pg_class where relname ~ '^sync_staging_[0-9]+$' order by oid",
        String.class);
  }
}
