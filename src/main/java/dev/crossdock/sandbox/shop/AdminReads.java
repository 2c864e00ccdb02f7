package dev.crossdock.sandbox.shop;

import static java.util.Objects.requireNonNull;

import dev.crossdock.sandbox.world.Item;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What the Admin API answers when it is asked to read. */
final class AdminReads {
  private final AdminNodes nodes;
  private final ShopOrders orders;

  AdminReads(AdminNodes nodes, ShopOrders orders) {
    this.nodes = nodes;
    this.orders = orders;
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type(
        "QueryRoot",
        type ->
            type.dataFetcher("shop", asked -> shop())
                .dataFetcher("location", asked -> node(asked.getArgumentOrDefault("id", "")))
                .dataFetcher("locations", this::locations)
                .dataFetcher("inventoryItem", this::byId)
                .dataFetcher("inventoryItems", this::inventoryItems)
                .dataFetcher("inventoryLevel", this::byId)
                .dataFetcher("productVariant", this::byId)
                .dataFetcher("productVariants", this::variants)
                .dataFetcher("order", this::byId)
                .dataFetcher("orders", this::orders)
                .dataFetcher("node", this::byId)
                .dataFetcher("nodes", this::nodes));
    wireItems(wiring);
    wireOrders(wiring);
  }

  private void wireItems(RuntimeWiring.Builder wiring) {
    wiring.type(
        "Location",
        type ->
            type.dataFetcher(
                "inventoryLevels",
                asked ->
                    Connections.page(
                        asked, nodes.items(), Item::inventoryItemId, nodes::inventoryLevel)));
    wiring.type(
        "InventoryItem",
        type ->
            type.dataFetcher("variant", ofItem(nodes::variant))
                .dataFetcher(
                    "variants",
                    asked ->
                        Connections.page(
                            asked, List.of(item(asked)), Item::variantId, nodes::variant))
                .dataFetcher("inventoryLevel", this::levelAt)
                .dataFetcher(
                    "inventoryLevels",
                    asked ->
                        Connections.page(
                            asked,
                            List.of(item(asked)),
                            Item::inventoryItemId,
                            nodes::inventoryLevel)));
    wiring.type(
        "InventoryLevel",
        type ->
            type.dataFetcher("item", ofItem(nodes::inventoryItem))
                .dataFetcher("location", asked -> nodes.location())
                .dataFetcher(
                    "quantities",
                    asked ->
                        nodes.quantities(
                            item(asked), asked.getArgumentOrDefault("names", List.of()))));
    wiring.type(
        "ProductVariant",
        type ->
            type.dataFetcher("inventoryItem", ofItem(nodes::inventoryItem))
                .dataFetcher("product", ofItem(nodes::product)));
    wiring.type("LineItem", type -> type.dataFetcher("variant", this::variantOfLine));
  }

  private void wireOrders(RuntimeWiring.Builder wiring) {
    wiring.type(
        "Order",
        type ->
            type.dataFetcher(
                    "lineItems",
                    asked -> {
                      var order = self(asked, ShopOrder.class);
                      return Connections.page(
                          asked,
                          order.lines(),
                          ShopOrder.Line::id,
                          line -> nodes.line(order, line.id()));
                    })
                .dataFetcher(
                    "fulfillments",
                    asked -> {
                      var order = self(asked, ShopOrder.class);
                      return order.fulfilments().stream()
                          .limit(limit(asked))
                          .map(one -> nodes.fulfilment(order, one))
                          .toList();
                    })
                .dataFetcher(
                    "refunds",
                    asked -> {
                      var order = self(asked, ShopOrder.class);
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
  }

  private static Map<String, Object> shop() {
    return Map.of(
        "id",
        Gid.of("Shop", 690_933_842L),
        "name",
        "Crossdock Outfitters",
        "myshopifyDomain",
        "crossdock-demo.myshopify.com",
        "ianaTimezone",
        OrderPayload.ZONE.getId());
  }

  private Map<String, Object> locations(DataFetchingEnvironment asked) {
    return Connections.page(
        asked,
        LongStream.of(ShopStock.LOCATION).boxed().toList(),
        id -> id,
        id -> nodes.location());
  }

  private Map<String, Object> inventoryItems(DataFetchingEnvironment asked) {
    return items(asked, Item::inventoryItemId, nodes::inventoryItem);
  }

  private Map<String, Object> variants(DataFetchingEnvironment asked) {
    return items(asked, Item::variantId, nodes::variant);
  }

  private Map<String, Object> items(
      DataFetchingEnvironment asked,
      ToLongFunction<Item> order,
      Function<Item, Map<String, Object>> node) {
    var search = Search.parse(asked.getArgument("query"));
    var found =
        nodes.items().stream()
            .filter(
                item ->
                    search.stream()
                        .anyMatch(
                            terms -> terms.stream().allMatch(term -> fits(term, item, order))))
            .toList();
    return Connections.page(asked, found, order, node);
  }

  private static boolean fits(Search.Term term, Item item, ToLongFunction<Item> order) {
    return switch (term.field()) {
      case "sku" -> term.value().equals(item.sku());
      case "barcode" -> term.value().equals(item.ean());
      case "id" -> term.value().equals(Long.toString(order.applyAsLong(item)));
      default ->
          throw Connections.refusal(
              "this stand-in searches items by id, sku or barcode, not by '%s'"
                  .formatted(term.field()));
    };
  }

  private Map<String, Object> orders(DataFetchingEnvironment asked) {
    var first = Connections.first(asked);
    if (!"UPDATED_AT".equals(asked.getArgument("sortKey"))) {
      throw Connections.refusal("this stand-in sorts orders by UPDATED_AT only");
    }
    var cursor = Connections.cursor(asked.getArgument("after"));
    var behind = cursor.isEmpty() ? Instant.EPOCH : Instant.parse(cursor.get(0));
    var behindId = cursor.isEmpty() ? 0 : Long.parseLong(cursor.get(1));
    var found = orders.changedSince(since(asked.getArgument("query")), behind, behindId, first + 1);
    return Connections.connection(
        found,
        first,
        !cursor.isEmpty(),
        order -> Connections.encode(order.updatedAt().toString(), Long.toString(order.id())),
        nodes::order);
  }

  private static Instant since(@Nullable String query) {
    var since = Instant.EPOCH;
    for (var term : Search.parse(query).get(0)) {
      if (!term.field().equals("updated_at") || !term.operator().startsWith(">")) {
        throw Connections.refusal(
            "this stand-in searches orders by updated_at:>=, not by '%s:%s'"
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

  private @Nullable Map<String, Object> levelAt(DataFetchingEnvironment asked) {
    var here = Gid.of("Location", ShopStock.LOCATION);
    return here.equals(asked.getArgument("locationId")) ? nodes.inventoryLevel(item(asked)) : null;
  }

  private @Nullable Map<String, Object> variantOfLine(DataFetchingEnvironment asked) {
    Map<String, Object> line = asked.getSource();
    return AdminNodes.item(line == null ? Map.of() : line).map(nodes::variant).orElse(null);
  }

  private Map<String, Object> parts(DataFetchingEnvironment asked) {
    var within = self(asked, AdminNodes.Within.class);
    var fulfilment = (ShopOrder.Fulfilment) within.part();
    return Connections.page(
        asked,
        fulfilment.parts(),
        ShopOrder.Part::lineId,
        part -> nodes.part(within.order(), fulfilment, part));
  }

  private Map<String, Object> refundLines(DataFetchingEnvironment asked) {
    var within = self(asked, AdminNodes.Within.class);
    var refund = (ShopOrder.Refund) within.part();
    return Connections.page(
        asked,
        refund.lines(),
        ShopOrder.RefundLine::id,
        line -> nodes.refundLine(within.order(), line));
  }

  private @Nullable Map<String, Object> byId(DataFetchingEnvironment asked) {
    return node(asked.getArgumentOrDefault("id", ""));
  }

  private List<@Nullable Map<String, Object>> nodes(DataFetchingEnvironment asked) {
    List<String> ids = asked.getArgumentOrDefault("ids", List.of());
    var found = new java.util.ArrayList<@Nullable Map<String, Object>>();
    ids.forEach(id -> found.add(node(id)));
    return found;
  }

  private @Nullable Map<String, Object> node(String gid) {
    if (gid.equals(Gid.of("Location", ShopStock.LOCATION))) {
      return nodes.location();
    }
    var order = Gid.number("Order", gid);
    if (order.isPresent()) {
      return orders.byId(order.getAsLong()).map(nodes::order).orElse(null);
    }
    var item = nodes.find("InventoryItem", gid);
    if (item != null) {
      return nodes.inventoryItem(item);
    }
    var variant = nodes.find("ProductVariant", gid);
    if (variant != null) {
      return nodes.variant(variant);
    }
    return level(gid);
  }

  private @Nullable Map<String, Object> level(String gid) {
    var mark = "?inventory_item_id=";
    var at = gid.indexOf(mark);
    if (!gid.startsWith(Gid.of("InventoryLevel", ShopStock.LOCATION)) || at < 0) {
      return null;
    }
    var item =
        nodes.find(
            "InventoryItem", "gid://shopify/InventoryItem/" + gid.substring(at + mark.length()));
    return item == null ? null : nodes.inventoryLevel(item);
  }

  private DataFetcher<Map<String, Object>> ofItem(Function<Item, Map<String, Object>> node) {
    return asked -> node.apply(item(asked));
  }

  private static Item item(DataFetchingEnvironment asked) {
    return self(asked, Item.class);
  }

  private static long limit(DataFetchingEnvironment asked) {
    return asked.<Integer>getArgumentOrDefault("first", Integer.MAX_VALUE);
  }

  private static <T> T self(DataFetchingEnvironment asked, Class<T> type) {
    Map<String, Object> source = asked.getSource();
    return type.cast(requireNonNull(requireNonNull(source).get(AdminNodes.SELF)));
  }
}
