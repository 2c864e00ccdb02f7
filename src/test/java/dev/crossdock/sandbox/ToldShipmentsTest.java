package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.SandboxFixture.Answer;
import dev.crossdock.sandbox.market.MarketOrder;
import dev.crossdock.sandbox.shop.ShopOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was sent is told to the stand-ins, and they refuse what the real ones refuse. */
class ToldShipmentsTest {
  private static final String CREATE =
      """
      mutation Sent($fulfillment: FulfillmentInput!) {
        fulfillmentCreate(fulfillment: $fulfillment) {
          fulfillment { id trackingInfo(first: 1) { company number url } }
          userErrors { field message }
        }
      }
      """;
  private static final AtomicLong NUMBERS = new AtomicLong(7);

  private static SandboxFixture fixture;
  private static String token = "";

  @BeforeAll
  static void start() {
    fixture = new SandboxFixture();
    token =
        fixture
            .call(
                "POST",
                "/amazon/auth/o2/token",
                "grant_type=refresh_token&client_id=client&client_secret=client-secret&refresh_token=Atzr%7Crefresh")
            .json()
            .path("access_token")
            .asText();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void theShopNotesAPartAndThenTheRest() {
    var order = ordered(3);
    assertThat(open(order).path("status").asText()).isEqualTo("OPEN");

    var first = create(order, 2);
    assertThat(first.path("userErrors")).isEmpty();
    assertThat(first.at("/fulfillment/trackingInfo/0/number").asText()).isEqualTo("1550");
    assertThat(open(order).path("status").asText()).isEqualTo("IN_PROGRESS");
    assertThat(open(order).at("/lineItems/nodes/0/remainingQuantity").asInt()).isEqualTo(1);

    assertThat(create(order, 1).path("userErrors")).isEmpty();
    assertThat(open(order).path("status").asText()).isEqualTo("CLOSED");
  }

  @Test
  void theShopRefusesWhatItDoesNotWaitFor() {
    var order = ordered(1);
    var other = ordered(1);

    assertThat(refusal(create(order, 2)))
        .isEqualTo("Invalid fulfillment order line item quantity requested.");
    assertThat(refusal(create(open(order).path("id").asText(), lineOf(other), 1)))
        .isEqualTo("Invalid fulfillment order line item quantity requested.");
    assertThat(refusal(create("gid://shopify/FulfillmentOrder/7", lineOf(order), 1)))
        .isEqualTo("Fulfillment order does not exist.");
    assertThat(create(order, 1).path("userErrors")).isEmpty();
    assertThat(refusal(create(order, 1))).endsWith("has an unfulfillable status= closed.");
  }

  @Test
  void theShopTellsItsCustomerOnceThatItIsReady() {
    var order = ordered(2, "york");
    var id = open(order).path("id").asText();
    assertThat(open(order).at("/deliveryMethod/methodType").asText()).isEqualTo("PICK_UP");

    assertThat(ready(id)).isEmpty();
    assertThat(open(order).path("status").asText()).isEqualTo("IN_PROGRESS");
    assertThat(ready(id)).isEqualTo("NO_LINE_ITEMS_TO_PREPARE_FOR_FULFILLMENT_ORDER");

    assertThat(create(order, 2).path("userErrors")).isEmpty();
    assertThat(open(order).path("status").asText()).isEqualTo("CLOSED");
  }

  @Test
  void theShopTellsNobodyThatItIsReadyWhoDoesNotFetchIt() {
    var fetched = ordered(1, "york");
    assertThat(create(fetched, 1).path("userErrors")).isEmpty();

    assertThat(ready("gid://shopify/FulfillmentOrder/7")).isEqualTo("FULFILLMENT_ORDER_INVALID");
    assertThat(ready(open(ordered(1)).path("id").asText())).isEqualTo("FULFILLMENT_ORDER_INVALID");
    assertThat(ready(open(fetched).path("id").asText()))
        .isEqualTo("NO_LINE_ITEMS_TO_PREPARE_FOR_FULFILLMENT_ORDER");
  }

  @Test
  void theMarketplaceKnowsAPackageAgainByItsReference() {
    var order = sold(3);

    assertThat(confirm(order, "1001", "71", 2).status()).isEqualTo(204);
    assertThat(confirm(order, "1001", "71", 2).status()).isEqualTo(204);

    var kept = fixture.sandbox().market().orders().byId(order).orElseThrow();
    assertThat(kept.parcels()).hasSize(1);
    assertThat(kept.status()).isEqualTo("PARTIALLY_SHIPPED");
    assertThat(kept.open("71")).isEqualTo(1);
    assertThat(why(confirm(order, "1001", "71", 1))).contains("confirmed with other items");
  }

  @Test
  void theMarketplaceRefusesWhatItDoesNotWaitFor() {
    var order = sold(1);

    assertThat(why(confirm(order, "1", "72", 1))).contains("'72' is not in order");
    assertThat(why(confirm(order, "1", "71", 2)))
        .contains("2 are confirmed and 1 are still to be shipped");
    assertThat(why(confirm(order, "A1", "71", 1))).contains("positive number");
    assertThat(confirm("026-0000000-0000000", "1", "71", 1).status()).isEqualTo(404);
    assertThat(fixture.sandbox().market().orders().byId(order).orElseThrow().parcels()).isEmpty();
  }

  private static ShopOrder ordered(int units) {
    return ordered(units, null);
  }

  private static ShopOrder ordered(int units, @Nullable String pickUpAt) {
    var number = NUMBERS.incrementAndGet();
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var sku = fixture.sandbox().world().catalogue().items().get(3).sku();
    var order =
        new ShopOrder(
            9_107_199_254_000_000L + number * 100,
            number,
            "Ada",
            "Byrne",
            now,
            now,
            null,
            List.of(new ShopOrder.Line(14_866_550_311_000_000L + number * 100, sku, units)),
            List.of(),
            List.of(),
            pickUpAt);
    fixture.sandbox().shop().orders().keep(order);
    return order;
  }

  private static String sold(int units) {
    var id = "026-1234567-%07d".formatted(NUMBERS.incrementAndGet());
    var now = Instant.ofEpochMilli(System.currentTimeMillis());
    var sku = fixture.sandbox().world().catalogue().items().get(3).sku();
    var line = new MarketOrder.Line("71", sku, units);
    fixture
        .sandbox()
        .market()
        .orders()
        .keep(new MarketOrder(id, now, now, false, List.of(line), List.of()));
    return id;
  }

  private static JsonNode open(ShopOrder order) {
    return fixture
        .graphql(
            """
            query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 5) { nodes {
              id status deliveryMethod { methodType } lineItems(first: 5) { nodes { id remainingQuantity lineItem { id } } } } } } }
            """,
            Map.of("id", "gid://shopify/Order/" + order.id()))
        .json()
        .at("/data/order/fulfillmentOrders/nodes/0");
  }

  private static String lineOf(ShopOrder order) {
    return open(order).at("/lineItems/nodes/0/id").asText();
  }

  private static JsonNode create(ShopOrder order, int units) {
    return create(open(order).path("id").asText(), lineOf(order), units);
  }

  private static JsonNode create(String fulfilmentOrder, String line, int units) {
    var input =
        Map.of(
            "lineItemsByFulfillmentOrder",
            List.of(
                Map.of(
                    "fulfillmentOrderId",
                    fulfilmentOrder,
                    "fulfillmentOrderLineItems",
                    List.of(Map.of("id", line, "quantity", units)))),
            "trackingInfo",
            Map.of("company", "DPD", "number", "1550"));
    return fixture
        .graphql(CREATE, Map.of("fulfillment", input))
        .json()
        .at("/data/fulfillmentCreate");
  }

  /** The code of its refusal; empty when it took it. */
  private static String ready(String fulfilmentOrder) {
    var answer =
        fixture
            .graphql(
                """
                mutation($input: FulfillmentOrderLineItemsPreparedForPickupInput!) {
                  fulfillmentOrderLineItemsPreparedForPickup(input: $input) { userErrors { code field message } } }
                """,
                Map.of(
                    "input",
                    Map.of(
                        "lineItemsByFulfillmentOrder",
                        List.of(Map.of("fulfillmentOrderId", fulfilmentOrder)))))
            .json()
            .at("/data/fulfillmentOrderLineItemsPreparedForPickup/userErrors");
    assertThat(answer.isArray()).isTrue();
    return answer.at("/0/code").asText();
  }

  private static String refusal(JsonNode answer) {
    assertThat(answer.path("fulfillment").isNull()).isTrue();
    return answer.at("/userErrors/0/message").asText();
  }

  private static Answer confirm(String order, String reference, String item, int units) {
    var detail =
        Map.of(
            "packageReferenceId",
            reference,
            "carrierCode",
            "Royal Mail",
            "trackingNumber",
            "RM1GB",
            "shipDate",
            "2026-06-01T10:00:00Z",
            "orderItems",
            List.of(Map.of("orderItemId", item, "quantity", units)));
    return fixture.call(
        "POST",
        "/amazon/orders/v0/orders/%s/shipmentConfirmation".formatted(order),
        Map.of("marketplaceId", "A1F83G8C2ARO7P", "packageDetail", detail),
        "x-amz-access-token",
        token);
  }

  private static String why(Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    return answer.json().at("/errors/0/details").asText();
  }
}
