package dev.crossdock.console;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reading that is kept for a while, and the longer the longer it took: whoever watches costs the
 * database a tenth of one thread at most.
 */
final class Paced<T> {
  private static final int AT_MOST_ONE_IN = 10;

  private final Supplier<T> read;
  private final long atLeastNanos;
  private @Nullable T kept;
  private long until;

  Paced(Duration atLeast, Supplier<T> read) {
    this.atLeastNanos = atLeast.toNanos();
    this.read = read;
  }

  synchronized T get() {
    var value = kept;
    long began = System.nanoTime();
    if (value == null || began - until >= 0) {
      value = read.get();
      kept = value;
      long ended = System.nanoTime();
      until = ended + Math.max(atLeastNanos, AT_MOST_ONE_IN * (ended - began));
    }
    return value;
  }
}
