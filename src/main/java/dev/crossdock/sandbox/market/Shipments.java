package dev.crossdock.sandbox.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.wire.Call;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.wire.TokenBucket;
import dev.crossdock.sandbox.world.Documents;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The seller says that a package left. Said again under the same reference, it is the same one. */
final class Shipments {
  private static final String REFERENCE = "[1-9][0-9]*";

  private final Documents<MarketOrder> orders;
  private final TokenBucket bucket;
  private final Clock clock;

  Shipments(Documents<MarketOrder> orders, TokenBucket bucket, Clock clock) {
    this.orders = orders;
    this.bucket = bucket;
    this.clock = clock;
  }

  Reply confirm(String id, Call call) throws Refusal {
    if (!bucket.take(1)) {
      throw Refusal.tooMany();
    }
    var request = read(call);
    var parcel = parcel(request.path("packageDetail"));
    if (!OrderSearch.MARKETPLACE.equals(request.path("marketplaceId").asText())) {
      throw Refusal.badRequest("'marketplaceId' is missing or not one of the seller's.");
    }
    synchronized (orders) {
      var order = orders.byId(id).orElseThrow(() -> Refusal.notFound("Order '%s'.".formatted(id)));
      var before = order.parcel(parcel.reference());
      if (before.isEmpty()) {
        check(order, parcel);
        orders.keep(order.with(parcel));
      } else if (!before.get().parts().equals(parcel.parts())) {
        throw Refusal.badRequest(
            "Package '%s' of order '%s' was confirmed with other items."
                .formatted(parcel.reference(), id));
      }
    }
    var limit = Double.toString(bucket.perSecond());
    return new Reply(204, "application/json", Map.of(), new byte[0], Duration.ZERO)
        .with("x-amzn-RateLimit-Limit", limit);
  }

  private static JsonNode read(Call call) throws Refusal {
    try {
      return SandboxJson.read(call.body());
    } catch (IOException e) {
      throw Refusal.badRequest("The body is not JSON.");
    }
  }

  private MarketOrder.Parcel parcel(JsonNode detail) throws Refusal {
    var reference = text(detail, "packageReferenceId");
    if (!reference.matches(REFERENCE)) {
      throw Refusal.badRequest("'packageReferenceId' must be a positive number.");
    }
    var code = text(detail, "carrierCode");
    var carrier = code.equals("Other") ? text(detail, "carrierName") : code;
    time(text(detail, "shipDate"));
    return new MarketOrder.Parcel(
        reference,
        Instant.ofEpochMilli(clock.millis()),
        parts(detail),
        carrier,
        text(detail, "trackingNumber"));
  }

  private static List<MarketOrder.Part> parts(JsonNode detail) throws Refusal {
    var parts = new ArrayList<MarketOrder.Part>();
    for (var item : detail.path("orderItems")) {
      var quantity = item.path("quantity");
      if (!quantity.isInt() || quantity.intValue() < 1) {
        throw Refusal.badRequest("'quantity' must be a whole number above 0.");
      }
      parts.add(new MarketOrder.Part(text(item, "orderItemId"), quantity.intValue()));
    }
    if (parts.isEmpty()) {
      throw Refusal.badRequest("'orderItems' is missing or empty.");
    }
    return List.copyOf(parts);
  }

  private static String text(JsonNode from, String name) throws Refusal {
    var value = from.path(name).asText("");
    if (value.isBlank()) {
      throw Refusal.badRequest("'%s' is missing or empty.".formatted(name));
    }
    return value;
  }

  private static void time(String shipDate) throws Refusal {
    try {
      OffsetDateTime.parse(shipDate);
    } catch (DateTimeParseException e) {
      throw Refusal.badRequest("'shipDate' must be an ISO 8601 date-time.");
    }
  }

  private static void check(MarketOrder order, MarketOrder.Parcel parcel) throws Refusal {
    if (order.cancelled()) {
      throw Refusal.badRequest("Order '%s' is cancelled.".formatted(order.id()));
    }
    var wanted = new HashMap<String, Integer>();
    parcel.parts().forEach(part -> wanted.merge(part.lineId(), part.quantity(), Integer::sum));
    for (var one : wanted.entrySet()) {
      if (order.lines().stream().noneMatch(line -> line.id().equals(one.getKey()))) {
        throw Refusal.badRequest(
            "Order item '%s' is not in order '%s'.".formatted(one.getKey(), order.id()));
      }
      if (one.getValue() > order.open(one.getKey())) {
        throw Refusal.badRequest(
            "Order item '%s': %d are confirmed and %d are still to be shipped."
                .formatted(one.getKey(), one.getValue(), order.open(one.getKey())));
      }
    }
  }
}
