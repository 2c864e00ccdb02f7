package dev.crossdock.sync;

import java.time.Clock;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs a sync now, whatever its schedule says. */
public final class OneRun {
  private OneRun() {}

  /** The parts of this module that a run needs. */
  public static Class<?>[] parts() {
    return new Class<?>[] {SyncRun.class, SyncTables.class, Paging.class, Questions.class};
  }

  /** Goes on with what a kill has left behind, and then reads all that is new. */
  public static void of(BeanFactory beans, String channel, String read)
      throws InterruptedException {
    var jdbc = beans.getBean(JdbcTemplate.class);
    var clock = beans.getBean(Clock.class);
    var sync = reading(channel + "-" + read, channel, read, "1s");
    var turns = new Turns(jdbc, "embedded");
    var table = new RunTable(jdbc);
    var epoch = turns.take(sync).orElseThrow();
    var left = table.claim(sync.id(), turns.owner(), epoch);
    if (left.isPresent()) {
      run(beans, sync, RunProgress.of(sync, turns, table, epoch, left.get()));
    }
    run(beans, sync, progress(jdbc, sync, clock));
  }

  private static void run(BeanFactory beans, Sync sync, RunProgress progress)
      throws InterruptedException {
    var state = "failed";
    try {
      beans.getBean(SyncRun.class).run(sync, progress);
      state = "done";
    } finally {
      progress.end(state, null);
    }
  }

  /** A sync that reads at an interval, and leaves out all else. */
  static Sync reading(String id, String channel, String read, String every) {
    return new Sync(
        id,
        channel,
        read,
        null,
        Sync.Mode.CHANGED,
        every,
        null,
        null,
        Scope.ALL,
        null,
        Sync.Overlap.REFUSE,
        null,
        null);
  }

  /** Of a run that nobody asked for by itself. */
  static RunProgress progress(JdbcTemplate jdbc, Sync sync, Clock clock) {
    var turns = new Turns(jdbc, "embedded");
    var epoch = turns.take(sync).orElseThrow();
    return RunProgress.unkept(
        sync, Run.Cause.SCHEDULE, turns, new RunTable(jdbc), epoch, clock.instant());
  }
}
