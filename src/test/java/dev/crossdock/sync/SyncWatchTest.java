package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.crossdock.platform.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is looked after beside the runs themselves. */
class SyncWatchTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());

  @Test
  void forgetsAllOldRunsHoweverManyThereAre() {
    jdbc.update(
        """
        insert into sync_runs (sync, channel, state, cause, lives, started_at, finished_at)
        select 'x', 'market', 'failed', 'schedule', 1, at, at
        from (select crossdock_now() - case when n = 1 then interval '1 day' else interval '40 days' end as at
              from generate_series(1, 12001) n) as ago
        """);
    var watch =
        new SyncWatch(
            mock(SyncFiles.class),
            mock(Firings.class),
            mock(Runs.class),
            mock(Turns.class),
            new RunTable(jdbc),
            mock(Freshness.class),
            Duration.ofDays(30));

    watch.deleteOld();

    assertThat(jdbc.queryForObject("select count(*) from sync_runs", Integer.class)).isOne();
    watch.destroy();
  }
}
