package dev.crossdock.delivery;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A bell: many may ring, one sleeper wakes, and a ring while awake is not lost. */
final class Wake {
  private final BlockingQueue<Boolean> rung = new ArrayBlockingQueue<>(1);

  /** Rings; never blocks. */
  void ring() {
    var unused = rung.offer(Boolean.TRUE);
  }

  /** Sleeps until rung or until the time is up. */
  void await(long millis) throws InterruptedException {
    var unused = rung.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
  }
}
