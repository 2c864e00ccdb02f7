package dev.crossdock.sync;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one run gets on in this process: kept in its row, under the turn that this process holds.
 *
 * <p>A run that nobody asked for by itself begins without a row, and gets one with the first page
 * that holds news or has another behind it.
 */
final class RunProgress implements Progress {
  private final Sync sync;
  private final Run.Cause cause;
  private final Turns turns;
  private final RunTable table;
  private final long epoch;
  private final Instant begunAt;
  private final @Nullable String position;
  private volatile long id;
  private volatile boolean cancelled;
  private volatile boolean lost;

  private RunProgress(
      Sync sync,
      Run.Cause cause,
      Turns turns,
      RunTable table,
      long epoch,
      Instant begunAt,
      @Nullable String position) {
    this.sync = sync;
    this.cause = cause;
    this.turns = turns;
    this.table = table;
    this.epoch = epoch;
    this.begunAt = begunAt;
    this.position = position;
  }

  /** Of a run that has a row. */
  static RunProgress of(
      Sync sync, Turns turns, RunTable table, long epoch, RunTable.Claimed claimed) {
    var progress =
        new RunProgress(
            sync, Run.Cause.SCHEDULE, turns, table, epoch, claimed.startedAt(), claimed.position());
    progress.id = claimed.id();
    return progress;
  }

  /** Of a run that has none. */
  static RunProgress unkept(
      Sync sync, Run.Cause cause, Turns turns, RunTable table, long epoch, Instant now) {
    return new RunProgress(sync, cause, turns, table, epoch, now, null);
  }

  @Override
  public long run() {
    return id;
  }

  @Override
  public Instant begunAt() {
    return begunAt;
  }

  @Override
  public @Nullable String position() {
    return position;
  }

  @Override
  public void expect(long items) {
    if (id > 0) {
      table.expect(id, items);
    }
  }

  @Override
  public void moved(int pages, long items, int kept, @Nullable String next) {
    check();
    if (id == 0) {
      if (items > 0 && !turns.holds(sync.id(), epoch)) {
        lose();
        check();
      }
      if (kept == 0 && next == null) {
        return;
      }
      id = table.begin(sync, cause, turns.owner(), epoch, begunAt);
    }
    if (!table.moved(id, turns.owner(), epoch, pages, items, kept, next)) {
      throw new Stopped(table.isCancelled(id));
    }
  }

  @Override
  public void check() {
    if (lost || cancelled) {
      throw new Stopped(!lost);
    }
  }

  /** Somebody wants it to stop. */
  void cancel() {
    cancelled = true;
  }

  /** The turn is another process's now. */
  void lose() {
    lost = true;
  }

  /** Calls were wanted elsewhere: it has kept nothing, and is made again in a moment. */
  boolean comesAgain(RuntimeException why) {
    return id == 0 && why instanceof HubException hub && hub.failure() instanceof Failure.Throttled;
  }

  /** The run is over. */
  void end(String state, @Nullable String sentence) {
    var noted = id > 0 && table.end(id, turns.owner(), epoch, state, sentence);
    if (!noted && sentence != null && turns.holds(sync.id(), epoch)) {
      table.addFailed(sync, cause, sentence);
    }
  }
}
