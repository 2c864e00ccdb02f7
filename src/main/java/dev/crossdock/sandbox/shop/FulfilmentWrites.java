package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.world.Calls;
import dev.crossdock.sandbox.world.Numbers;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Notes that goods were sent when it is told so; never more than are still to be sent. It knows no
 * idempotency key: told twice, it notes it twice as long as something is open.
 */
final class FulfilmentWrites {
  private static final long FULFILMENT_IDS = 7_104_689_539_000L;

  private final AdminNodes nodes;
  private final ShopOrders orders;
  private final Webhooks webhooks;
  private final Numbers numbers;
  private final Calls calls;
  private final Clock clock;

  FulfilmentWrites(
      AdminNodes nodes,
      ShopOrders orders,
      Webhooks webhooks,
      Numbers numbers,
      Calls calls,
      Clock clock) {
    this.nodes = nodes;
    this.orders = orders;
    this.webhooks = webhooks;
    this.numbers = numbers;
    this.calls = calls;
    this.clock = clock;
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type("Mutation", type -> type.dataFetcher("fulfillmentCreate", this::create));
  }

  private Map<String, Object> create(DataFetchingEnvironment asked) {
    Map<String, Object> input = asked.getArgumentOrDefault("fulfillment", Map.of());
    var wanted = list(input, "lineItemsByFulfillmentOrder");
    if (wanted.size() != 1) {
      return refused("All fulfillment orders must belong to the same order and location.");
    }
    synchronized (orders) {
      var gid = String.valueOf(wanted.get(0).get("fulfillmentOrderId"));
      var id = FulfilmentOrders.order(gid);
      var found = id.isEmpty() ? null : orders.byId(id.getAsLong()).orElse(null);
      return found == null
          ? refused("Fulfillment order does not exist.")
          : apply(found, gid, wanted.get(0), tracking(input));
    }
  }

  private Map<String, Object> apply(
      ShopOrder order,
      String gid,
      Map<String, Object> wanted,
      ShopOrder.@Nullable Tracking tracking) {
    var status = FulfilmentOrders.status(order);
    if (!status.equals("OPEN") && !status.equals("IN_PROGRESS")) {
      return refused(
          "Fulfillment order %s has an unfulfillable status= %s."
              .formatted(
                  gid.substring(gid.lastIndexOf('/') + 1),
                  status.toLowerCase(java.util.Locale.ROOT)));
    }
    var parts = parts(order, wanted);
    for (var part : parts) {
      var known = order.lines().stream().anyMatch(line -> line.id() == part.lineId());
      if (!known || part.quantity() < 1 || part.quantity() > order.open(part.lineId())) {
        return refused("Invalid fulfillment order line item quantity requested.");
      }
    }
    return done(order, parts, tracking);
  }

  /** The lines that are named; all that is open where none is. */
  private static List<ShopOrder.Part> parts(ShopOrder order, Map<String, Object> wanted) {
    var parts = new ArrayList<ShopOrder.Part>();
    for (var line : list(wanted, "fulfillmentOrderLineItems")) {
      var id = FulfilmentOrders.line(String.valueOf(line.get("id")));
      parts.add(new ShopOrder.Part(id, ((Number) line.getOrDefault("quantity", 0)).intValue()));
    }
    if (parts.isEmpty()) {
      order.lines().stream()
          .filter(line -> order.open(line.id()) > 0)
          .forEach(line -> parts.add(new ShopOrder.Part(line.id(), order.open(line.id()))));
    }
    return parts;
  }

  @SuppressWarnings("unchecked")
  private static ShopOrder.@Nullable Tracking tracking(Map<String, Object> input) {
    var info = (Map<String, Object>) input.get("trackingInfo");
    return info == null
        ? null
        : new ShopOrder.Tracking(
            (String) info.get("company"), (String) info.get("number"), (String) info.get("url"));
  }

  private Map<String, Object> done(
      ShopOrder order, List<ShopOrder.Part> parts, ShopOrder.@Nullable Tracking tracking) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var id = FULFILMENT_IDS + numbers.next("shop.fulfilment") * 101;
    var fulfilment = new ShopOrder.Fulfilment(id, now, List.copyOf(parts), tracking);
    var sent = order.with(List.of(fulfilment), now);
    orders.keep(sent);
    webhooks.order(
        sent.isOpen() ? "orders/partially_fulfilled" : "orders/fulfilled", sent, List.of());
    var answer = new HashMap<String, Object>();
    answer.put("fulfillment", nodes.fulfilment(sent, fulfilment));
    answer.put("userErrors", List.of());
    return answer;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> input, String name) {
    return Objects.requireNonNullElse((List<Map<String, Object>>) input.get(name), List.of());
  }

  private Map<String, Object> refused(String message) {
    calls.refused(ShopStock.CHANNEL, "fulfillmentCreate", message);
    return Map.of(
        "userErrors", List.of(Map.of("message", message, "field", List.of("fulfillment"))));
  }
}
