package dev.crossdock.console;

import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Reads the figures once for all who watch, as long as anybody does; nobody watching costs nothing.
 */
@Component
class LiveFeed implements Capped {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final Duration LONGEST_WATCH = Duration.ofMinutes(10);
  static final int MOST_WATCHERS = 64;

  private final LiveSource source;
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private final LongAdder refused = new LongAdder();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(named("console-feed"));
  private final ExecutorService senders = Executors.newFixedThreadPool(4, named("console-send"));

  LiveFeed(LiveSource source, @Value("${hub.console.refresh:500ms}") Duration refresh) {
    this.source = source;
    var unused =
        clock.scheduleWithFixedDelay(
            this::tick, refresh.toMillis(), refresh.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * A stream of figures for one watcher; it ends now and then, so that a login that ended ends it
   * too.
   */
  SseEmitter watch() {
    if (watchers.size() >= MOST_WATCHERS) {
      refused.increment();
      throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
    }
    var watcher = new Watcher(new SseEmitter(LONGEST_WATCH.toMillis()));
    Runnable gone = () -> watchers.remove(watcher);
    watcher.emitter.onCompletion(gone);
    watcher.emitter.onTimeout(watcher.emitter::complete);
    watcher.emitter.onError(why -> gone.run());
    watchers.add(watcher);
    return watcher.emitter;
  }

  @Override
  public List<Cap> caps() {
    return List.of(new Cap("console-watchers", watchers::size, () -> MOST_WATCHERS, refused::sum));
  }

  private void tick() {
    if (watchers.isEmpty()) {
      return;
    }
    try {
      var figures = Json.text(source.now());
      watchers.forEach(watcher -> watcher.offer(figures));
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("figures for the console could not be read");
    }
  }

  /** Before the web server waits for its last requests: a watcher would keep it waiting. */
  @EventListener(ContextClosedEvent.class)
  void stop() {
    clock.shutdownNow();
    watchers.forEach(watcher -> watcher.emitter.complete());
    senders.shutdownNow();
  }

  private static ThreadFactory named(String name) {
    return task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** One who watches; a slow one misses figures rather than holding up the others. */
  private final class Watcher {
    private final SseEmitter emitter;
    private final AtomicBoolean sending = new AtomicBoolean();

    Watcher(SseEmitter emitter) {
      this.emitter = emitter;
    }

    void offer(String figures) {
      if (sending.compareAndSet(false, true)) {
        senders.execute(() -> send(figures));
      }
    }

    private void send(String figures) {
      try {
        emitter.send(SseEmitter.event().data(figures));
      } catch (IOException | IllegalStateException gone) {
        watchers.remove(this);
      } finally {
        sending.set(false);
      }
    }
  }
}
