package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.world.Calls;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tells customers that what they fetch is ready, when it is told so: once, as what is ready is not
 * made ready again; all that is named, or nothing.
 */
final class PickUpWrites {
  private static final String MUTATION = "fulfillmentOrderLineItemsPreparedForPickup";

  private final ShopOrders orders;
  private final Calls calls;
  private final Clock clock;

  PickUpWrites(ShopOrders orders, Calls calls, Clock clock) {
    this.orders = orders;
    this.calls = calls;
    this.clock = clock;
  }

  void wire(RuntimeWiring.Builder wiring) {
    wiring.type("Mutation", type -> type.dataFetcher(MUTATION, this::prepare));
  }

  private Map<String, Object> prepare(DataFetchingEnvironment asked) {
    Map<String, Object> input = asked.getArgumentOrDefault("input", Map.of());
    var ready = new ArrayList<ShopOrder>();
    synchronized (orders) {
      for (var wanted : list(input)) {
        var id = FulfilmentOrders.order(String.valueOf(wanted.get("fulfillmentOrderId")));
        var order = id.isEmpty() ? null : orders.byId(id.getAsLong()).orElse(null);
        if (order == null || order.pickUpAt() == null) {
          return refused("FULFILLMENT_ORDER_INVALID", "Invalid fulfillment order ID provided.");
        }
        if (order.readyAt() != null || !order.isOpen()) {
          return refused(
              "NO_LINE_ITEMS_TO_PREPARE_FOR_FULFILLMENT_ORDER",
              "The fulfillment order does not have any line items that can be prepared.");
        }
        ready.add(order);
      }
      var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      ready.forEach(order -> orders.keep(order.ready(now)));
    }
    return Map.of("userErrors", List.of());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> input) {
    return Objects.requireNonNullElse(
        (List<Map<String, Object>>) input.get("lineItemsByFulfillmentOrder"), List.of());
  }

  private Map<String, Object> refused(String code, String message) {
    calls.refused(ShopStock.CHANNEL, MUTATION, message);
    return Map.of(
        "userErrors", List.of(Map.of("code", code, "message", message, "field", List.of("input"))));
  }
}
