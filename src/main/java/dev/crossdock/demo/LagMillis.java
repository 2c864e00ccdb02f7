package dev.crossdock.demo;

import java.util.List;

/**
 * How long a fact took to reach another channel.
 *
 * @param p50 half of them took no longer, in milliseconds
 * @param p99 all but one in a hundred took no longer
 */
record LagMillis(long p50, long p99) {

  /** From single measurements; zeroes when there are none. */
  static LagMillis of(List<Long> samples) {
    var sorted = samples.stream().mapToLong(Long::longValue).sorted().toArray();
    return new LagMillis(rank(sorted, 50), rank(sorted, 99));
  }

  /** Nearest rank: always a value that was really measured. */
  private static long rank(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return 0;
    }
    var rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(1, rank) - 1];
  }
}
