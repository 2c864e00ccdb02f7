package dev.crossdock.sync;

import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the runs of every sync, one at a time for each, whichever process it is in; and goes on
 * with those whose process died.
 */
@Component
class Runs implements Capped, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  /** A sync that is late by so many runs does not become earlier by making more of them. */
  private static final int MOST_WAITING = 10;

  /** A run that ended so many processes is not begun again. */
  private static final int MOST_LIVES = 10;

  private final List<Reading> readings;
  private final Turns turns;
  private final RunTable table;
  private final RunHistory history;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final ChannelThreads threads = new ChannelThreads();
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Set<String> good = ConcurrentHashMap.newKeySet();
  private final Map<String, RunProgress> inHand = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  Runs(
      List<Reading> readings,
      Turns turns,
      RunTable table,
      RunHistory history,
      TransactionTemplate transaction,
      Clock clock) {
    this.readings = readings;
    this.turns = turns;
    this.table = table;
    this.history = history;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public List<Cap> caps() {
    return List.of(threads.cap());
  }

  /**
   * Keeps that a run is due, or why it is not made; each firing once.
   *
   * @param dueAt when it was due by its schedule; null when it has nothing to do with one
   * @return its number; zero when this firing was kept before
   */
  long open(Sync sync, Run.Cause cause, @Nullable String by, @Nullable Instant dueAt) {
    Long id =
        transaction.execute(
            status -> {
              turns.lock(sync);
              var refusal = refusal(sync);
              var state = refusal == null ? "queued" : "refused";
              return table.add(sync, cause, by, dueAt, state, refusal).orElse(0L);
            });
    return id == null ? 0 : id;
  }

  private @Nullable String refusal(Sync sync) {
    var open = history.openOf(sync.id());
    if (open.isEmpty()) {
      return null;
    }
    var first = open.get(0);
    if (sync.overlap() == Sync.Overlap.REFUSE) {
      return "run %d is %s; sync %s refuses to overlap."
          .formatted(first.id(), first.state(), sync.id());
    }
    return open.size() <= MOST_WAITING
        ? null
        : "%d runs wait behind run %d already.".formatted(open.size() - 1, first.id());
  }

  /** Begins what waits, soon, on a thread of its channel. */
  void begin(Sync sync) {
    threads.run(sync.channel(), () -> next(sync));
  }

  /** Makes a run that nobody asked for by itself, soon; not behind those that may wait for long. */
  void beginUnkept(Sync sync, Run.Cause cause) {
    threads.run(sync.channel() + " often", () -> unkept(sync, cause));
  }

  /** Makes all that wait, one after the other; nothing when it is another process's turn. */
  void next(Sync sync) {
    inTurn(
        sync,
        epoch -> {
          var claimed = table.claim(sync.id(), turns.owner(), epoch);
          return claimed
              .map(run -> make(sync, RunProgress.of(sync, turns, table, epoch, run), run.lives()))
              .orElse(false);
        });
  }

  /** Makes a run now that leaves no trace unless it finds something. */
  void unkept(Sync sync, Run.Cause cause) {
    inTurn(
        sync,
        epoch -> {
          make(sync, RunProgress.unkept(sync, cause, turns, table, epoch, clock.instant()), 1);
          return false;
        });
  }

  private void inTurn(Sync sync, Predicate<Long> work) {
    if (stopping || !busy.add(sync.id())) {
      return;
    }
    try {
      var epoch = turns.take(sync);
      if (epoch.isPresent()) {
        var more = true;
        while (more && !stopping) {
          more = work.test(epoch.getAsLong());
        }
        if (!sync.isFrequent() || stopping) {
          turns.giveBack(sync.id());
        }
      }
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("sync", sync.id())
          .setCause(e)
          .log("could not run a sync; it is tried again");
    } finally {
      busy.remove(sync.id());
    }
  }

  /** False when it was to be left to another process, and with it what waits behind it. */
  private boolean make(Sync sync, RunProgress progress, int lives) {
    inHand.put(sync.id(), progress);
    try {
      if (lives > MOST_LIVES) {
        throw tooOften(sync, progress);
      }
      reading(sync).run(sync, progress);
      progress.end("done", null);
      if (sync.isFrequent()) {
        good.add(sync.id());
      } else {
        turns.good(sync.id());
      }
    } catch (InterruptedException e) {
      // the hub stops, and leaves it as it is to whoever comes next
      stopping = true;
    } catch (Progress.Stopped e) {
      if (!e.cancelled()) {
        return false;
      }
      progress.end("cancelled", null);
    } catch (RuntimeException e) {
      failed(sync, progress, e);
    } finally {
      inHand.remove(sync.id());
    }
    return true;
  }

  private void failed(Sync sync, RunProgress progress, RuntimeException e) {
    if (stopping || progress.comesAgain(e)) {
      return;
    }
    var why = e instanceof HubException hub ? String.valueOf(hub.getMessage()) : e.toString();
    LOG.atWarn()
        .addKeyValue("sync", sync.id())
        .addKeyValue("why", why)
        .log("sync did not end well; it runs again");
    try {
      progress.end("failed", why);
    } catch (RuntimeException unkept) {
      LOG.atDebug().setCause(unkept).log("could not note it either");
    }
  }

  private Reading reading(Sync sync) {
    return readings.stream()
        .filter(reading -> reading.takes(sync))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "nothing can make a " + sync.what() + " of " + sync.id()));
  }

  private static HubException tooOften(Sync sync, RunProgress progress) {
    return new HubException(
        new Failure.Poison(
            "SYN-010",
            "run %d of sync %s was begun in %d processes and ended in none; look at what they said last."
                .formatted(progress.run(), sync.id(), MOST_LIVES)));
  }

  /** Renews the turns of all that goes on here; a run whose turn was lost stops. */
  void renew() {
    var ended = Set.copyOf(good);
    good.removeAll(ended);
    for (var lost : turns.renew(ended)) {
      var progress = inHand.get(lost);
      if (progress != null) {
        progress.lose();
      }
    }
  }

  /** Whether a run of it goes on in this process. */
  boolean isBusy(String sync) {
    return busy.contains(sync);
  }

  /** Somebody wants this run to stop, wherever it goes on. */
  void heard(RunTable.Open cancelled) {
    var progress = inHand.get(cancelled.sync());
    if (progress != null && progress.run() == cancelled.id()) {
      progress.cancel();
    }
  }

  @Override
  public void destroy() {
    stopping = true;
    threads.close();
  }
}
