package dev.crossdock.bench;

import java.time.Duration;
import java.util.Arrays;

/**
 * Counts what is done in each of some windows of time, after a warm-up that does not count.
 *
 * <p>Not for several threads.
 */
final class Windows {
  private final long first;
  private final long length;
  private final long[] counts;

  Windows(long start, Duration warmup, int windows, Duration window) {
    first = start + warmup.toNanos();
    length = window.toNanos();
    counts = new long[windows];
  }

  /** Counts one; false when it is over. */
  boolean count(long now) {
    if (now < first) {
      return true;
    }
    var window = (now - first) / length;
    if (window >= counts.length) {
      return false;
    }
    counts[(int) window]++;
    return true;
  }

  boolean over(long now) {
    return now >= first + length * counts.length;
  }

  boolean counting(long now) {
    return now >= first && now < first + length * counts.length;
  }

  /** Of one second, in each window. */
  double[] perSecond() {
    return Arrays.stream(counts).mapToDouble(n -> n * 1e9 / length).toArray();
  }

  void add(Windows other) {
    Arrays.setAll(counts, i -> counts[i] + other.counts[i]);
  }

  static double median(double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
