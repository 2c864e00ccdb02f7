package dev.crossdock.bench;

/** How long answers took, to 50 microseconds, up to ten seconds. */
final class Latencies {
  private static final long STEP_NANOS = 50_000;
  private final int[] counts = new int[200_000];
  private long all;

  void add(long nanos) {
    counts[(int) Math.min(counts.length - 1L, nanos / STEP_NANOS)]++;
    all++;
  }

  /** That many in a hundred took no longer. */
  double millis(int percent) {
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (all > 0 && seen * 100 >= all * percent) {
        return (i + 1) * STEP_NANOS / 1e6;
      }
    }
    return 0;
  }
}
