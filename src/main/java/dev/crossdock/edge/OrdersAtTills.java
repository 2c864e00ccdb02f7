package dev.crossdock.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Channels;
import dev.crossdock.delivery.Slots;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.orders.Contact;
import dev.crossdock.orders.OrderLookup;
import dev.crossdock.orders.TillCancellations;
import dev.crossdock.orders.TillOrder;
import dev.crossdock.orders.TillOrders;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where a till finds what a customer bought elsewhere, {@code GET …/orders?number=1001} or {@code
 * POST …/orders/find}, and orders what its own shelf has not: {@code POST …/orders}, until its
 * customer thinks better of it: {@code POST …/orders/<key>/cancel}.
 */
@Component
class OrdersAtTills implements ApiResource {
  private static final int LONGEST = 128;

  private final OrderLookup lookup;
  private final TillOrders orders;
  private final TillCancellations cancellations;
  private final Channels channels;
  private final Slots slots;

  OrdersAtTills(
      OrderLookup lookup,
      TillOrders orders,
      TillCancellations cancellations,
      Channels channels,
      Slots slots) {
    this.lookup = lookup;
    this.orders = orders;
    this.cancellations = cancellations;
    this.channels = channels;
    this.slots = slots;
  }

  @Override
  public String name() {
    return "orders";
  }

  @Override
  public Set<String> askers() {
    return Set.of("pos");
  }

  @Override
  public ApiAnswer answer(ApiCall call) throws ApiRefusal {
    if (call.is("GET", 0)) {
      return found(lookup.byNumber(number(call)));
    }
    if (call.is("POST", 1) && call.path().get(0).equals("find")) {
      return found(lookup.byContact(contact(call.document(), "$")));
    }
    if (call.is("POST", 0)) {
      return new ApiAnswer(201, Json.mapper().valueToTree(orders.place(asked(call))));
    }
    if (call.is("POST", 2) && call.path().get(1).equals("cancel")) {
      return cancelled(call.channel(), call.path().get(0));
    }
    throw new ApiRefusal(
        405, "GET orders?number=…, POST orders/find, POST an order, or POST its /cancel.");
  }

  private ApiAnswer cancelled(String channel, String key) throws ApiRefusal {
    var cancelled = cancellations.cancel(channel, key);
    if (cancelled.isEmpty()) {
      throw new ApiRefusal(404, "There is no order '%s' of this channel.".formatted(key));
    }
    return new ApiAnswer(200, Json.mapper().valueToTree(cancelled.get()));
  }

  private static ApiAnswer found(List<OrderLookup.Found> found) {
    return new ApiAnswer(200, Json.mapper().valueToTree(Map.of("orders", found)));
  }

  private static String number(ApiCall call) throws ApiRefusal {
    var number = call.parameter("number");
    if (number.isBlank() || number.length() > LONGEST) {
      throw new ApiRefusal(400, "Say which order: orders?number=1001");
    }
    return number;
  }

  /** In the body, for addresses are written down on their way. */
  private static Contact contact(JsonNode document, String at) throws ApiRefusal {
    var contact =
        new Contact(
            optional(document, "email", at),
            optional(document, "phone", at),
            optional(document, "card", at));
    if (!contact.isAny()) {
      throw new ApiRefusal(
          400, at + " names no email, no phone (9 digits at least) and no card to find orders by.");
    }
    return contact;
  }

  private static @Nullable String optional(JsonNode document, String name, String at)
      throws ApiRefusal {
    return document.hasNonNull(name) ? ApiCall.text(document, name, at) : null;
  }

  private TillOrder asked(ApiCall call) throws ApiRefusal {
    var key = call.requiredKey();
    var document = call.document();
    var channel = channels.find(call.channel()).orElseThrow();
    return new TillOrder(
        call.channel(),
        key,
        channel.currency(),
        ApiCall.lines(document, "lines", 1, OrdersAtTills::line),
        document.hasNonNull("delivery")
            ? ReturnsAtTills.amount(document, "delivery", "$")
            : BigDecimal.ZERO.setScale(2),
        document.hasNonNull("shipTo") ? point(document.path("shipTo")) : null,
        pickUpAt(document),
        document.hasNonNull("contact") ? contact(document.path("contact"), "$.contact") : null);
  }

  private static TillOrder.Line line(JsonNode line, String at) throws ApiRefusal {
    return new TillOrder.Line(
        ApiCall.sku(line, at), ApiCall.units(line, at), ReturnsAtTills.amount(line, "price", at));
  }

  private @Nullable LocationId pickUpAt(JsonNode document) throws ApiRefusal {
    if (!document.hasNonNull("pickUpAt")) {
      return null;
    }
    var asked = Json.mapper().createObjectNode().set("location", document.path("pickUpAt"));
    return ApiCall.location(asked, "$.pickUpAt", slots.ours());
  }

  private static TillOrder.To point(JsonNode at) throws ApiRefusal {
    var latitude = at.path("latitude");
    var longitude = at.path("longitude");
    if (!latitude.isNumber()
        || !longitude.isNumber()
        || Math.abs(latitude.asDouble()) > 90
        || Math.abs(longitude.asDouble()) > 180) {
      throw new ApiRefusal(
          400, "$.shipTo holds a latitude and a longitude in degrees, such as 53.80 and -1.55.");
    }
    return new TillOrder.To(about(latitude), about(longitude));
  }

  /** Distances need no more, and it is no address. */
  private static double about(JsonNode degrees) {
    return Math.round(degrees.asDouble() * 100) / 100.0;
  }
}
