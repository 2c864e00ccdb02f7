package dev.crossdock.sync;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few threads of each channel's own: a channel that never answers keeps no other from being
 * asked. Work beyond them is let go of, because a sync comes round again by itself.
 */
final class ChannelThreads implements AutoCloseable {
  static final int MOST = 4;
  private static final long IDLE_SECONDS = 60;
  private static final long PATIENCE_SECONDS = 2;

  private final Map<String, ExecutorService> threads = new ConcurrentHashMap<>();

  void run(String channel, Runnable work) {
    threads.computeIfAbsent(channel, ChannelThreads::some).execute(work);
  }

  private static ExecutorService some(String channel) {
    return new ThreadPoolExecutor(
        0,
        MOST,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        r -> new Thread(r, "sync-" + channel),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Interrupts what runs, and waits a moment for it. */
  @Override
  public void close() {
    threads.values().forEach(ExecutorService::shutdownNow);
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
