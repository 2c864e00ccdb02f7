package dev.crossdock.sandbox.market;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.sandbox.wire.Call;
import dev.crossdock.sandbox.wire.Reply;
import dev.crossdock.sandbox.wire.SandboxJson;
import dev.crossdock.sandbox.wire.TokenBucket;
import dev.crossdock.sandbox.world.Documents;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sandbox.world.World;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders to be polled: what changed since, a hundred at a time. */
final class OrderSearch {
  private static final int MOST = 100;
  static final String MARKETPLACE = "A1F83G8C2ARO7P";
  private static final List<String> STATUSES =
      List.of(
          "PENDING_AVAILABILITY",
          "PENDING",
          "UNSHIPPED",
          "PARTIALLY_SHIPPED",
          "SHIPPED",
          "CANCELLED",
          "UNFULFILLABLE");

  private final World world;
  private final Documents<MarketOrder> orders;
  private final TokenBucket bucket;

  private record Page(Instant until, Instant behind, String behindId) {}

  OrderSearch(World world, Documents<MarketOrder> orders, TokenBucket bucket) {
    this.world = world;
    this.orders = orders;
    this.bucket = bucket;
  }

  Reply search(Call call) throws Refusal {
    spend();
    var since = instant(call, "lastUpdatedAfter");
    if (since.isEmpty() || call.parameter("createdAfter") != null) {
      throw Refusal.badRequest(
          "Provide exactly one of createdAfter and lastUpdatedAfter; this stand-in keeps"
              + " lastUpdatedAfter.");
    }
    var page = page(call);
    var size = size(call.parameter("maxResultsPerPage"));
    var found = found(since.get(), page, wanted(call), size + 1);
    var answer = SandboxJson.object();
    var list = answer.putArray("orders");
    found.stream().limit(size).forEach(order -> list.add(order(order, call)));
    if (found.size() > size) {
      var last = found.get(size - 1);
      answer.putObject("pagination").put("nextToken", token(page.until(), last));
    }
    answer.put("lastUpdatedBefore", page.until().toString());
    return Listings.json(answer, bucket);
  }

  /** Read on until there are enough in a wanted status. */
  private List<MarketOrder> found(Instant since, Page from, List<String> statuses, int enough) {
    var found = new ArrayList<MarketOrder>();
    var behind = from;
    while (found.size() < enough) {
      var some = orders.changed(since, from.until(), behind.behind(), behind.behindId(), enough);
      some.stream()
          .filter(order -> statuses.isEmpty() || statuses.contains(order.status()))
          .forEach(found::add);
      if (some.size() < enough) {
        break;
      }
      var last = some.get(some.size() - 1);
      behind = new Page(from.until(), last.updatedAt(), last.id());
    }
    return found.subList(0, Math.min(enough, found.size()));
  }

  private static List<String> wanted(Call call) throws Refusal {
    var given = call.parameter("fulfillmentStatuses");
    var wanted = given == null ? List.<String>of() : List.of(given.split(",", -1));
    for (var status : wanted) {
      if (!STATUSES.contains(status)) {
        throw Refusal.badRequest("'%s' is no fulfillmentStatus.".formatted(status));
      }
    }
    return wanted;
  }

  Reply one(String id, Call call) throws Refusal {
    spend();
    var order = orders.byId(id).orElseThrow(() -> Refusal.notFound("Order '%s'.".formatted(id)));
    var answer = SandboxJson.object();
    answer.set("order", order(order, call));
    return Listings.json(answer, bucket);
  }

  private void spend() throws Refusal {
    if (!bucket.take(1)) {
      throw Refusal.tooMany();
    }
  }

  private Page page(Call call) throws Refusal {
    var token = call.parameter("paginationToken");
    if (token == null) {
      var until = instant(call, "lastUpdatedBefore").orElseGet(world.clock()::instant);
      return new Page(until, Instant.EPOCH, "");
    }
    try {
      var parts =
          new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\\|", -1);
      return new Page(Instant.parse(parts[0]), Instant.parse(parts[1]), parts[2]);
    } catch (IllegalArgumentException | DateTimeParseException | ArrayIndexOutOfBoundsException e) {
      throw Refusal.badRequest("'paginationToken' is not one of ours.");
    }
  }

  private static String token(Instant until, MarketOrder last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            "%s|%s|%s"
                .formatted(until, last.updatedAt(), last.id())
                .getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Instant> instant(Call call, String name) throws Refusal {
    var text = call.parameter(name);
    try {
      return Optional.ofNullable(text).map(time -> OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeParseException e) {
      throw Refusal.badRequest(
          "'%s' must be an ISO 8601 date-time; it is '%s'.".formatted(name, text));
    }
  }

  private static int size(@Nullable String asked) throws Refusal {
    try {
      var size = asked == null ? MOST : Integer.parseInt(asked);
      if (size >= 1 && size <= MOST) {
        return size;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw Refusal.badRequest("'maxResultsPerPage' must be between 1 and %d.".formatted(MOST));
  }

  private ObjectNode order(MarketOrder order, Call call) {
    var included =
        List.of(Optional.ofNullable(call.parameter("includedData")).orElse("").split(",", -1));
    var json = SandboxJson.object();
    json.put("orderId", order.id());
    json.put("createdTime", order.createdAt().toString());
    json.put("lastUpdatedTime", order.updatedAt().toString());
    json.putObject("salesChannel")
        .put("channelName", "AMAZON")
        .put("marketplaceId", MARKETPLACE)
        .put("marketplaceName", "Amazon.co.uk");
    if (included.contains("FULFILLMENT")) {
      json.putObject("fulfillment")
          .put("fulfillmentStatus", order.status())
          .put("fulfilledBy", "MERCHANT")
          .put("fulfillmentServiceLevel", "STANDARD");
    }
    if (included.contains("PROCEEDS")) {
      var total =
          order.lines().stream()
              .map(this::cost)
              .reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
      money(json.putObject("proceeds").putObject("grandTotal"), total);
    }
    var items = json.putArray("orderItems");
    order.lines().forEach(line -> items.add(line(order, line, included)));
    if (included.contains("PACKAGES")) {
      packages(order, json);
    }
    return json;
  }

  private ObjectNode line(MarketOrder order, MarketOrder.Line line, List<String> included) {
    var json = SandboxJson.object();
    json.put("orderItemId", line.id());
    json.put("quantityOrdered", line.quantity());
    var product = json.putObject("product");
    var item = world.catalogue().bySku(line.sku());
    product.put("asin", item.map(Item::asin).orElse(""));
    product.put("title", item.map(Item::title).orElse(line.sku()));
    product.put("sellerSku", line.sku());
    product
        .putObject("price")
        .putObject("unitPrice")
        .put("amount", item.map(Item::price).orElse("0.00"))
        .put("currencyCode", "GBP");
    if (included.contains("PROCEEDS")) {
      var proceeds = json.putObject("proceeds");
      money(proceeds.putObject("proceedsTotal"), cost(line));
      var goods = proceeds.putArray("breakdowns").addObject().put("type", "ITEM");
      money(goods.putObject("subtotal"), cost(line));
    }
    if (included.contains("FULFILLMENT")) {
      var sent = order.sent(line.id());
      json.putObject("fulfillment")
          .put("quantityFulfilled", sent)
          .put("quantityUnfulfilled", order.cancelled() ? 0 : line.quantity() - sent);
    }
    if (included.contains("CANCELLATION") && order.cancelled()) {
      json.putObject("cancellation")
          .putObject("cancellationExecution")
          .put("cancelledBy", "BUYER")
          .put("cancelReason", "BUYER_CANCELLED");
    }
    return json;
  }

  /** Of all of a line, tax in it. */
  private BigDecimal cost(MarketOrder.Line line) {
    var price = world.catalogue().bySku(line.sku()).map(Item::price).orElse("0.00");
    return new BigDecimal(price).multiply(BigDecimal.valueOf(line.quantity()));
  }

  private static void money(ObjectNode json, BigDecimal amount) {
    json.put("amount", amount.toPlainString()).put("currencyCode", "GBP");
  }

  private static void packages(MarketOrder order, ObjectNode json) {
    var packages = json.putArray("packages");
    for (var parcel : order.parcels()) {
      var entry = packages.addObject();
      entry.put("packageReferenceId", parcel.reference());
      entry.put("createdTime", parcel.createdAt().toString());
      entry.put("shipTime", parcel.createdAt().toString());
      entry.put("carrier", parcel.carrier());
      entry.put("trackingNumber", parcel.tracking());
      entry.putObject("packageStatus").put("status", "SHIPPED");
      var items = entry.putArray("packageItems");
      for (var part : parcel.parts()) {
        items.addObject().put("orderItemId", part.lineId()).put("quantity", part.quantity());
      }
    }
  }
}
