package dev.crossdock.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What waits for a person: messages that could not be taken, facts and levels that a channel will
 * not take. To look at, to dismiss, to try again.
 */
@Service
public class Parked {
  static final String MESSAGE = "message";
  private static final String COLUMNS =
      "kind, id, channel, topic, order_key, class, code, sentence, pointer, received_at, parked_at, times";

  private final JdbcTemplate jdbc;
  private final Vault vault;
  private final Reopening reopening;
  private final Holding holding;
  private final Audit audit;
  private final TransactionTemplate transaction;
  private final Relay inbox;
  private final Relay outbox;

  Parked(
      JdbcTemplate jdbc,
      Vault vault,
      Reopening reopening,
      Holding holding,
      Audit audit,
      TransactionTemplate transaction,
      @Qualifier("inboxRelay") Relay inbox,
      @Qualifier("outboxRelay") Relay outbox) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.reopening = reopening;
    this.holding = holding;
    this.audit = audit;
    this.transaction = transaction;
    this.inbox = inbox;
    this.outbox = outbox;
  }

  /**
   * One that waits.
   *
   * @param kind message, fact or target
   * @param id its number; of a target, SKU and slot
   * @param topic of a fact, its flow
   * @param times how often it was parked, or tried
   */
  public record Waiting(
      String kind,
      String id,
      String channel,
      String topic,
      String orderKey,
      String kindOfFailure,
      String code,
      String sentence,
      @Nullable String pointer,
      Instant receivedAt,
      Instant parkedAt,
      int times) {}

  /**
   * A part of the list, newest first.
   *
   * @param next where the next part begins; null at the end
   */
  public record Page(List<Waiting> rows, @Nullable String next) {}

  /**
   * All there is about one message.
   *
   * @param raw as it was heard; null when the key of its day was deleted
   * @param canonical as its mapping made it; null when it did not come so far
   * @param mapping which mapping, and in which version
   * @param held how many later ones of its key wait for it
   */
  public record Full(
      Waiting waiting,
      @Nullable String raw,
      @Nullable String canonical,
      Map<String, String> headers,
      @Nullable String mapping,
      String trace,
      @Nullable String file,
      @Nullable Integer line,
      int crashes,
      int held) {}

  /** A part of what waits, newest first, after the place where the last part ended. */
  public Page page(ParkedFilter filter, @Nullable String after, int most) {
    var wanted = filter.conditions();
    var values = new ArrayList<>(wanted.values());
    var sql = "select " + COLUMNS + " from delivery_parked_view where " + wanted.sql();
    if (after != null) {
      var place = after.split(" ", 3);
      sql += " and (parked_at, kind, id) < (?::timestamptz, ?, ?)";
      values.addAll(List.of(place));
    }
    values.add(most + 1);
    var rows =
        jdbc.query(
            sql + " order by parked_at desc, kind desc, id desc limit ?",
            (row, i) -> ParkedRows.waiting(row),
            values.toArray());
    if (rows.size() <= most) {
      return new Page(rows, null);
    }
    var last = rows.get(most - 1);
    return new Page(
        rows.subList(0, most), "%s %s %s".formatted(last.parkedAt(), last.kind(), last.id()));
  }

  /** How many wait, by class of failure. */
  public Map<String, Long> counts(ParkedFilter filter) {
    var wanted = filter.conditions();
    var counts = new TreeMap<String, Long>();
    jdbc.query(
        "select class, count(*) from delivery_parked_view where "
            + wanted.sql()
            + " group by class",
        row -> {
          counts.put(row.getString(1), row.getLong(2));
        },
        wanted.values().toArray());
    return counts;
  }

  /** One message in full; who reads what somebody wrote to a shop is noted. */
  public Optional<Full> open(long id, String who) {
    var found = jdbc.query(ParkedRows.FULL, (row, i) -> ParkedRows.full(row, vault), id);
    if (!found.isEmpty()) {
      audit.note(who, "read", "message " + id, 1);
    }
    return found.stream().findFirst();
  }

  /** Ends parked messages as ignored: a person decided that they need not be. */
  public int dismiss(List<Long> ids, String who) {
    var settled =
        transaction.execute(
            status -> {
              var n = reopening.settle(ids, "dismissed by a person");
              audit.note(who, "dismissed", "messages " + ids, n);
              return n;
            });
    holding.letGo();
    return settled == null ? 0 : settled;
  }

  /** Sends a parked fact, or a level its channel did not take, once more. */
  public boolean tryAgain(String kind, String channel, String id, String who) {
    var again =
        transaction.execute(
            status -> {
              var n =
                  kind.equals("fact")
                      ? jdbc.update(ParkedRows.FACT_AGAIN, channel, id)
                      : jdbc.update(ParkedRows.TARGET_AGAIN, channel, id);
              if (n > 0) {
                audit.note(who, "tried again", "%s %s of %s".formatted(kind, id, channel), n);
              }
              return n > 0;
            });
    outbox.wake(Lane.all(channel));
    return Boolean.TRUE.equals(again);
  }

  /** Lets messages be handed out again, now. */
  void driven(List<Reopening.Opened> opened) {
    inbox.wake(opened.stream().map(Reopening.Opened::lane).toList());
  }
}
