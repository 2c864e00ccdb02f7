package dev.crossdock.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.delivery.Slots;
import dev.crossdock.inventory.Fact.Kind;
import dev.crossdock.inventory.OrderFacts.Order;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Sku;
import dev.crossdock.kernel.Step;
import dev.crossdock.kernel.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Keeps what happened to stock, once each, and owes every channel the level that follows from it.
 */
@Service("inventory")
public class StockLedger {
  private final Ledger ledger;
  private final LevelIntake levels;
  private final Slots slots;

  StockLedger(Ledger ledger, LevelIntake levels, Slots slots) {
    this.ledger = ledger;
    this.levels = levels;
    this.slots = slots;
  }

  /** A canonical stock movement; see {@code mappings/canonical/stock-movement.schema.json}. */
  record StockMovement(
      BusinessKey key, Kind kind, Sku sku, LocationId location, int quantity, Instant occurredAt) {}

  /** Keeps what orders mean for stock: reservations, releases, fulfilments, returns. */
  @Step(value = "Keep what orders mean for stock", last = true)
  public List<Verdict> takeOrders(Batch batch) {
    return book(batch, this::factsOfOrder);
  }

  /** Keeps stock movements: sales, returns, counts. */
  @Step(value = "Keep stock movements unless they are already kept", last = true)
  public List<Verdict> takeMovements(Batch batch) {
    return book(batch, StockLedger::factsOfMovement);
  }

  /** Keeps what systems say they hold: the truth where they keep it, an observation elsewhere. */
  @Step(value = "Keep what a system says it holds", last = true)
  public List<Verdict> takeLevels(Batch batch) {
    return levels.take(batch);
  }

  private interface Reader {
    List<Fact> facts(int place, Message message, JsonNode document);
  }

  private List<Verdict> book(Batch batch, Reader reader) {
    var open = batch.open();
    var facts = new ArrayList<List<Fact>>(open.size());
    for (int i = 0; i < open.size(); i++) {
      var message = open.get(i);
      var found = new ArrayList<Fact>();
      for (var document : documents(message)) {
        found.addAll(reader.facts(i, message, document));
      }
      facts.add(found);
    }
    var news =
        ledger.book(
            facts.stream().flatMap(List::stream).toList(), open.stream().map(Message::id).toList());
    var verdicts = new ArrayList<Verdict>(open.size());
    for (int i = 0; i < open.size(); i++) {
      verdicts.add(verdict(facts.get(i), news));
    }
    return verdicts;
  }

  private static Verdict verdict(List<Fact> facts, java.util.Set<BusinessKey> news) {
    if (facts.isEmpty()) {
      return Verdict.ignored("moves-no-stock");
    }
    // a key that came twice in one batch is news once: for the message that said it first
    boolean any = false;
    for (var fact : facts) {
      any |= news.remove(fact.key());
    }
    return any ? Verdict.APPLIED : Verdict.DUPLICATE;
  }

  static Iterable<JsonNode> documents(Message message) {
    return message.document().isArray() ? message.document() : List.of(message.document());
  }

  private List<Fact> factsOfOrder(int place, Message message, JsonNode document) {
    var channel = message.channel();
    var reserveAt =
        slots
            .reserveAt(channel)
            .orElseThrow(
                () ->
                    new HubException(
                        new Failure.Data(
                            "INV-010",
                            "channel %s sent an order, but its file says no reserveAt; add it, then replay."
                                .formatted(channel))));
    var order = Json.mapper().convertValue(document, Order.class);
    return OrderFacts.of(
        place, channel, reserveAt, slot -> only(slots.locations(channel, slot)), order);
  }

  private static Optional<LocationId> only(List<LocationId> locations) {
    return locations.size() == 1 ? Optional.of(locations.get(0)) : Optional.empty();
  }

  private static List<Fact> factsOfMovement(int place, Message message, JsonNode document) {
    var movement = Json.mapper().convertValue(document, StockMovement.class);
    return List.of(
        new Fact(
            place,
            movement.key(),
            movement.kind(),
            movement.sku(),
            movement.location(),
            movement.quantity(),
            movement.occurredAt(),
            message.channel(),
            null));
  }
}
