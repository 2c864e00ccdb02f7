package dev.crossdock.sync;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Looks once a second whether files were edited, turns must be renewed, a run waits, was cancelled
 * or has lost its process; and lets the frequent syncs of this process tick.
 */
@Component
class SyncWatch implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(SyncWatch.class);
  private static final long EVERY_MILLIS = 1_000;

  /** What was late because the hub was down has this many looks to be made up for. */
  private static final int LATE_FROM = 30;

  private static final int LATE_EVERY = 5;
  private static final int DELETED_AT_ONCE = 5_000;

  private final SyncFiles files;
  private final Firings firings;
  private final Runs runs;
  private final Turns turns;
  private final RunTable table;
  private final Freshness freshness;
  private final long keepDays;
  private final Map<Sync, Future<?>> ticking = new HashMap<>();
  private final ScheduledExecutorService looking = thread("syncs-");
  private final ScheduledExecutorService ticks = thread("sync-ticks-");
  private boolean changed = true;
  private int looks;

  SyncWatch(
      SyncFiles files,
      Firings firings,
      Runs runs,
      Turns turns,
      RunTable table,
      Freshness freshness,
      @Value("${hub.sync.keep-runs:30d}") Duration keep) {
    this.files = files;
    this.firings = firings;
    this.runs = runs;
    this.turns = turns;
    this.table = table;
    this.freshness = freshness;
    this.keepDays = Math.max(1, keep.toDays());
  }

  /** Everything is there: syncs may run. */
  void start() throws SchedulerException {
    look();
    firings.start();
    var unused =
        looking.scheduleWithFixedDelay(
            this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** One that cannot be done now keeps the others from nothing. */
  private void look() {
    tried(runs::renew);
    tried(this::files);
    tried(this::turns);
    tried(this::open);
    if (++looks >= LATE_FROM && looks % LATE_EVERY == 0) {
      tried(() -> freshness.look(files.all()));
    }
  }

  private static void tried(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not look after syncs; it is done again soon");
    }
  }

  private void files() {
    changed |= files.look();
    if (changed) {
      changed = !become();
    }
  }

  private boolean become() {
    var syncs = files.all();
    syncs.forEach(turns::know);
    var kept = firings.become(syncs);
    turns();
    ticking
        .entrySet()
        .removeIf(
            entry -> {
              var gone = !syncs.contains(entry.getKey());
              if (gone) {
                entry.getValue().cancel(false);
              }
              return gone;
            });
    syncs.stream().filter(Sync::isFrequent).forEach(this::tick);
    return kept;
  }

  private void tick(Sync sync) {
    var interval = sync.interval();
    if (interval != null) {
      ticking.computeIfAbsent(
          sync,
          s ->
              ticks.scheduleAtFixedRate(
                  () -> ticked(s), 0, interval.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  private void ticked(Sync sync) {
    if (turns.held().contains(sync.id()) && !runs.isBusy(sync.id())) {
      runs.beginUnkept(sync, Run.Cause.SCHEDULE);
    }
  }

  /** A frequent sync stays with the process that has it, for as long as that lives. */
  private void turns() {
    for (var sync : files.all()) {
      if (sync.isFrequent()) {
        var unused = turns.take(sync);
      }
    }
    for (var sync : turns.held()) {
      if (!runs.isBusy(sync) && files.find(sync).filter(Sync::isFrequent).isEmpty()) {
        turns.giveBack(sync);
      }
    }
  }

  private void open() {
    var seen = new HashSet<String>();
    for (var run : table.open()) {
      if (!seen.add(run.sync())) {
        continue;
      }
      var ours = turns.owner().equals(run.owner());
      if (run.running() && run.cancelled() && ours) {
        runs.heard(run);
      }
      var free = !run.running() || run.lapsed() || ours || turns.alone();
      if (free && !runs.isBusy(run.sync())) {
        files.find(run.sync()).ifPresentOrElse(runs::begin, () -> forget(run));
      }
    }
  }

  private void forget(RunTable.Open run) {
    if (run.forgotten() && (!run.running() || run.lapsed())) {
      table.forget(run.id(), "no hub has a file config/syncs/%s.yaml.".formatted(run.sync()));
      var unused = firings.forget(run.sync());
    }
  }

  @Scheduled(initialDelay = 300_000, fixedDelay = 3_600_000)
  void deleteOld() {
    var deleted = 0L;
    int some;
    do {
      some = table.deleteOld(keepDays, DELETED_AT_ONCE);
      deleted += some;
    } while (some == DELETED_AT_ONCE);
    if (deleted > 0) {
      LOG.info("forgot {} old runs of syncs", deleted);
    }
  }

  @Override
  public void destroy() {
    looking.shutdownNow();
    ticks.shutdownNow();
  }

  private static ScheduledExecutorService thread(String name) {
    var threads = new CustomizableThreadFactory(name);
    threads.setDaemon(true);
    return Executors.newSingleThreadScheduledExecutor(threads);
  }
}
