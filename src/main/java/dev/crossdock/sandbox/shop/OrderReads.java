package dev.crossdock.sandbox.shop;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the Admin API answers when it is asked for orders. */
final class OrderReads {
  private final AdminNodes nodes;
  private final ShopOrders orders;

  OrderReads(AdminNodes nodes, ShopOrders orders) {
    this.nodes = nodes;
    this.orders = orders;
  }

  void wire(RuntimeWiring.Builder wiring) {
    new FulfilmentOrders(nodes).wire(wiring);
    wiring.type(
        "Order",
        type ->
            type.dataFetcher(
                    "lineItems",
                    asked -> {
                      var order = AdminReads.self(asked, ShopOrder.class);
                      return Connections.page(
                          asked,
                          order.lines(),
                          ShopOrder.Line::id,
                          line -> nodes.line(order, line.id()));
                    })
                .dataFetcher(
                    "shippingLines",
                    asked -> {
                      var order = AdminReads.self(asked, ShopOrder.class);
                      return Connections.page(
                          asked, List.of(order), ShopOrder::id, nodes::shippingLine);
                    })
                .dataFetcher(
                    "transactions",
                    asked -> nodes.transactions(AdminReads.self(asked, ShopOrder.class)))
                .dataFetcher(
                    "fulfillments",
                    asked -> {
                      var order = AdminReads.self(asked, ShopOrder.class);
                      return order.fulfilments().stream()
                          .limit(limit(asked))
                          .map(one -> nodes.fulfilment(order, one))
                          .toList();
                    })
                .dataFetcher(
                    "refunds",
                    asked -> {
                      var order = AdminReads.self(asked, ShopOrder.class);
                      return order.refunds().stream()
                          .limit(limit(asked))
                          .map(one -> nodes.refund(order, one))
                          .toList();
                    }));
    wiring.type(
        "Fulfillment",
        type ->
            type.dataFetcher("location", asked -> nodes.location())
                .dataFetcher("fulfillmentLineItems", this::parts));
    wiring.type("Refund", type -> type.dataFetcher("refundLineItems", this::refundLines));
    wiring.type("LineItem", type -> type.dataFetcher("variant", this::variantOfLine));
  }

  Map<String, Object> orders(DataFetchingEnvironment asked) {
    var first = Connections.first(asked);
    if (!"UPDATED_AT".equals(asked.getArgument("sortKey"))) {
      throw Connections.refusal("this stand-in sorts orders by UPDATED_AT only");
    }
    var cursor = Connections.cursor(asked.getArgument("after"));
    var behind = cursor.isEmpty() ? Instant.EPOCH : Instant.parse(cursor.get(0));
    var behindId = cursor.isEmpty() ? 0 : Long.parseLong(cursor.get(1));
    var found = found(asked.getArgument("query"), behind, behindId, first + 1);
    return Connections.connection(
        found,
        first,
        !cursor.isEmpty(),
        order -> Connections.encode(order.updatedAt().toString(), Long.toString(order.id())),
        nodes::order);
  }

  /** Read on until there are enough that fit. */
  private List<ShopOrder> found(@Nullable String query, Instant from, long fromId, int enough) {
    var terms = Search.parse(query).get(0);
    var since = since(terms);
    var open = isOpenOnly(terms);
    var found = new ArrayList<ShopOrder>();
    var behind = from;
    var behindId = fromId;
    while (found.size() < enough) {
      var some = orders.changedSince(since, behind, behindId, enough);
      some.stream().filter(order -> !open || order.isOpen()).forEach(found::add);
      if (some.size() < enough) {
        break;
      }
      behind = some.get(some.size() - 1).updatedAt();
      behindId = some.get(some.size() - 1).id();
    }
    return found.subList(0, Math.min(enough, found.size()));
  }

  private static boolean isOpenOnly(List<Search.Term> terms) {
    for (var term : terms) {
      if (term.field().equals("status")) {
        if (!term.value().equals("open")) {
          throw Connections.refusal("this stand-in knows status:open only");
        }
        return true;
      }
    }
    return false;
  }

  private static Instant since(List<Search.Term> terms) {
    var since = Instant.EPOCH;
    for (var term : terms) {
      if (term.field().equals("status")) {
        continue;
      }
      if (!term.field().equals("updated_at") || !term.operator().startsWith(">")) {
        throw Connections.refusal(
            "this stand-in searches orders by status and updated_at:>=, not by '%s:%s'"
                .formatted(term.field(), term.operator()));
      }
      try {
        var from = OffsetDateTime.parse(term.value()).toInstant();
        since = term.operator().equals(">") ? from.plusSeconds(1) : from;
      } catch (DateTimeParseException e) {
        throw Connections.refusal("'%s' is no time".formatted(term.value()));
      }
    }
    return since;
  }

  private @Nullable Map<String, Object> variantOfLine(DataFetchingEnvironment asked) {
    Map<String, Object> line = asked.getSource();
    return AdminNodes.item(line == null ? Map.of() : line).map(nodes::variant).orElse(null);
  }

  private Map<String, Object> parts(DataFetchingEnvironment asked) {
    var within = AdminReads.self(asked, AdminNodes.Within.class);
    var fulfilment = (ShopOrder.Fulfilment) within.part();
    return Connections.page(
        asked,
        fulfilment.parts(),
        ShopOrder.Part::lineId,
        part -> nodes.part(within.order(), fulfilment, part));
  }

  private Map<String, Object> refundLines(DataFetchingEnvironment asked) {
    var within = AdminReads.self(asked, AdminNodes.Within.class);
    var refund = (ShopOrder.Refund) within.part();
    return Connections.page(
        asked,
        refund.lines(),
        ShopOrder.RefundLine::id,
        line -> nodes.refundLine(within.order(), line));
  }

  private static long limit(DataFetchingEnvironment asked) {
    return asked.<Integer>getArgumentOrDefault("first", Integer.MAX_VALUE);
  }
}
