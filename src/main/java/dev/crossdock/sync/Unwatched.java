package dev.crossdock.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The progress of something short that nobody follows and that simply begins anew.
 *
 * @param begunAt when it began
 */
record Unwatched(Instant begunAt) implements Progress {
  @Override
  public long run() {
    return 0;
  }

  @Override
  public @Nullable String position() {
    return null;
  }

  @Override
  public void expect(long items) {}

  @Override
  public void moved(int pages, long items, int kept, @Nullable String position) {}

  @Override
  public void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new Stopped(false);
    }
  }
}
