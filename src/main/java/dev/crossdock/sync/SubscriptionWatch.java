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
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/** The thread on which subscriptions are looked after, as its calls may take long. */
@Component
class SubscriptionWatch implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionWatch.class);

  private final Subscriptions subscriptions;
  private final Duration patience;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(name());

  SubscriptionWatch(
      Subscriptions subscriptions, @Value("${hub.sync.webhook-patience:60s}") Duration patience) {
    this.subscriptions = subscriptions;
    this.patience = patience;
  }

  @EventListener(ApplicationReadyEvent.class)
  void onReady() {
    var half = Math.max(100, patience.toMillis() / 2);
    var unused = thread.scheduleWithFixedDelay(this::look, 500, half, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      subscriptions.look();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not look after subscriptions; it is done again soon");
    }
  }

  @Override
  public void destroy() {
    thread.shutdownNow();
  }

  private static CustomizableThreadFactory name() {
    var threads = new CustomizableThreadFactory("subscriptions-");
    threads.setDaemon(true);
    return threads;
  }
}
