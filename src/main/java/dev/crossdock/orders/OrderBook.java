package dev.crossdock.orders;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.delivery.Cases;
import dev.crossdock.inventory.StockLedger;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Step;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.kernel.Verdict.End;
import dev.crossdock.orders.OrderTable.Entry;
import dev.crossdock.orders.OrderTable.Kept;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Cases cases;

  OrderBook(OrderTable table, StockLedger stock, Documents documents, Cases cases) {
    this.table = table;
    this.stock = stock;
    this.documents = documents;
    this.cases = cases;
  }

  /** Keeps orders, and what they mean for stock, in one transaction. */
  @Step(value = "Keep orders, and what they mean for stock", last = true)
  public List<Verdict> take(Batch batch) {
    var open = batch.open();
    var told = new ArrayList<List<Folded>>();
    open.forEach(message -> told.add(tellings(message)));
    var known = table.lock(batch.channel(), ids(told));
    var folded = new HashMap<String, Folded>();
    known.forEach((id, kept) -> folded.put(id, kept.folded()));
    var changed = new TreeSet<String>();
    var news = told.stream().map(tellings -> fold(tellings, folded, changed)).toList();
    write(batch.channel(), known, changed.stream().map(folded::get).toList());
    CrashPoints.hit("orders.kept");
    return verdicts(stock.bookOrders(batch), news);
  }

  private static List<Folded> tellings(Message message) {
    var tellings = new ArrayList<Folded>();
    var documents = message.document().isArray() ? message.document() : List.of(message.document());
    for (JsonNode document : documents) {
      tellings.add(Folded.of(document));
    }
    return tellings;
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
