package dev.crossdock.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.delivery.Outbox;
import dev.crossdock.delivery.Takers;
import dev.crossdock.kernel.Json;
import dev.crossdock.orders.OrderTable.Entry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Owes the books a document for each thing that became of an order: its sale, each shipment, each
 * credit, its cancellation. Each once, under a reference that the books hold too; where an order
 * was edited, its document is owed again under the same reference, as the next revision.
 *
 * <p>An order on hold has none, and neither has one that somebody only tried the channel out with.
 */
@Component
class Documents {
  private static final String WRITE = "documents";

  private final DocumentTable table;
  private final Takers takers;
  private final Outbox outbox;

  Documents(DocumentTable table, Takers takers, Outbox outbox) {
    this.table = table;
    this.takers = takers;
    this.outbox = outbox;
  }

  /**
   * One document.
   *
   * @param reference once for ever: {@code shop/order/1001/sale/all}
   * @param amount of money, in the order's currency; null where none moves
   * @param payload what the books' mapping is given for it
   */
  record Document(
      String reference,
      String order,
      String kind,
      Instant at,
      @Nullable BigDecimal amount,
      ObjectNode payload) {}

  void owe(String channel, List<Entry> entries) {
    var books = takers.of(WRITE);
    var due =
        entries.stream()
            .filter(
                e ->
                    e.hold() == null
                        && e.order().isWhole()
                        && e.order().money() != null
                        && !e.order().test())
            .flatMap(entry -> of(channel, entry).stream())
            .toList();
    if (due.isEmpty()) {
      return;
    }
    for (var book : books) {
      var revisions = table.put(book.channel(), channel, due);
      outbox.add(
          due.stream()
              .filter(document -> revisions.containsKey(document.reference()))
              .map(d -> fact(book, channel, d, revisions.getOrDefault(d.reference(), 1)))
              .toList());
    }
  }

  private static Outbox.Fact fact(
      Takers.Taker book, String channel, Document document, int revision) {
    return new Outbox.Fact(
        book.channel(),
        book.flow(),
        document.reference() + "/" + revision,
        channel + "/order/" + document.order(),
        document
            .payload()
            .deepCopy()
            .put("reference", document.reference())
            .put("revision", revision));
  }

  private static List<Document> of(String channel, Entry entry) {
    var order = entry.order();
    var told = entry.folded().document();
    var all = new ArrayList<Document>();
    if (!order.isReceipt() || !order.lines().isEmpty()) {
      all.add(sale(channel, order, told));
    }
    // what a receipt sold was handed over with it: its sale says all
    for (int i = 0; i < order.fulfilments().size() && !order.isReceipt(); i++) {
      var parcel = order.fulfilments().get(i);
      var lines = told.at("/fulfilments/%d/lines".formatted(i));
      all.add(document(channel, order, "shipment", parcel.id(), parcel.at(), null, lines));
    }
    for (int i = 0; i < order.refunds().size(); i++) {
      var refund = order.refunds().get(i);
      var lines = told.at("/refunds/%d/lines".formatted(i));
      all.add(document(channel, order, "credit", refund.id(), refund.at(), refund.amount(), lines));
    }
    if (order.cancelledAt() != null) {
      var none = Json.mapper().createArrayNode();
      var amount = order.isReceipt() ? paid(order) : null;
      var cancellation =
          document(channel, order, "cancellation", "all", order.cancelledAt(), amount, none);
      cancellation.payload().put("cause", order.cancelCause());
      all.add(cancellation);
    }
    return all;
  }

  /** A voided receipt is paid back at once, less what it had paid out itself. */
  private static @Nullable BigDecimal paid(Order order) {
    var money = order.money();
    return money == null
        ? null
        : money.total().subtract(order.refunded().subtract(order.refundedOfIt()));
  }

  private static Document sale(String channel, Order order, JsonNode told) {
    var total = order.money() == null ? null : order.money().total();
    var sale = document(channel, order, "sale", "all", order.placedAt(), total, told.path("lines"));
    sale.payload().set("charges", told.path("charges"));
    return sale;
  }

  private static Document document(
      String channel,
      Order order,
      String kind,
      String part,
      @Nullable Instant at,
      @Nullable BigDecimal amount,
      JsonNode lines) {
    // never the time of the telling: that differs with what was heard of it
    var happened = at == null ? Objects.requireNonNull(order.placedAt()) : at;
    var payload =
        Json.mapper()
            .createObjectNode()
            .put("kind", kind)
            .put("source", channel)
            .put("order", order.id())
            .put("name", order.name())
            .put("currency", order.money() == null ? null : order.money().currency())
            .put("amount", amount == null ? null : amount.toPlainString())
            .put("occurredAt", happened.toString());
    payload.set("lines", lines);
    var reference = "%s/order/%s/%s/%s".formatted(channel, order.id(), kind, part);
    return new Document(reference, order.id(), kind, happened, amount, payload);
  }
}
