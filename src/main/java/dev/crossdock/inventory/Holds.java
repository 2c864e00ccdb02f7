package dev.crossdock.inventory;

import dev.crossdock.delivery.Together;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps stock for whoever asks, or says at once that it is not there. Those who ask at the same
 * moment share one transaction, so that the row of a SKU that everybody wants is locked once for
 * all of them and not once for each.
 */
@Service
public class Holds extends Together<Holds.Waiting> {
  private static final Logger LOG = LoggerFactory.getLogger(Holds.class);
  private static final int MOST_EXPIRED = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Who asked, and where the answer goes. */
  record Waiting(Hold.Request request, CompletableFuture<Hold> answer) {}

  private final HoldLedger ledger;
  private final TransactionTemplate transaction;

  Holds(HoldLedger ledger, TransactionTemplate transaction) {
    super("holds-waiting", LONGEST_QUEUE);
    this.ledger = ledger;
    this.transaction = transaction;
  }

  /**
   * Holds all of it, or nothing.
   *
   * @return as it was kept; of a repeated key as it stands now
   * @throws HubException {@code INV-030} when there was no answer within 2 s; ask again with the
   *     same key
   */
  public Hold hold(Hold.Request request) {
    var waiting = ask(request);
    try {
      return waiting.answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      leave(waiting);
      waiting.answer().cancel(false);
      throw noAnswer(request, "the database did not answer in time", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HubException known
          ? known
          : noAnswer(request, "the database refused", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noAnswer(request, "the hub is stopping", e);
    }
  }

  /** Stands in line for the next transaction. */
  Waiting ask(Hold.Request request) {
    var waiting = new Waiting(request, new CompletableFuture<>());
    if (!standInLine(waiting)) {
      throw noAnswer(request, "too many are waiting", null);
    }
    return waiting;
  }

  /** Gives back what is held; empty when nobody ever asked for that key. */
  public Optional<Hold> release(String channel, String key) {
    return inTransaction(() -> ledger.release(Hold.fullKey(channel, key)));
  }

  /** Keeps it without an end, because it was bought; empty when nobody ever asked for that key. */
  public Optional<Hold> commit(String channel, String key) {
    return inTransaction(() -> ledger.commit(Hold.fullKey(channel, key)));
  }

  @Scheduled(fixedDelayString = "1s")
  void expire() {
    Integer expired;
    do {
      expired = transaction.execute(status -> ledger.expire(MOST_EXPIRED));
    } while (expired != null && expired == MOST_EXPIRED);
  }

  /** What was refused a month ago; its key may then be used again. */
  @Scheduled(initialDelay = 300_000, fixedDelay = 3_600_000)
  void forget() {
    transaction.executeWithoutResult(status -> ledger.forget());
  }

  private Optional<Hold> inTransaction(Supplier<Optional<Hold>> what) {
    var done = transaction.execute(status -> what.get());
    return done == null ? Optional.empty() : done;
  }

  @Override
  protected void serve(List<Waiting> together) {
    answer(together);
  }

  private void answer(List<Waiting> batch) {
    try {
      var requests = batch.stream().map(Waiting::request).toList();
      var holds = transaction.execute(status -> ledger.hold(requests));
      batch.forEach(waiting -> tell(waiting, holds == null ? Map.of() : holds));
    } catch (RuntimeException e) {
      if (batch.size() > 1) {
        batch.stream()
            .filter(waiting -> !waiting.answer().isDone())
            .forEach(waiting -> answer(List.of(waiting)));
        return;
      }
      LOG.atWarn().setCause(e).log("could not hold stock");
      batch.get(0).answer().completeExceptionally(e);
    }
  }

  private static void tell(Waiting waiting, Map<String, Hold> holds) {
    var hold = holds.get(waiting.request().fullKey());
    if (hold == null) {
      waiting.answer().completeExceptionally(new IllegalStateException("a hold without a row"));
    } else {
      waiting.answer().complete(hold);
    }
  }

  private static HubException noAnswer(
      Hold.Request request, String why, @Nullable Throwable cause) {
    var failure =
        new Failure.Transient(
            "INV-030",
            "hold %s could not be decided: %s. Ask again with the same key."
                .formatted(request.fullKey(), why));
    return cause == null ? new HubException(failure) : new HubException(failure, cause);
  }
}
