package dev.crossdock.sync;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Looks for snapshots that were left as files, and at what channels let us do; each on a thread of
 * its own, as either may take long. Both begin before the first sync does.
 */
@Component
class SnapshotWatch implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotWatch.class);

  private final DroppedSnapshots dropped;
  private final Scopes scopes;
  private final Duration every;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, name());

  SnapshotWatch(
      DroppedSnapshots dropped,
      Scopes scopes,
      @Value("${hub.sync.dropped-every:1s}") Duration every) {
    this.dropped = dropped;
    this.scopes = scopes;
    this.every = every;
  }

  /** What is done again and again. */
  @FunctionalInterface
  private interface Look {
    void look() throws InterruptedException;
  }

  @EventListener(ApplicationReadyEvent.class)
  @Order(50)
  void onReady() {
    again(scopes::look);
    again(dropped::look);
  }

  private void again(Look look) {
    var unused =
        threads.scheduleWithFixedDelay(
            () -> once(look), 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void once(Look look) {
    try {
      look.look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not look at files or scopes; it is done again soon");
    }
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }

  private static CustomizableThreadFactory name() {
    var threads = new CustomizableThreadFactory("snapshots-");
    threads.setDaemon(true);
    return threads;
  }
}
