package dev.crossdock.sandbox.market;

import dev.crossdock.sandbox.wire.WireServer;
import dev.crossdock.sandbox.world.Holdings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Accepted is not applied: a patch takes effect a moment after it was answered, in order. */
final class PatchQueue implements AutoCloseable {
  private static final int MOMENT_MILLIS = 100;

  private final Holdings holdings;
  private final Deque<Holdings.Change> waiting = new ArrayDeque<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(WireServer.daemon("patches"));

  PatchQueue(Holdings holdings) {
    this.holdings = holdings;
  }

  synchronized void accept(Holdings.Change change) {
    waiting.add(change);
    var unused = timer.schedule(() -> applyOne(), MOMENT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized boolean applyOne() {
    var change = waiting.poll();
    if (change != null) {
      holdings.set(change.slot(), change.to());
    }
    return change != null;
  }

  @Override
  public void close() {
    WireServer.end(timer);
    while (applyOne()) {
      // what was accepted is applied before the marketplace closes
    }
  }
}
