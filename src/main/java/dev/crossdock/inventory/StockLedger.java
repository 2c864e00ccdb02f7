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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Keeps what happened to stock, once each, and owes every channel the level that follows from it.
 */
@Service("inventory")
public class StockLedger {
  private final Ledger ledger;
  private final LevelIntake levels;
  private final HoldLedger holds;
  private final Bundles bundles;
  private final Slots slots;

  StockLedger(Ledger ledger, LevelIntake levels, HoldLedger holds, Bundles bundles, Slots slots) {
    this.ledger = ledger;
    this.levels = levels;
    this.holds = holds;
    this.bundles = bundles;
    this.slots = slots;
  }

  /** A canonical stock movement; see {@code mappings/canonical/stock-movement.schema.json}. */
  record StockMovement(
      BusinessKey key, Kind kind, Sku sku, LocationId location, int quantity, Instant occurredAt) {}

  /** What of the orders of a channel we have sent ourselves. */
  public interface SentByUs {
    /**
     * Units by line that left elsewhere than where the channel takes its stock; only lines of which
     * we sent anything, 0 where all of it left there.
     */
    Map<String, Integer> elsewhere(String order);
  }

  /**
   * A line of an order that asks for more, or less, than when it was promised.
   *
   * @param by how many more
   * @param at since when, by the channel's own clock
   */
  public record Edit(String line, String sku, int by, Instant at) {
    Fact fact(int message, String channel, String order, LocationId reserveAt) {
      var promise = OrderFacts.reservation(channel, order, line);
      return new Fact(
          message,
          promise.then(at + "/" + by),
          by > 0 ? Kind.RESERVATION : Kind.RELEASE,
          new Sku(sku),
          reserveAt,
          Math.abs(by),
          at,
          channel,
          promise);
    }
  }

  /** What has changed of orders since they were booked last. */
  public interface Edited {
    List<Edit> of(String order);
  }

  /** Keeps what orders mean for stock: reservations, releases, fulfilments, returns. */
  @Step(value = "Keep what orders mean for stock", last = true)
  public List<Verdict> takeOrders(Batch batch) {
    return bookOrders(batch, order -> Map.of(), order -> List.of());
  }

  /** The same within a step of the caller's, where we send some of them; the caller holds them. */
  public List<Verdict> bookOrders(Batch batch, SentByUs sent, Edited edited) {
    return book(batch, (place, message, document) -> facts(place, message, document, sent, edited));
  }

  /** The same of an order that was placed here, within the caller's transaction. */
  public void bookPlaced(String channel, JsonNode document, SentByUs sent) {
    var message = new Message(0, channel, "", Map.of(), Instant.EPOCH, document, null);
    ledger.book(
        bundles.parted(factsOfOrder(0, message, document, sent, order -> List.of())),
        Collections.<@Nullable Long>singletonList(null));
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

  /**
   * Goods that came back and can be sold again.
   *
   * @param key once for ever
   * @param at where they are now
   */
  public record PutBack(
      BusinessKey key, Sku sku, LocationId at, int quantity, Instant occurredAt) {}

  /**
   * Puts goods back on the shelf, each once, within the caller's transaction.
   *
   * @param source the channel where they were brought
   */
  public void putBack(String source, List<PutBack> goods) {
    var facts =
        goods.stream()
            .map(
                one ->
                    new Fact(
                        0,
                        one.key(),
                        Kind.RETURN,
                        one.sku(),
                        one.at(),
                        one.quantity(),
                        one.occurredAt(),
                        source,
                        null))
            .toList();
    ledger.book(bundles.parted(facts), Collections.<@Nullable Long>singletonList(null));
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
        found.addAll(bundles.parted(reader.facts(i, message, document)));
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

  private List<Fact> facts(
      int place, Message message, JsonNode document, SentByUs sent, Edited edited) {
    if (document.has("kind")) {
      return factsOfMovement(place, message, document);
    }
    if (document.hasNonNull("receipt")) {
      return ReceiptFacts.of(place, message.channel(), document);
    }
    return factsOfOrder(place, message, document, sent, edited);
  }

  private List<Fact> factsOfOrder(
      int place, Message message, JsonNode document, SentByUs sent, Edited edited) {
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
    var facts = new ArrayList<Fact>();
    if (order.reservation() != null) {
      // first, so that its units are there for the order itself
      facts.addAll(holds.bought(place, Hold.fullKey(channel, order.reservation())));
    }
    facts.addAll(
        OrderFacts.of(
            place,
            channel,
            reserveAt,
            slot -> only(slots.locations(channel, slot)),
            sent(order, sent),
            order));
    edited
        .of(order.id())
        .forEach(edit -> facts.add(edit.fact(place, channel, order.id(), reserveAt)));
    return facts;
  }

  /** Of an order of which nothing has left, nobody asks the database. */
  private OrderFacts.Sent sent(Order order, SentByUs sent) {
    var elsewhere =
        order.fulfilments().isEmpty() ? Map.<String, Integer>of() : sent.elsewhere(order.id());
    return elsewhere.isEmpty() ? OrderFacts.Sent.NOTHING : new Booked(elsewhere);
  }

  private final class Booked implements OrderFacts.Sent {
    private final Map<String, Integer> elsewhere;

    Booked(Map<String, Integer> elsewhere) {
      this.elsewhere = elsewhere;
    }

    @Override
    public @Nullable Integer elsewhere(String line) {
      return elsewhere.get(line);
    }

    @Override
    public int consumed(BusinessKey promise, @Nullable Sku sku) {
      return bundles.wholes(ledger.consumed(bundles.booked(promise, sku)), sku);
    }

    @Override
    public boolean isBooked(BusinessKey key, @Nullable Sku sku) {
      return !ledger.known(List.of(bundles.booked(key, sku))).isEmpty();
    }
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
