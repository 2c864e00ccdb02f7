package dev.crossdock.alerts;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The thread on which people are told, one route after the other: a mail server that does not
 * answer keeps the other routes waiting for seconds, and nothing else in the hub at all.
 */
@Component
class TellingThread implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(TellingThread.class);
  private static final long LOOK_EVERY_MILLIS = 1_000;

  private final RouteFiles files;
  private final Telling telling;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(daemon());

  TellingThread(RouteFiles files, Telling telling) {
    this.files = files;
    this.telling = telling;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    var unused =
        thread.scheduleWithFixedDelay(
            this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  void look() {
    try {
      for (var route : files.routes()) {
        look(route);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not look whom to tell; looking again");
    }
  }

  private void look(Route route) throws InterruptedException {
    try {
      telling.look(route);
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("route", route.id()).setCause(e).log("could not tell; trying again");
    }
  }

  @Override
  public void destroy() {
    thread.shutdownNow();
  }

  private static CustomizableThreadFactory daemon() {
    var threads = new CustomizableThreadFactory("alerts-");
    threads.setDaemon(true);
    return threads;
  }
}
