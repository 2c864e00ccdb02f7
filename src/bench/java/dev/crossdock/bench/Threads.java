package dev.crossdock.bench;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** The same work on several threads at once, over and over, for some windows of time. */
final class Threads {
  private Threads() {}

  /** A piece of work that is counted. */
  interface Work {
    void once(long number) throws Exception;
  }

  /** One for each thread. */
  interface Worker {
    Work hire(int thread) throws Exception;
  }

  static double[] perSecond(Arguments told, Worker worker) throws Exception {
    var threads = told.number("connections");
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var all = told.windows();
      var tasks = new ArrayList<Callable<Windows>>();
      for (int i = 0; i < threads; i++) {
        var work = worker.hire(i);
        var first = (long) i << 32;
        tasks.add(() -> counted(told, work, first));
      }
      for (var done : pool.invokeAll(tasks)) {
        all.add(done.get());
      }
      return all.perSecond();
    } finally {
      pool.shutdown();
    }
  }

  private static Windows counted(Arguments told, Work work, long first) throws Exception {
    var mine = told.windows();
    var number = first;
    do {
      work.once(number++);
    } while (mine.count(System.nanoTime()));
    return mine;
  }
}
