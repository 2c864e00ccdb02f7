package dev.crossdock.kernel;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** The largest thing that was taken, and how many were too large. */
public final class Fullest {
  private final String what;
  private final long limit;
  private final LongAccumulator largest = new LongAccumulator(Math::max, 0);
  private final LongAdder refused = new LongAdder();

  /** Of things that may be so large and no larger. */
  public Fullest(String what, long limit) {
    this.what = what;
    this.limit = limit;
  }

  /** Whether it fits; counted either way. */
  public boolean fits(long size) {
    if (size > limit) {
      refused.increment();
      return false;
    }
    largest.accumulate(size);
    return true;
  }

  /** How large it may be. */
  public long limit() {
    return limit;
  }

  /** As it is shown. */
  public Capped.Cap cap() {
    return new Capped.Cap(what, largest::get, () -> limit, refused::sum);
  }
}
