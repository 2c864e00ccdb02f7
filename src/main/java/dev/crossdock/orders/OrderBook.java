package dev.crossdock.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.delivery.Cases;
import dev.crossdock.inventory.StockLedger;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Step;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.kernel.Verdict.End;
import dev.crossdock.orders.OrderTable.Entry;
import dev.crossdock.orders.OrderTable.Kept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Keeps every order once, whoever tells of it, how often and in which order, books what it means
 * for stock, and owes the books their documents.
 */
@Service("orders")
public class OrderBook {
  private static final String CASE = "order-on-hold";

  private final OrderTable table;
  private final StockLedger stock;
  private final Documents documents;
  private final Contacts contacts;
  private final SourcingFile sourcing;
  private final ParcelTable parcels;
  private final UndoneFulfilments undone;
  private final Cases cases;

  OrderBook(
      OrderTable table,
      StockLedger stock,
      Documents documents,
      Contacts contacts,
      SourcingFile sourcing,
      ParcelTable parcels,
      UndoneFulfilments undone,
      Cases cases) {
    this.table = table;
    this.stock = stock;
    this.documents = documents;
    this.contacts = contacts;
    this.sourcing = sourcing;
    this.parcels = parcels;
    this.undone = undone;
    this.cases = cases;
  }

  /** Keeps orders, and what they mean for stock, in one transaction. */
  @Step(value = "Keep orders and receipts, and what they mean for stock", last = true)
  public List<Verdict> take(Batch batch) {
    var open = batch.open();
    var told = new ArrayList<List<Folded>>();
    var whose = new HashMap<String, Contact>();
    open.forEach(message -> told.add(tellings(message, whose)));
    var known = table.lock(batch.channel(), ids(told));
    var folded = new HashMap<String, Folded>();
    known.forEach((id, kept) -> folded.put(id, kept.folded()));
    var changed = new TreeSet<String>();
    var news = told.stream().map(tellings -> fold(tellings, folded, changed)).toList();
    write(batch.channel(), known, changed.stream().map(folded::get).toList());
    changed.forEach(
        id -> undone.look(batch.channel(), known.get(id), Objects.requireNonNull(folded.get(id))));
    whose.keySet().retainAll(changed);
    contacts.add(batch.channel(), whose);
    CrashPoints.hit("orders.kept");
    var meant = batch.map(message -> message.with(meant(message.document(), folded)));
    return verdicts(
        stock.bookOrders(
            meant, sentOf(batch.channel()), id -> Edits.of(known.get(id), folded.get(id))),
        news);
  }

  /**
   * What an order means for stock follows from all that is known of it, not from what was told
   * last: a void may say no more than a number, and a late telling less than is known.
   */
  private static JsonNode meant(JsonNode document, Map<String, Folded> folded) {
    if (document.isArray()) {
      var all = Json.mapper().createArrayNode();
      document.forEach(one -> all.add(meant(one, folded)));
      return all;
    }
    var known = isOrder(document) ? folded.get(document.path("id").asText()) : null;
    return known == null ? document : known.document();
  }

  /** Whether or not anybody is asked for parcels now: some may have been before. */
  private StockLedger.SentByUs sentOf(String channel) {
    return order -> parcels.sentElsewhere(channel, order);
  }

  /** Keeps an order that was placed at the hub itself; within the caller's, which holds it. */
  void place(String channel, ObjectNode document, @Nullable Contact contact) {
    var placed = Folded.of(document);
    write(channel, Map.of(), List.of(placed));
    stock.bookPlaced(channel, placed.document(), sentOf(channel));
    if (contact != null) {
      contacts.add(channel, Map.of(document.path("id").asText(), contact));
    }
  }

  /** Keeps what became of one that was placed here; within the caller's, which holds it. */
  void change(String channel, Kept before, Folded now) {
    write(channel, Map.of(now.order().id(), before), List.of(now));
    stock.bookPlaced(channel, now.document(), sentOf(channel));
  }

  /**
   * Notes in the order what we sent of it, where nobody is there to tell us that it was sent;
   * within the caller's transaction, which holds the order.
   */
  void sentByUs(Parcel parcel, Instant at) {
    var known = table.lock(parcel.channel(), new TreeSet<>(Set.of(parcel.order())));
    var kept = known.get(parcel.order());
    if (kept == null) {
      return;
    }
    var document = kept.folded().document().deepCopy();
    var told = kept.folded().order().updatedAt();
    document.put("updatedAt", (at.isAfter(told) ? at : told).toString());
    var fulfilment = document.withArray("fulfilments").addObject();
    fulfilment.put("id", "parcel-" + parcel.n()).put("at", at.toString());
    var lines = fulfilment.putArray("lines");
    for (var line : parcel.lines()) {
      lines
          .addObject()
          .put("line", line.line())
          .put("sku", line.sku().value())
          .put("quantity", line.quantity());
    }
    write(parcel.channel(), known, List.of(Folded.of(document)));
  }

  /** Whose order it is leaves the document here, before anything of it is kept. */
  private static List<Folded> tellings(Message message, Map<String, Contact> whose) {
    var tellings = new ArrayList<Folded>();
    var documents = message.document().isArray() ? message.document() : List.of(message.document());
    for (JsonNode document : documents) {
      var said = document.path("contacts");
      if (said.isObject()) {
        whose.put(document.path("id").asText(), Contact.of(said));
        tellings.add(Folded.of(copy(document).without("contacts")));
      } else if (isOrder(document)) {
        tellings.add(Folded.of(document));
      }
    }
    return tellings;
  }

  /** Tills also count what is on the shelf, which is no order. */
  private static boolean isOrder(JsonNode document) {
    return !document.has("kind");
  }

  /** The route may come back with the same document: it keeps what it says. */
  private static ObjectNode copy(JsonNode document) {
    return Json.mapper().createObjectNode().setAll((ObjectNode) document);
  }

  private static SortedSet<String> ids(List<List<Folded>> told) {
    var ids = new TreeSet<String>();
    told.forEach(tellings -> tellings.forEach(folded -> ids.add(folded.order().id())));
    return ids;
  }

  /** Whether that was anything new; notes of which orders. */
  private static boolean fold(
      List<Folded> tellings, Map<String, Folded> folded, Set<String> changed) {
    var any = false;
    for (var telling : tellings) {
      var id = telling.order().id();
      var before = folded.get(id);
      var after = before == null ? telling : before.with(telling);
      if (before == null || !before.document().equals(after.document())) {
        any = true;
        changed.add(id);
      }
      folded.put(id, after);
    }
    return any;
  }

  private void write(String channel, Map<String, Kept> known, List<Folded> changed) {
    var entries = changed.stream().map(now -> entry(channel, now)).toList();
    if (!entries.isEmpty()) {
      table.put(channel, entries);
      documents.owe(channel, entries);
      if (sourcing.sourcing().isPresent()) {
        parcels.lookAt(
            channel,
            entries.stream()
                .map(Entry::order)
                .filter(order -> !order.isReceipt())
                .map(Order::id)
                .toList());
      }
    }
    entries.forEach(entry -> tell(channel, entry, known.get(entry.order().id())));
  }

  private static Entry entry(String channel, Folded now) {
    var order = now.order();
    return new Entry(now, OrderState.of(order), Hold.of(channel, order).orElse(null));
  }

  private void tell(String channel, Entry entry, @Nullable Kept before) {
    var hold = entry.hold();
    if (hold != null) {
      cases.open(CASE, channel, entry.order().id(), hold.sentence());
    } else if (before != null && before.onHold()) {
      cases.close(CASE, channel, entry.order().id());
    }
  }

  /** What is new to the book or to the ledger was applied; what is new to neither is a repeat. */
  private static List<Verdict> verdicts(List<Verdict> ofStock, List<Boolean> news) {
    var verdicts = new ArrayList<Verdict>();
    for (int i = 0; i < ofStock.size(); i++) {
      var applied = news.get(i) || ofStock.get(i).end() == End.APPLIED;
      verdicts.add(applied ? Verdict.APPLIED : Verdict.DUPLICATE);
    }
    return verdicts;
  }
}
