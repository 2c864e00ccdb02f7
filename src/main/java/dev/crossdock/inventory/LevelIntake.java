package dev.crossdock.inventory;

import dev.crossdock.delivery.Slots;
import dev.crossdock.delivery.Targets;
import dev.crossdock.delivery.Targets.Observed;
import dev.crossdock.inventory.Fact.Kind;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Sku;
import dev.crossdock.kernel.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Takes what systems say they hold.
 *
 * <p>From the location's keeper it is the truth as of its instant, corrected by every movement the
 * keeper had not booked by then, however old (ADR 0004). From anyone else it is an observation: it
 * says what that channel shows, and moves no stock. Only where nobody has ever counted, a booking
 * system's figure opens the books.
 */
@Component
class LevelIntake {
  private final Ledger ledger;
  private final LedgerTables tables;
  private final Postings postings;
  private final Targets targets;
  private final Slots slots;
  private final JdbcTemplate jdbc;

  LevelIntake(
      Ledger ledger,
      LedgerTables tables,
      Postings postings,
      Targets targets,
      Slots slots,
      JdbcTemplate jdbc) {
    this.ledger = ledger;
    this.tables = tables;
    this.postings = postings;
    this.targets = targets;
    this.slots = slots;
    this.jdbc = jdbc;
  }

  /** A canonical stock level; see {@code mappings/canonical/stock-level.schema.json}. */
  record StockLevel(
      Sku sku, String slot, int quantity, Instant asOf, @Nullable List<String> booked) {}

  List<Verdict> take(Batch batch) {
    var verdicts = new ArrayList<Verdict>();
    var observed = new ArrayList<Observed>();
    for (var message : batch.open()) {
      Verdict last = Verdict.ignored("says-nothing");
      for (var document : StockLedger.documents(message)) {
        last = take(message, Json.mapper().convertValue(document, StockLevel.class), observed);
      }
      verdicts.add(last);
    }
    targets.observe(batch.channel(), observed);
    return verdicts;
  }

  private Verdict take(Message message, StockLevel level, List<Observed> observed) {
    var channel = message.channel();
    var locations = slots.locations(channel, level.slot());
    if (locations.isEmpty()) {
      throw new HubException(
          new Failure.UnknownReference(
              "INV-011",
              "channel %s speaks of its location '%s', which is not among the slots of its file; add it, then replay."
                  .formatted(channel, level.slot()),
              "$.slot"));
    }
    if (!slots.books(channel)) {
      observed.add(new Observed(level.sku(), level.slot(), level.quantity(), level.asOf()));
      return Verdict.APPLIED;
    }
    if (locations.size() > 1) {
      throw new HubException(
          new Failure.Data(
              "INV-012",
              "channel %s books stock at '%s', behind which stand %s; expected one location. Correct its file, then replay."
                  .formatted(channel, level.slot(), locations)));
    }
    return booked(message, level, new Place(level.sku(), locations.get(0)));
  }

  private Verdict booked(Message message, StockLevel level, Place place) {
    var channel = message.channel();
    var last = lastAsOf(channel, place);
    if (last.isPresent() && !level.asOf().isAfter(last.get())) {
      return level.asOf().equals(last.get())
          ? Verdict.DUPLICATE
          : Verdict.ignored("older-than-last-level");
    }
    var decides = slots.keeps(channel, place.location()) || neverCounted(place);
    var fact = fact(message, level, place);
    ledger.change(
        new TreeSet<>(List.of(place)),
        List.of(fact),
        List.of(message.id()),
        books -> {
          postings.confirm(
              channel, Optional.ofNullable(level.booked()).orElse(List.of()), level.asOf());
          if (decides) {
            var onHand = level.quantity() + postings.unconfirmed(channel, place);
            books.level(fact, onHand);
          }
        });
    tables.putCount(place, channel, "by-booking", level.quantity(), level.asOf());
    return Verdict.APPLIED;
  }

  private static Fact fact(Message message, StockLevel level, Place place) {
    var key =
        new BusinessKey(
            "%s/level/%s/%s/%s"
                .formatted(message.channel(), level.sku(), level.slot(), level.asOf()));
    return new Fact(
        0,
        key,
        Kind.COUNT,
        level.sku(),
        place.location(),
        level.quantity(),
        level.asOf(),
        message.channel(),
        null);
  }

  private Optional<Instant> lastAsOf(String channel, Place place) {
    return jdbc
        .queryForList(
            "select as_of from inventory_counts where sku = ? and location = ? and source = ?",
            java.sql.Timestamp.class,
            place.sku().value(),
            place.location().value(),
            channel)
        .stream()
        .map(java.sql.Timestamp::toInstant)
        .findFirst();
  }

  private boolean neverCounted(Place place) {
    Boolean none =
        jdbc.queryForObject(
            "select not exists (select from inventory_counts where sku = ? and location = ?)",
            Boolean.class,
            place.sku().value(),
            place.location().value());
    return Boolean.TRUE.equals(none);
  }
}
