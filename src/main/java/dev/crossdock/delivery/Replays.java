package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tries parked messages again: one, some, or all that a filter finds, at a pace, in the order they
 * were heard. A replay is a job in the database, so it goes on where it was whatever dies on the
 * way, and each message is driven once by each job.
 */
@Service
public class Replays {
  private static final int FASTEST = 1000;

  private final ReplayTable table;
  private final CopyTable copies;
  private final Trials trials;
  private final Parked parked;
  private final Audit audit;
  private final TransactionTemplate transaction;
  private final int perSecond;

  Replays(
      ReplayTable table,
      CopyTable copies,
      Trials trials,
      Parked parked,
      Audit audit,
      TransactionTemplate transaction,
      @Value("${hub.replay.per-second:50}") int perSecond) {
    this.table = table;
    this.copies = copies;
    this.trials = trials;
    this.parked = parked;
    this.audit = audit;
    this.transaction = transaction;
    this.perSecond = perSecond;
  }

  /**
   * A replay and how far it has come.
   *
   * @param waiting have not had their turn
   * @param driven are on their way
   * @param skipped were parked no more when their turn came
   * @param seconds how long it has run, or ran
   */
  public record Job(
      long id,
      String who,
      String filter,
      int perSecond,
      int total,
      String state,
      Instant askedAt,
      @Nullable Instant finishedAt,
      int waiting,
      int driven,
      int applied,
      int duplicate,
      int ignored,
      int parked,
      int skipped,
      int cancelled,
      double seconds) {}

  /**
   * What is to be replayed.
   *
   * @param key the same key is the same replay, however often it is asked for
   * @param ids these messages; null when the filter says which
   * @param perSecond so many a second; null for the setting's
   */
  public record Request(
      String key, @Nullable List<Long> ids, ParkedFilter filter, @Nullable Integer perSecond) {}

  /** Starts a replay, or finds the one of the same key. */
  public Job start(Request request, String who) {
    var pace =
        Math.max(
            1, Math.min(FASTEST, request.perSecond() == null ? perSecond : request.perSecond()));
    Long id =
        transaction.execute(
            status ->
                table
                    .add(request.key(), who, said(request), pace)
                    .map(job -> fill(job, request, who))
                    .or(() -> table.ofRequest(request.key()))
                    .orElseThrow());
    return job(id == null ? 0 : id);
  }

  private long fill(long job, Request request, String who) {
    var ids = request.ids();
    var n = ids == null ? table.addItems(job, request.filter()) : table.addItems(job, ids);
    audit.note(who, "replayed", "replay %d: %s".formatted(job, said(request)), n);
    return job;
  }

  private static String said(Request request) {
    var ids = request.ids();
    if (ids == null) {
      return request.filter().said();
    }
    return ids.size() <= 20 ? "messages " + ids : "%d chosen messages".formatted(ids.size());
  }

  /** The latest, newest first. */
  public List<Job> latest() {
    return table.latest();
  }

  /** One of them. */
  public Job job(long id) {
    return table.find(id).orElseThrow(() -> new HubException(unknown(id)));
  }

  /** Stops a replay: who has not had their turn stays parked. */
  public Job cancel(long id, String who) {
    transaction.executeWithoutResult(
        status -> audit.note(who, "cancelled", "replay " + id, table.cancel(id)));
    return job(id);
  }

  /** What would become of a parked message; nothing of it stays. */
  public Trials.Tried dryRun(long id, @Nullable JsonNode document) {
    return trials.of(id, document);
  }

  /**
   * Replays a corrected copy; what was heard stays as it was heard, and ends as ignored.
   *
   * @return the copy's number
   * @throws HubException {@code DEL-034} when the message is parked no more
   */
  public long replaceWith(long id, JsonNode document, String who) {
    var copy =
        transaction.execute(
            status -> {
              var made = copies.copy(id, Json.write(document));
              var n = made.orElseThrow(() -> new HubException(notParked(id)));
              audit.note(
                  who,
                  "edited",
                  "message %d, as %d".formatted(id, n.opened().id()),
                  1,
                  n.before(),
                  n.after());
              return n.opened();
            });
    if (copy == null) {
      throw new IllegalStateException("a copy has a number");
    }
    parked.driven(List.of(copy));
    return copy.id();
  }

  private static Failure unknown(long id) {
    return new Failure.Data(
        "DEL-035", "there is no replay %d. Look at the list again.".formatted(id));
  }

  private static Failure notParked(long id) {
    return new Failure.Data(
        "DEL-034",
        "message %d is parked no more: somebody else replayed, edited or dismissed it. Look at the list again."
            .formatted(id));
  }
}
