package dev.crossdock.sandbox.shop;

import static java.util.Objects.requireNonNull;

import dev.crossdock.sandbox.world.Item;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
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
  private final OrderReads orderReads;

  AdminReads(AdminNodes nodes, ShopOrders orders) {
    this.nodes = nodes;
    this.orders = orders;
    this.orderReads = new OrderReads(nodes, orders);
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
                .dataFetcher("orders", orderReads::orders)
                .dataFetcher("node", this::byId)
                .dataFetcher("nodes", this::nodes));
    wireItems(wiring);
    orderReads.wire(wiring);
  }

  private void wireItems(RuntimeWiring.Builder wiring) {
    wiring.type(
        "Location",
        type ->
            type.dataFetcher(
                "inventoryLevels",
                asked ->
                    Connections.pageOfSorted(
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
    String query = asked.getArgument("query");
    if (query == null || query.isBlank()) {
      return Connections.pageOfSorted(asked, nodes.items(), order, node);
    }
    var found =
        Search.parse(query).stream()
            .flatMap(terms -> found(terms, order).stream())
            .distinct()
            .toList();
    return Connections.page(asked, found, order, node);
  }

  /** What all terms fit; one of them names the item, so that not all goods are looked through. */
  private List<Item> found(List<Search.Term> terms, ToLongFunction<Item> order) {
    for (var term : terms) {
      if (term.field().equals("sku")) {
        return nodes.bySku(term.value()).filter(item -> fit(terms, item, order)).stream().toList();
      }
    }
    return nodes.items().stream().filter(item -> fit(terms, item, order)).toList();
  }

  private static boolean fit(List<Search.Term> terms, Item item, ToLongFunction<Item> order) {
    return terms.stream().allMatch(term -> fits(term, item, order));
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

  private @Nullable Map<String, Object> levelAt(DataFetchingEnvironment asked) {
    var here = Gid.of("Location", ShopStock.LOCATION);
    return here.equals(asked.getArgument("locationId")) ? nodes.inventoryLevel(item(asked)) : null;
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

  static <T> T self(DataFetchingEnvironment asked, Class<T> type) {
    Map<String, Object> source = asked.getSource();
    return type.cast(requireNonNull(requireNonNull(source).get(AdminNodes.SELF)));
  }
}
