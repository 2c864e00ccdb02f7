package dev.crossdock.delivery;

import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Lets callers that come at the same moment share one commit: one writer, one set-based insert.
 *
 * <p>A commit waits for the disk, whoever asks for it; thirty-two callers that wait for one cost
 * what one costs. See ADR 0005 for the measurement.
 */
@Component
class SharedCommit extends Together<SharedCommit.Waiting> {
  private static final Logger LOG = LoggerFactory.getLogger(SharedCommit.class);

  /** A little less than callers wait, so that who comes after them does not wait as long again. */
  private static final long LONGEST_COMMIT_NANOS = 1_400_000_000L;

  /** A message, and whoever waits for its commit. */
  record Waiting(Heard heard, CompletableFuture<Void> done) {}

  private final InboxTable table;
  private final Relay relay;
  private volatile boolean failing;
  private volatile long began;

  @Autowired
  SharedCommit(InboxTable table, @Qualifier("inboxRelay") Relay relay) {
    this(table, relay, LONGEST_QUEUE);
  }

  SharedCommit(InboxTable table, Relay relay, int longestQueue) {
    super("inbox-writer", longestQueue);
    this.table = table;
    this.relay = relay;
  }

  /**
   * Returns when the message is committed.
   *
   * @throws HubException {@code DEL-001} when that did not happen in time; it may still be
   *     committed, and the sender's repeat is then a duplicate
   */
  void keep(Heard heard, Duration patience) {
    var waiting = new Waiting(heard, new CompletableFuture<>());
    try {
      if (isStuck()) {
        throw notKept(heard, "it does not answer", null);
      }
      if (!standInLine(waiting)) {
        throw notKept(heard, "too many are waiting", null);
      }
      waiting.done().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      leave(waiting);
      throw notKept(heard, "no answer within " + patience.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw notKept(heard, "it refused", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notKept(heard, "we are stopping", e);
    }
  }

  /**
   * While the database is away one caller at a time finds out whether it is back; all others are
   * told at once, so that no thread of the edge waits for what will not come.
   */
  private boolean isStuck() {
    var since = began;
    return since != 0 && (failing || System.nanoTime() - since > LONGEST_COMMIT_NANOS);
  }

  private static HubException notKept(
      Heard heard, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    var failure =
        new Failure.Transient(
            "DEL-001",
            "a message of channel %s could not be kept by the database: %s. Send it again."
                .formatted(heard.channel(), why));
    return cause == null ? new HubException(failure) : new HubException(failure, cause);
  }

  @Override
  protected void serve(List<Waiting> batch) {
    began = System.nanoTime();
    try {
      CrashPoints.hit("inbox.before-insert");
      table.add(batch.stream().map(Waiting::heard).toList());
      CrashPoints.hit("inbox.inserted");
      failing = false;
      batch.forEach(w -> w.done().complete(null));
      CrashPoints.hit("inbox.acknowledged");
      relay.wake(batch.stream().map(w -> w.heard().lane()).toList());
    } catch (RuntimeException e) {
      failing = true;
      LOG.atWarn().addKeyValue("messages", batch.size()).setCause(e).log("could not keep messages");
      batch.forEach(w -> w.done().completeExceptionally(e));
    } finally {
      began = 0;
    }
  }
}
