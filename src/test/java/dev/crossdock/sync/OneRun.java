package dev.crossdock.sync;

import org.springframework.beans.factory.BeanFactory;

/** Runs a sync now, whatever its schedule says. */
public final class OneRun {
  private OneRun() {}

  /** The parts of this module that a run needs. */
  public static Class<?>[] parts() {
    return new Class<?>[] {SyncRun.class, SyncTables.class};
  }

  /** Reads all that is new. */
  public static void of(BeanFactory beans, String channel, String read)
      throws InterruptedException {
    beans.getBean(SyncRun.class).run(new Sync(channel + "-" + read, channel, read, "1s", "nobody"));
  }
}
