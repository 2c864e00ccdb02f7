package dev.crossdock.sync;

import dev.crossdock.delivery.LevelsDoubted;
import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.HubException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Service;

/** Runs every sync on its schedule, once at the start, and whenever someone asks. */
@Service("syncs")
public class Syncs implements DisposableBean, Capped {
  private static final Logger LOG = LoggerFactory.getLogger(Syncs.class);

  /**
   * A doubted channel is asked what it shows no more often than this; its calls are needed for
   * telling it.
   */
  private static final long OFTEN_ENOUGH_NANOS = 3_000_000_000L;

  private final SyncFiles files;
  private final SyncRun run;
  private final SyncTables tables;
  private final CamelContext camel;
  private final Map<String, ReentrantLock> running = new ConcurrentHashMap<>();
  private final Map<String, Long> askedAgain = new ConcurrentHashMap<>();
  private final ChannelThreads threads = new ChannelThreads();

  Syncs(SyncFiles files, SyncRun run, SyncTables tables, CamelContext camel) {
    this.files = files;
    this.run = run;
    this.tables = tables;
    this.camel = camel;
  }

  @Override
  public List<Cap> caps() {
    return List.of(threads.cap());
  }

  @EventListener(ApplicationReadyEvent.class)
  @Order(100)
  void onReady() throws Exception {
    for (var sync : files.all()) {
      schedule(sync);
      begin(sync);
    }
  }

  private void schedule(Sync sync) throws Exception {
    var every =
        org.springframework.boot.convert.DurationStyle.detectAndParse(sync.every()).toMillis();
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("quartz:syncs/"
                    + sync.id()
                    + "?trigger.repeatInterval="
                    + every
                    + "&deleteJob=true")
                .routeId("sync." + sync.id())
                .routeDescription(
                    "Reads %s from channel %s every %s."
                        .formatted(sync.read(), sync.channel(), sync.every()))
                .process(e -> begin(sync));
          }
        });
  }

  /**
   * Runs every sync now, one after the other; returns when all have ended. Failures are logged and
   * kept.
   */
  public void runAll() {
    files.all().forEach(this::run);
  }

  /** Every sync's name, in order. */
  public List<String> names() {
    return files.all().stream().map(Sync::id).toList();
  }

  @EventListener
  void on(LevelsDoubted doubted) {
    var now = System.nanoTime();
    var last = askedAgain.put(doubted.channel(), now);
    if (last != null && now - last < OFTEN_ENOUGH_NANOS) {
      askedAgain.put(doubted.channel(), last);
      return;
    }
    files.all().stream()
        .filter(s -> s.channel().equals(doubted.channel()) && s.read().equals("levels"))
        .forEach(this::begin);
  }

  private void begin(Sync sync) {
    threads.run(sync.channel(), () -> run(sync));
  }

  /** One run at a time for each sync: a second one would read the same again. */
  private void run(Sync sync) {
    var lock = running.computeIfAbsent(sync.id(), id -> new ReentrantLock());
    if (!lock.tryLock()) {
      return;
    }
    try {
      tables.ran(sync.id(), run.run(sync), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("sync", sync.id())
          .addKeyValue("why", why(e))
          .log("sync did not end well; it runs again");
      remember(sync, e);
    } finally {
      lock.unlock();
    }
  }

  private void remember(Sync sync, RuntimeException why) {
    try {
      tables.ran(sync.id(), null, why(why));
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("could not note it either");
    }
  }

  private static String why(RuntimeException e) {
    return e instanceof HubException hub ? String.valueOf(hub.getMessage()) : e.toString();
  }

  @Override
  public void destroy() {
    threads.close();
  }
}
