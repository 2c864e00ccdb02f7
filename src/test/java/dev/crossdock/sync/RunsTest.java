package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.platform.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two hubs on one database, each with its own memory: what is run, by whom, and how often. */
class RunsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Instant DUE = Instant.parse("2026-06-01T02:00:00Z");
  private static final int PAGES = 5;

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(DATABASE.app()));
  private final RunHistory history = new RunHistory(jdbc);
  private final Sync nightly = OneRun.reading("nightly", "market", "items", "1h");
  private final Sync frequent = OneRun.reading("frequent", "market", "orders", "500ms");
  private final Hub one = new Hub();
  private final Hub other = new Hub();

  /** What a hub does at the beginning of a page, if anything. */
  private interface AtPage {
    void at(int page, Progress progress);
  }

  /** The process ends in the middle of what it does. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Keeps each page's number as its one item; news only on pages that have any. */
  private final class Hub implements Reading {
    private final Turns turns = new Turns(jdbc, "external");
    private final RunTable table = new RunTable(jdbc);
    private final Runs runs =
        new Runs(List.of(this), turns, table, history, transaction, Clock.systemUTC());
    private AtPage atPage = (page, progress) -> {};
    private int pages = PAGES;
    private int news = 1;

    @Override
    public boolean takes(Sync sync) {
      return true;
    }

    @Override
    public void run(Sync sync, Progress progress) {
      var from = progress.position();
      for (int page = from == null ? 1 : Integer.parseInt(from); page <= pages; page++) {
        atPage.at(page, progress);
        var read = page;
        transaction.executeWithoutResult(
            status -> {
              jdbc.update(
                  "insert into sync_cursors (channel, read, cursor) values ('kept', ?, ?)",
                  "run " + progress.begunAt() + " page " + read,
                  turns.owner());
              progress.moved(1, 10, news, read == pages ? null : String.valueOf(read + 1));
            });
      }
    }
  }

  @BeforeEach
  void empty() {
    for (var table : List.of("sync_runs", "sync_turns", "sync_cursors")) {
      jdbc.update("delete from " + table);
    }
  }

  @AfterEach
  void stop() {
    one.runs.destroy();
    other.runs.destroy();
  }

  @Test
  void makesEachFiringOnceHoweverManyHubsHearOfIt() {
    assertThat(one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE)).isPositive();
    assertThat(other.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE)).isZero();

    other.runs.next(nightly);
    one.runs.next(nightly);

    var run = only();
    assertThat(run.state()).isEqualTo("done");
    assertThat(run.dueAt()).isEqualTo(DUE);
    assertThat(run.pages()).isEqualTo(PAGES);
    assertThat(run.items()).isEqualTo(50);
    assertThat(run.kept()).isEqualTo(5);
    assertThat(kept()).isEqualTo(PAGES);
    assertThat(other.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE)).isZero();
  }

  @Test
  void refusesToOverlapAndSaysSo() {
    one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE);
    one.atPage =
        (page, progress) -> {
          if (page == 2) {
            other.runs.open(nightly, Run.Cause.HAND, "ann", null);
            other.runs.next(nightly);
          }
        };

    one.runs.next(nightly);

    var runs = history.last("nightly", 10);
    assertThat(runs).extracting(Run::state).containsExactly("refused", "done");
    assertThat(runs.get(0).askedBy()).isEqualTo("ann");
    assertThat(runs.get(0).sentence()).contains("run " + runs.get(1).id() + " is running");
    assertThat(kept()).isEqualTo(PAGES);
  }

  @Test
  void letsARunWaitForTheOneBeforeWhereItsFileSaysSo() {
    var queueing = with(nightly, Sync.Overlap.QUEUE);
    one.runs.open(queueing, Run.Cause.SCHEDULE, null, DUE);
    one.atPage =
        (page, progress) -> {
          if (history.last(null, 5).size() == 1) {
            other.runs.open(queueing, Run.Cause.API, "a script", null);
            other.runs.next(queueing);
            assertThat(history.last("nightly", 1).get(0).state()).isEqualTo("queued");
          }
        };

    one.runs.next(queueing);

    assertThat(history.last("nightly", 10)).extracting(Run::state).containsExactly("done", "done");
    assertThat(history.last("nightly", 10))
        .extracting(Run::cause)
        .containsExactly("api", "schedule");
  }

  @Test
  void goesOnBehindTheLastPageWhenAHubWasKilled() {
    one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE);
    one.atPage =
        (page, progress) -> {
          if (page == 4) {
            throw new Killed();
          }
        };
    killed(() -> one.runs.next(nightly));
    other.runs.next(nightly);
    assertThat(only().state()).as("while its turn lasts").isEqualTo("running");

    lapse();
    other.runs.next(nightly);

    var run = only();
    assertThat(run.state()).isEqualTo("done");
    assertThat(run.lives()).isEqualTo(2);
    assertThat(run.pages()).isEqualTo(PAGES);
    assertThat(run.items()).isEqualTo(50);
    assertThat(owners())
        .containsExactly(
            one.turns.owner(),
            one.turns.owner(),
            one.turns.owner(),
            other.turns.owner(),
            other.turns.owner());
  }

  @Test
  void keepsNothingThatAHubReadsWhoseTurnIsOver() {
    one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE);
    one.atPage =
        (page, progress) -> {
          if (page == 3) {
            lapse();
            other.runs.next(nightly);
          }
        };

    one.runs.next(nightly);

    assertThat(only().state()).isEqualTo("done");
    assertThat(only().pages()).isEqualTo(PAGES);
    assertThat(owners())
        .containsExactly(
            one.turns.owner(),
            one.turns.owner(),
            other.turns.owner(),
            other.turns.owner(),
            other.turns.owner());
  }

  @Test
  void leavesARunToTheHubThatTookIt() {
    one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE);
    one.atPage =
        (page, progress) -> {
          if (page == 3) {
            lapse();
            var epoch = other.turns.take(nightly).orElseThrow();
            assertThat(other.table.claim("nightly", other.turns.owner(), epoch)).isPresent();
          }
        };

    one.runs.next(nightly);
    one.runs.next(nightly);

    assertThat(only().state()).isEqualTo("running");
    assertThat(only().lives()).isEqualTo(2);
    assertThat(jdbc.queryForObject("select owner from sync_runs", String.class))
        .isEqualTo(other.turns.owner());
    assertThat(owners()).containsExactly(one.turns.owner(), one.turns.owner());
  }

  @Test
  void takesNoRunUnderATurnThatIsOver() {
    one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE);
    var epoch = one.turns.take(nightly).orElseThrow();
    lapse();
    assertThat(other.turns.take(nightly)).isPresent();

    assertThat(one.table.claim("nightly", one.turns.owner(), epoch)).isEmpty();

    assertThat(only().state()).isEqualTo("queued");
    assertThat(only().lives()).isZero();
  }

  @Test
  void doesNotBeginARunAgainThatItWasToldToLeave() {
    one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE);
    one.atPage =
        (page, progress) -> {
          throw new Progress.Stopped(false);
        };

    one.runs.next(nightly);

    assertThat(only().state()).isEqualTo("running");
    assertThat(only().lives()).isEqualTo(1);
  }

  @Test
  void stopsARunThatSomebodyCancels() {
    one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE);
    one.atPage =
        (page, progress) -> {
          if (page == 3) {
            assertThat(other.table.cancel(progress.run(), "ann")).isTrue();
          }
        };

    one.runs.next(nightly);

    assertThat(only().state()).isEqualTo("cancelled");
    assertThat(only().cancelledBy()).isEqualTo("ann");
    assertThat(only().pages()).isEqualTo(2);
    assertThat(kept()).isEqualTo(2);
    assertThat(other.table.cancel(only().id(), "bob")).isFalse();
  }

  @Test
  void cancelsAtOnceWhatOnlyWaits() {
    var run = one.runs.open(nightly, Run.Cause.HAND, "ann", null);

    assertThat(one.table.cancel(run, "ann")).isTrue();
    one.runs.next(nightly);

    assertThat(only().state()).isEqualTo("cancelled");
    assertThat(kept()).isZero();
  }

  @Test
  void leavesNoTraceOfAFrequentRunThatFoundNothing() {
    one.pages = 1;
    one.news = 0;

    for (int n = 0; n < 20; n++) {
      one.runs.unkept(frequent, Run.Cause.SCHEDULE);
    }
    one.runs.renew();

    assertThat(history.last(null, 10)).isEmpty();
    assertThat(one.turns.standings()).singleElement().matches(at -> at.goodAt() != null);
  }

  @Test
  void keepsAFrequentRunThatFoundSomethingAndTheNextHubGoesOnWithIt() {
    one.atPage =
        (page, progress) -> {
          if (page == 3) {
            throw new Killed();
          }
        };
    killed(() -> one.runs.unkept(frequent, Run.Cause.SCHEDULE));
    lapse();

    other.runs.next(frequent);

    assertThat(only().state()).isEqualTo("done");
    assertThat(only().pages()).isEqualTo(PAGES);
  }

  @Test
  void leavesAFrequentSyncToTheHubWhoseTurnItIs() {
    one.pages = 1;
    one.runs.unkept(frequent, Run.Cause.SCHEDULE);
    other.runs.unkept(frequent, Run.Cause.SCHEDULE);
    assertThat(owners()).containsExactly(one.turns.owner());

    lapse();
    other.runs.unkept(frequent, Run.Cause.SCHEDULE);
    one.runs.renew();

    assertThat(one.turns.held()).isEmpty();
    assertThat(owners()).contains(other.turns.owner());
  }

  @Test
  void keepsNothingOfAFrequentRunThatMerelyHadNoCallsLeft() {
    for (var hub : List.of(one, other)) {
      hub.atPage =
          (page, progress) -> {
            throw new HubException(new Failure.Throttled("TST-002", "no calls left.", null));
          };
    }
    other.runs.unkept(frequent, Run.Cause.SCHEDULE);
    assertThat(history.last(null, 10)).isEmpty();

    one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE);
    one.runs.next(nightly);
    assertThat(only().state()).isEqualTo("failed");
  }

  @Test
  void asksOftenThoughAllThreadsOfTheChannelWait() throws InterruptedException {
    var waiting = new CountDownLatch(ChannelThreads.MOST);
    var enough = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    one.atPage =
        (page, progress) -> {
          if (progress.run() == 0) {
            asked.countDown();
          } else {
            waiting.countDown();
            await(enough);
          }
        };
    for (int n = 0; n < ChannelThreads.MOST; n++) {
      var sync = OneRun.reading("nightly-" + n, "market", "items", "1h");
      one.runs.open(sync, Run.Cause.SCHEDULE, null, DUE);
      one.runs.begin(sync);
    }
    assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();

    one.runs.beginUnkept(frequent, Run.Cause.SCHEDULE);

    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    enough.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      var unused = latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void keepsWhyARunFailed() {
    for (var hub : List.of(one, other)) {
      hub.atPage =
          (page, progress) -> {
            throw new HubException(new Failure.Data("TST-001", "no page today."));
          };
    }
    one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE);
    one.runs.next(nightly);
    other.runs.unkept(frequent, Run.Cause.SCHEDULE);

    assertThat(history.last(null, 10))
        .allSatisfy(run -> assertThat(run.state()).isEqualTo("failed"))
        .allSatisfy(run -> assertThat(run.sentence()).contains("TST-001"))
        .hasSize(2);
  }

  @Test
  void givesUpARunThatEndsEveryHubThatMakesIt() {
    one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE);
    var hubs = new ArrayList<Hub>();
    for (int life = 0; life < 11; life++) {
      var hub = new Hub();
      hub.atPage =
          (page, progress) -> {
            throw new Killed();
          };
      hubs.add(hub);
      if (life < 10) {
        killed(() -> hub.runs.next(nightly));
      } else {
        hub.runs.next(nightly);
      }
      lapse();
    }

    assertThat(only().state()).isEqualTo("failed");
    assertThat(only().sentence()).contains("SYN-010");
    hubs.forEach(hub -> hub.runs.destroy());
  }

  @Test
  void saysHowFastItGoesAndHowLongItTakesYet() {
    var seen = new ArrayList<Run>();
    one.runs.open(nightly, Run.Cause.SCHEDULE, null, DUE);
    one.atPage =
        (page, progress) -> {
          progress.expect(50);
          seen.add(history.find(progress.run()).orElseThrow());
        };

    one.runs.next(nightly);

    var last = seen.get(PAGES - 1);
    assertThat(last.items()).isEqualTo(40);
    assertThat(last.expected()).isEqualTo(50);
    assertThat(last.perSecond()).isPositive();
    assertThat(last.left()).isNotNull();
    assertThat(only().left()).isNull();
  }

  private static Sync with(Sync sync, Sync.Overlap overlap) {
    return new Sync(
        sync.id(),
        sync.channel(),
        sync.read(),
        null,
        sync.mode(),
        sync.every(),
        null,
        null,
        sync.scope(),
        null,
        overlap,
        null,
        null);
  }

  private static void killed(Runnable work) {
    try {
      work.run();
    } catch (Killed e) {
      return;
    }
    throw new AssertionError("it was not killed");
  }

  private void lapse() {
    jdbc.update("update sync_turns set leased_until = crossdock_now() - interval '1 second'");
  }

  private Run only() {
    var runs = history.last(null, 10);
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  private int kept() {
    return owners().size();
  }

  /** Who kept the pages, in their order. */
  private List<String> owners() {
    return jdbc.queryForList("select cursor from sync_cursors order by read", String.class);
  }
}
