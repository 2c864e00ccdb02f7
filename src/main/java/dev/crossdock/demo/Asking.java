package dev.crossdock.demo;

import dev.crossdock.sync.Syncs;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Asks every system again and again while things settle: what was lost is found by asking. */
final class Asking {
  private Asking() {}

  /** Asks for as long as that takes, and gives back what it gave. */
  static boolean during(Syncs syncs, Duration every, BooleanSupplier waiting) {
    var thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var made = new Thread(work, "demo-asking");
              made.setDaemon(true);
              return made;
            });
    try {
      var unused =
          thread.scheduleWithFixedDelay(
              syncs::runAll, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
      return waiting.getAsBoolean();
    } finally {
      thread.shutdownNow();
    }
  }
}
