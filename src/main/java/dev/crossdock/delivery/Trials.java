package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Verdict;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Dry runs: a message takes its real route, mapping and step, in a transaction that is rolled back,
 * so that a person sees what would become of it before deciding.
 *
 * <p>A trial travels as a parcel of a term of office below zero, which no relay has.
 */
public class Trials {
  private static final long PATIENCE_SECONDS = 10;

  private final InboxTable inbox;
  private final TrialTable table;
  private final TransactionTemplate transaction;
  private final Relay.Sender sender;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Trial<?>> running = new ConcurrentHashMap<>();

  /** What is asked of the transaction before it is taken back. */
  private interface Look<T> {
    T at(Batch batch, Function<Batch, List<Verdict>> step);
  }

  private record Trial<T>(
      List<Long> ids, @Nullable JsonNode document, Look<T> look, CompletableFuture<T> end) {

    void run(Batch batch, Function<Batch, List<Verdict>> step, TransactionTemplate transaction) {
      try {
        end.complete(
            transaction.execute(
                status -> {
                  status.setRollbackOnly();
                  return look.at(batch, step);
                }));
      } catch (RuntimeException e) {
        end.completeExceptionally(e);
      }
    }
  }

  /**
   * What would become of a message.
   *
   * @param end how it would end: applied, duplicate, ignored, parked, or tried again
   * @param rule by which it would be ignored
   * @param canonical as its mapping made it
   * @param mapping which mapping, and in which version
   * @param effects what would be written, by table
   */
  public record Tried(
      String end,
      @Nullable String rule,
      @Nullable Failure failure,
      @Nullable JsonNode canonical,
      @Nullable String mapping,
      Map<String, Long> effects) {}

  Trials(InboxTable inbox, TrialTable table, TransactionTemplate transaction, Relay.Sender sender) {
    this.inbox = inbox;
    this.table = table;
    this.transaction = transaction;
    this.sender = sender;
  }

  /**
   * Tries a message, or the same message saying something else.
   *
   * @throws HubException {@code DEL-032} when there is no such message, {@code DEL-033} when it did
   *     not come to its end in time
   */
  Tried of(long id, @Nullable JsonNode document) {
    var place = table.place(id).orElseThrow(() -> new HubException(gone(id)));
    return run(
        place,
        new Trial<>(List.of(id), document, this::tried, new CompletableFuture<>()),
        noEnd(id));
  }

  /**
   * Tries messages together, and asks within their transaction what they did.
   *
   * @param ask given their numbers
   * @throws RuntimeException what their last step threw
   */
  <T> T of(TrialTable.Place place, List<Long> ids, Function<List<Long>, T> ask) {
    Look<T> look =
        (batch, step) -> {
          if (!batch.open().isEmpty()) {
            var unused = step.apply(batch);
          }
          return ask.apply(ids);
        };
    return run(place, new Trial<>(ids, null, look, new CompletableFuture<>()), noEnd(ids.get(0)));
  }

  private <T> T run(TrialTable.Place place, Trial<T> trial, Failure noEnd) {
    var number = -numbers.incrementAndGet();
    running.put(number, trial);
    try {
      var parcel = Map.of("channel", place.channel(), "epoch", number, "ids", trial.ids());
      sender.send(place.intake(), place.channel(), "trial" + number, Json.text(parcel));
      return trial.end().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException thrown ? thrown : new HubException(noEnd, e);
    } catch (TimeoutException e) {
      throw new HubException(noEnd, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException(noEnd, e);
    } finally {
      running.remove(number);
    }
  }

  static boolean is(long epoch) {
    return epoch < 0;
  }

  Batch open(String channel, long number) {
    var trial = running.get(number);
    if (trial == null) {
      return new Batch(channel, number, List.of());
    }
    var batch = inbox.look(channel, number, trial.ids());
    if (trial.document() == null || batch.messages().isEmpty()) {
      return batch;
    }
    var kept = batch.messages().get(0);
    return batch.only(
        new Message(
            kept.id(),
            channel,
            kept.topic(),
            kept.headers(),
            kept.observedAt(),
            trial.document(),
            null));
  }

  /** Runs the step, takes it all back, and says what it would have been. */
  void close(Batch batch, Function<Batch, List<Verdict>> step) {
    var trial = running.get(batch.epoch());
    if (trial != null && !batch.messages().isEmpty()) {
      trial.run(batch, step, transaction);
    }
  }

  private Tried tried(Batch batch, Function<Batch, List<Verdict>> step) {
    try {
      return ended(batch, step);
    } catch (RuntimeException e) {
      var failure = Failures.of(e);
      var end = failure.passes() ? "tried again" : "parked";
      return new Tried(end, null, failure, mapped(batch), batch.mapping(), Map.of());
    }
  }

  private Tried ended(Batch batch, Function<Batch, List<Verdict>> step) {
    var before = table.written();
    var ended = batch.messages().get(0).verdict();
    var verdict = ended != null ? ended : step.apply(batch).get(0);
    var effects = table.writtenSince(before);
    return new Tried(
        verdict.end().name().toLowerCase(java.util.Locale.ROOT),
        verdict.rule(),
        verdict.failure(),
        mapped(batch),
        batch.mapping(),
        effects);
  }

  private static @Nullable JsonNode mapped(Batch batch) {
    var message = batch.messages().get(0);
    return message.verdict() == null && batch.mapping() != null ? message.document() : null;
  }

  private static Failure gone(long id) {
    return new Failure.Data(
        "DEL-032",
        "there is no message %d that waits for a person. Look at the list again.".formatted(id));
  }

  private static Failure noEnd(long id) {
    return new Failure.Transient(
        "DEL-033",
        "the dry run of message %d did not end within %d s. Look at the log, and try again."
            .formatted(id, PATIENCE_SECONDS));
  }
}
