package dev.crossdock.delivery;

import dev.crossdock.kernel.Capped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.context.SmartLifecycle;

/**
 * Serves those who come at the same moment in one go: they stand in one line, and one thread takes
 * as many as wait. Up before anyone is let in, and there until the last who was let in is answered.
 *
 * @param <T> one of those who wait, with where the answer goes
 */
public abstract class Together<T> implements SmartLifecycle, Capped {
  /** How many may stand in line, unless told otherwise. */
  protected static final int LONGEST_QUEUE = 4096;

  private static final int MOST_AT_ONCE = 256;

  private final String name;
  private final BlockingQueue<T> queue;
  private final LongAdder refused = new LongAdder();
  private volatile boolean running;
  private volatile Thread thread = new Thread(() -> {});

  /**
   * A line of its own.
   *
   * @param name of its thread, and of its cap
   */
  protected Together(String name, int longestQueue) {
    this.name = name;
    this.queue = new ArrayBlockingQueue<>(longestQueue);
  }

  /** Answers all of them; never throws. */
  protected abstract void serve(List<T> together);

  /** False when too many stand in line already. */
  protected final boolean standInLine(T one) {
    var room = queue.offer(one);
    if (!room) {
      refused.increment();
    }
    return room;
  }

  /** Nobody waits for its answer any more. */
  protected final void leave(T one) {
    queue.remove(one);
  }

  private void run() {
    var batch = new ArrayList<T>(MOST_AT_ONCE);
    while (running) {
      try {
        batch.clear();
        var first = queue.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, MOST_AT_ONCE - 1);
          serve(batch);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public final List<Cap> caps() {
    return List.of(
        new Cap(name, queue::size, () -> queue.size() + queue.remainingCapacity(), refused::sum));
  }

  @Override
  public final void start() {
    running = true;
    thread = new Thread(this::run, name);
    thread.start();
  }

  @Override
  public final void stop() {
    running = false;
    thread.interrupt();
  }

  @Override
  public final boolean isRunning() {
    return running;
  }

  @Override
  public final int getPhase() {
    return Phases.WRITER;
  }
}
