package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.world.Calls;
import dev.crossdock.sandbox.world.Catalogue;
import dev.crossdock.sandbox.world.Numbers;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pays customers back when it is asked to; never more than they paid, nor for what they have not.
 */
final class RefundWrites {
  private static final long REFUND_IDS = 6_104_689_539_000L;

  private final AdminNodes nodes;
  private final ShopOrders orders;
  private final Webhooks webhooks;
  private final Answers answers;
  private final Catalogue catalogue;
  private final Numbers numbers;
  private final Calls calls;
  private final Clock clock;

  RefundWrites(
      AdminNodes nodes,
      ShopOrders orders,
      Webhooks webhooks,
      Answers answers,
      Catalogue catalogue,
      Numbers numbers,
      Calls calls,
      Clock clock) {
    this.nodes = nodes;
    this.orders = orders;
    this.webhooks = webhooks;
    this.answers = answers;
    this.catalogue = catalogue;
    this.numbers = numbers;
    this.calls = calls;
    this.clock = clock;
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type("Mutation", type -> type.dataFetcher("refundCreate", this::create));
  }

  private Map<String, Object> create(DataFetchingEnvironment asked) {
    Map<String, Object> input = asked.getArgumentOrDefault("input", Map.of());
    var key = InventoryWrites.key(asked);
    var question = SandboxJson.text(input);
    synchronized (answers) {
      var before = answers.to(key);
      if (before != null) {
        return before.question().equals(question)
            ? before.answer()
            : refused(
                "The same idempotency key cannot be used with different operation parameters.");
      }
      synchronized (orders) {
        var answer = apply(input);
        answers.keep(key, question, answer);
        return answer;
      }
    }
  }

  private Map<String, Object> apply(Map<String, Object> input) {
    var id = Gid.number("Order", String.valueOf(input.get("orderId")));
    var found = id.isEmpty() ? null : orders.byId(id.getAsLong()).orElse(null);
    if (found == null) {
      return refused("Order does not exist", "orderId");
    }
    var lines = new ArrayList<ShopOrder.RefundLine>();
    for (var line : list(input, "refundLineItems")) {
      var part = part(line);
      if (part.quantity() > found.returnable(part.lineId())) {
        return refused("Quantity cannot refund more items than were purchased", "refundLineItems");
      }
      lines.add(part);
    }
    var paid = BigDecimal.ZERO.setScale(2);
    for (var transaction : list(input, "transactions")) {
      if (!Gid.of("OrderTransaction", found.id() + 1).equals(transaction.get("parentId"))) {
        return refused("Parent transaction is not a capture or a sale", "transactions");
      }
      paid = paid.add(new BigDecimal(String.valueOf(transaction.get("amount"))));
    }
    if (paid.compareTo(left(found)) > 0) {
      return refused(
          "Refund amount cannot be greater than the amount that is left to be refunded",
          "transactions");
    }
    return done(found, lines, paid, (String) input.get("note"));
  }

  private Map<String, Object> done(
      ShopOrder order, List<ShopOrder.RefundLine> lines, BigDecimal paid, @Nullable String note) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var refund = new ShopOrder.Refund(nextId(), now, lines, note, paid);
    var refunded = order.with(refund);
    orders.keep(refunded);
    webhooks.refund(refunded, refund, List.of());
    return Map.of("refund", nodes.refund(refunded, refund), "userErrors", List.of());
  }

  private BigDecimal left(ShopOrder order) {
    return order.refunds().stream()
        .map(refund -> Money.refunded(order, refund, catalogue))
        .reduce(Money.total(order, catalogue), BigDecimal::subtract);
  }

  private ShopOrder.RefundLine part(Map<String, Object> line) {
    return new ShopOrder.RefundLine(
        nextId(),
        Gid.number("LineItem", String.valueOf(line.get("lineItemId"))).orElse(0),
        ((Number) line.getOrDefault("quantity", 0)).intValue(),
        "no_restock");
  }

  private long nextId() {
    return REFUND_IDS + numbers.next("shop.refund") * 101;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> input, String name) {
    return (List<Map<String, Object>>) input.getOrDefault(name, List.of());
  }

  private Map<String, Object> refused(String message, String... field) {
    calls.refused(ShopStock.CHANNEL, "refundCreate", message);
    return Map.of(
        "userErrors",
        List.of(
            Map.of(
                "message",
                message,
                "field",
                field.length == 0 ? List.of() : List.of("input", field[0]))));
  }
}
