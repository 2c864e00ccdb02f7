package dev.crossdock.sync;

import dev.crossdock.kernel.Capped.Cap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A few threads of each channel's own: a channel that never answers keeps no other from being
 * asked. Work beyond them is let go of, because a sync comes round again by itself.
 */
final class ChannelThreads implements AutoCloseable {
  static final int MOST = 4;
  private static final long IDLE_SECONDS = 60;
  private static final long PATIENCE_SECONDS = 2;

  private final LongAdder letGo = new LongAdder();
  private final Map<String, ThreadPoolExecutor> threads = new ConcurrentHashMap<>();

  void run(String channel, Runnable work) {
    threads.computeIfAbsent(channel, this::some).execute(work);
  }

  /** Of the channel that uses most. */
  Cap cap() {
    return new Cap(
        "sync-threads",
        () ->
            threads.values().stream().mapToInt(ThreadPoolExecutor::getActiveCount).max().orElse(0),
        () -> MOST,
        letGo::sum);
  }

  private ThreadPoolExecutor some(String channel) {
    return new ThreadPoolExecutor(
        0,
        MOST,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        r -> new Thread(r, "sync-" + channel),
        (work, full) -> letGo.increment());
  }

  /** Interrupts what runs, and waits a moment for it. */
  @Override
  public void close() {
    threads.values().forEach(ThreadPoolExecutor::shutdownNow);
    try {
      for (var some : threads.values()) {
        if (!some.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
