package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.wire.SandboxJson;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlApiTest {
  private SandboxFixture fixture;

  @BeforeEach
  void start() {
    fixture = new SandboxFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private String sku(int rank) {
    return fixture.sandbox().world().catalogue().items().get(rank).sku();
  }

  private void settle() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              var status = fixture.control("GET", "status", null);
              return status.path("pendingWebhooks").asInt() == 0
                  && status.path("untoldFacts").asInt() == 0;
            });
  }

  @Test
  void listensOnlyToWhomKnowsTheToken() {
    assertThat(fixture.call("GET", "/control/status", null).status()).isEqualTo(401);
    assertThat(fixture.call("GET", "/control/status", null, "Authorization", "Bearer no").status())
        .isEqualTo(401);
    assertThat(fixture.control("GET", "status", null).path("seed").asInt()).isEqualTo(7);
  }

  @Test
  void saysWhereItIs() throws Exception {
    var said = SandboxJson.read(Files.readAllBytes(fixture.folder.resolve("data/sandbox.json")));

    assertThat(said.path("port").asInt()).isEqualTo(fixture.sandbox().port());
    assertThat(said.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void refusesFaultsAndActsItDoesNotKnow() {
    assertThat(fixture.control("PUT", "faults/shop", Map.of("lostshare", 1)).path("error").asText())
        .contains("'lostshare' is no fault");
    assertThat(
            fixture
                .control("POST", "traffic", Map.of("rate", 1, "mix", Map.of("shoporder", 1)))
                .path("error")
                .asText())
        .contains("'shoporder' is no act");
    assertThat(fixture.control("POST", "plant", Map.of("kind", "x")).path("error").asText())
        .contains("'x' cannot be planted");
  }

  @Test
  void sellsAThousandOfOneItemWithinAboutASecond() {
    var from = System.nanoTime();

    var answer =
        fixture.control(
            "POST",
            "burst",
            Map.of("channel", "shop", "sku", sku(0), "count", 1000, "withinMillis", 1000));

    assertThat(answer.path("sold").asInt()).isEqualTo(1000);
    System.out.println("burst took " + (System.nanoTime() - from) / 1_000_000 + " ms");
    settle();
    assertThat(fixture.heard("orders/create")).hasSize(1000);
    assertThat(fixture.heard("inventory_levels/update").size()).isLessThan(200);
  }

  @Test
  void neverSellsWhatIsNotThere() {
    var sku = sku(40);
    fixture.control(
        "POST", "edit", Map.of("channel", "erp", "sku", sku, "slot", "DC1", "quantity", 12));

    var answer =
        fixture.control(
            "POST",
            "burst",
            Map.of("channel", "shop", "sku", sku, "count", 30, "withinMillis", 10));

    assertThat(answer.path("sold").asInt()).isEqualTo(12);
    fixture.control("POST", "edit", Map.of("channel", "market", "sku", sku(41), "quantity", 2));
    assertThat(
            fixture
                .control(
                    "POST",
                    "burst",
                    Map.of("channel", "market", "sku", sku(41), "count", 9, "withinMillis", 10))
                .path("sold")
                .asInt())
        .isEqualTo(2);
  }

  @Test
  void losesWebhooksThatCanStillBePolled() {
    fixture.control("PUT", "faults/shop", Map.of("lostShare", 1));
    fixture.control(
        "POST",
        "traffic",
        Map.of(
            "rate",
            100,
            "mix",
            Map.of("shopOrder", 10, "shopCancel", 2, "shopFulfil", 4, "shopRefund", 3)));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> kinds().containsAll(Set.of("reservation", "release", "fulfilment", "return")));
    fixture.control("DELETE", "traffic", null);
    settle();

    assertThat(fixture.heard).isEmpty();
    var told = new HashSet<String>();
    for (var fact : fixture.control("GET", "facts?after=400", null)) {
      told.add(fact.path("key").asText());
    }
    assertThat(poll()).isEqualTo(told);
  }

  private Set<String> kinds() {
    var kinds = new HashSet<String>();
    fixture
        .control("GET", "facts?after=400", null)
        .forEach(fact -> kinds.add(fact.path("kind").asText()));
    return kinds;
  }

  private Set<String> poll() {
    var keys = new HashSet<String>();
    var variables = new HashMap<String, Object>();
    variables.put("after", null);
    while (true) {
      var orders =
          fixture
              .graphql(
                  """
                  query OrdersChanged($after: String) {
                    orders(first: 50, after: $after, query: "updated_at:>='2026-01-01T00:00:00Z'", sortKey: UPDATED_AT) {
                      pageInfo { hasNextPage endCursor }
                      nodes {
                        id cancelledAt updatedAt
                        lineItems(first: 50) { nodes { id quantity variant { id } } }
                        fulfillments(first: 20) { id status fulfillmentLineItems(first: 50) { nodes { quantity lineItem { id variant { id } } } } }
                        refunds(first: 20) { id refundLineItems(first: 50) { nodes { id quantity restockType location { id } lineItem { id } } } }
                      }
                    }
                  }
                  """,
                  variables)
              .json()
              .at("/data/orders");
      orders.path("nodes").forEach(order -> read(order, keys));
      if (!orders.at("/pageInfo/hasNextPage").asBoolean()) {
        return keys;
      }
      variables.put("after", orders.at("/pageInfo/endCursor").asText());
    }
  }

  private static void read(JsonNode order, Set<String> keys) {
    var start = "shop/order/" + tail(order);
    var open = new HashMap<String, Integer>();
    for (var line : order.at("/lineItems/nodes")) {
      keys.add("%s/line/%s/reservation".formatted(start, tail(line)));
      open.put(tail(line), line.path("quantity").asInt());
    }
    for (var parcel : order.path("fulfillments")) {
      for (var part : parcel.at("/fulfillmentLineItems/nodes")) {
        keys.add(
            "%s/fulfilment/%s/line/%s".formatted(start, tail(parcel), tail(part.path("lineItem"))));
      }
    }
    for (var refund : order.path("refunds")) {
      for (var line : refund.at("/refundLineItems/nodes")) {
        var restock = line.path("restockType").asText();
        if (!restock.equals("NO_RESTOCK")) {
          keys.add("%s/refund/%s/line/%s".formatted(start, tail(refund), tail(line)));
        }
        if (restock.equals("CANCEL")) {
          open.merge(tail(line.path("lineItem")), -line.path("quantity").asInt(), Integer::sum);
        }
      }
    }
    if (!order.path("cancelledAt").isNull()) {
      open.forEach(
          (line, units) -> {
            if (units > 0) {
              keys.add("%s/line/%s/release".formatted(start, line));
            }
          });
    }
  }

  private static String tail(JsonNode node) {
    var id = node.path("id").asText();
    return id.substring(id.lastIndexOf('/') + 1);
  }

  @Test
  void sendsAgainWhatTheHubDidNotTakeEvenAfterARestart() throws Exception {
    fixture.hubAnswers = 503;
    fixture.control(
        "POST", "burst", Map.of("channel", "shop", "sku", sku(0), "count", 5, "withinMillis", 10));
    await().atMost(Duration.ofSeconds(10)).until(() -> fixture.heard("orders/create").size() >= 5);
    var expected = fixture.control("GET", "expected", null).path("levels");
    var storage = fixture.control("GET", "storage", null);

    fixture.restart();
    fixture.hubAnswers = 200;
    settle();

    assertThat(fixture.control("GET", "expected", null).path("levels")).isEqualTo(expected);
    assertThat(fixture.control("GET", "storage", null)).isEqualTo(storage);
    var ids = new HashMap<String, Integer>();
    fixture
        .heard("orders/create")
        .forEach(
            call ->
                ids.merge(String.valueOf(call.header("X-Shopify-Webhook-Id")), 1, Integer::sum));
    assertThat(ids).hasSize(5).allSatisfy((id, times) -> assertThat(times).isGreaterThan(1));
  }

  @Test
  void dropsTheFilesThatWaitBeforeItEnds() throws Exception {
    fixture.control("PUT", "faults/tills", Map.of("reorderSeconds", 600));
    fixture.control(
        "POST", "burst", Map.of("channel", "tills", "sku", sku(3), "count", 8, "withinMillis", 10));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> fixture.control("GET", "status", null).path("untoldFacts").asInt() == 8);

    fixture.restart();

    assertThat(fixture.control("GET", "status", null).path("untoldFacts").asInt()).isZero();
    assertThat(fixture.control("GET", "facts?after=400", null)).hasSize(8);
  }

  @Test
  void repeatsMixesAndDelaysWebhooks() {
    fixture.control("PUT", "faults/shop", Map.of("duplicatedShare", 1, "reorderSeconds", 1.5));
    fixture.control(
        "POST", "burst", Map.of("channel", "shop", "sku", sku(0), "count", 40, "withinMillis", 10));
    settle();

    var orders = fixture.heard("orders/create");
    assertThat(orders.size()).isBetween(80, 100);
    var bodies = new HashSet<Long>();
    var arrived = new java.util.ArrayList<Long>();
    for (var call : orders) {
      var id = read(call).path("id").asLong();
      if (bodies.add(id)) {
        arrived.add(id);
      }
    }
    assertThat(bodies).hasSize(40);
    assertThat(arrived).isNotEqualTo(arrived.stream().sorted().toList());
  }

  private static JsonNode read(dev.crossdock.sandbox.wire.Call call) {
    try {
      return SandboxJson.read(call.body());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void plantsAnOrderOfSomethingNobodyKnows() {
    fixture.control("POST", "plant", Map.of("kind", "unknown-variant", "count", 3));
    settle();

    assertThat(fixture.heard("orders/create")).hasSize(3);
    var parked = fixture.control("GET", "expected", null).path("parked");
    assertThat(parked.path("count").asInt()).isEqualTo(3);
    assertThat(parked.at("/lines/0/kind").asText()).isEqualTo("unknown-variant");
  }
}
