package dev.crossdock.sandbox.world;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The oracle: what must be true of stock, reckoned only from what the stand-ins themselves told the
 * world. It never asks a hub anything.
 */
public final class Book {
  private final Clock clock;
  private final Database database;
  private final Journal.Table facts;
  private final Journal.Table levels;
  private final Map<String, Level> byShelf = new HashMap<>();
  private final Map<Long, Fact> unheard = new HashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicLong lastSeq = new AtomicLong();

  /** Opens the book where it was closed. */
  public Book(Database database, Journal journal, Clock clock) {
    this.clock = clock;
    this.database = database;
    this.facts =
        journal.table(
            "sandbox.facts",
            List.of("id"),
            List.of(
                "seq",
                "key",
                "kind",
                "channel",
                "sku",
                "location",
                "quantity",
                "occurred_at",
                "emitted_at"));
    this.levels =
        journal.table("sandbox.book", List.of("sku", "location"), List.of("on_hand", "reserved"));
    reopen();
  }

  private void reopen() {
    database.query(
        "select sku, location, on_hand, reserved from sandbox.book",
        row ->
            byShelf.put(
                row.getString(1) + "@" + row.getString(2),
                new Level(row.getInt(3), row.getInt(4))));
    database.query(
        "select coalesce(max(id), 0), coalesce(max(seq), 0) from sandbox.facts",
        row -> {
          lastId.set(row.getLong(1));
          lastSeq.set(row.getLong(2));
        });
    database.query(
        "select * from sandbox.facts where emitted_at is null",
        row -> unheard.put(row.getLong("id"), fact(row)));
  }

  private static Fact fact(ResultSet row) throws SQLException {
    return new Fact(
        row.getString("key"),
        FactKind.valueOf(row.getString("kind")),
        row.getString("channel"),
        row.getString("sku"),
        Place.valueOf(row.getString("location").toUpperCase(java.util.Locale.ROOT)),
        row.getInt("quantity"),
        row.getObject("occurred_at", OffsetDateTime.class).toInstant());
  }

  /** Writes down a fact; answers its number, by which its emission is told later. */
  public synchronized long record(Fact fact) {
    var id = lastId.incrementAndGet();
    change(
        fact.sku(),
        fact.place(),
        level(fact.sku(), fact.place()).after(fact.kind(), fact.quantity()));
    unheard.put(id, fact);
    write(id, fact, null, null);
    return id;
  }

  /**
   * The facts with these numbers were told to the world, now, in this order. Later tellings change
   * nothing.
   */
  public synchronized void emitted(List<Long> ids) {
    var now = clock.instant();
    for (var id : ids) {
      var fact = unheard.remove(id);
      if (fact != null) {
        write(id, fact, lastSeq.incrementAndGet(), now);
      }
    }
  }

  /** Facts that are written down and not told yet. */
  public synchronized int untold() {
    return unheard.size();
  }

  /** The warehouse's stock changed in the ERP: a level, not a fact. */
  public synchronized void shift(String sku, Place place, int units) {
    change(sku, place, level(sku, place).shifted(units));
  }

  /** What must be true of one shelf. */
  public synchronized Level level(String sku, Place place) {
    return byShelf.getOrDefault(shelf(sku, place), Level.NONE);
  }

  /** What a sales channel must show of one SKU: what all places together can still sell. */
  public synchronized int sellable(String sku) {
    int sum = 0;
    for (var place : Place.values()) {
      sum += Math.max(0, level(sku, place).free());
    }
    return sum;
  }

  private void change(String sku, Place place, Level level) {
    byShelf.put(shelf(sku, place), level);
    levels.put(sku, place.id(), level.onHand(), level.reserved());
  }

  private void write(long id, Fact fact, @Nullable Long seq, @Nullable Instant emittedAt) {
    facts.put(
        id,
        seq,
        fact.key(),
        fact.kind().name(),
        fact.channel(),
        fact.sku(),
        fact.place().id(),
        fact.quantity(),
        utc(fact.occurredAt()),
        emittedAt == null ? null : utc(emittedAt));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static String shelf(String sku, Place place) {
    return sku + "@" + place.id();
  }
}
