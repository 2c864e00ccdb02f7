package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.world.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShopApiTest {
  private static final String SET =
      """
      mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
        inventorySetQuantities(input: $input) @idempotent(key: $key) {
          inventoryAdjustmentGroup { id createdAt changes { name delta quantityAfterChange item { sku } } }
          userErrors { code field message }
        }
      }
      """;
  private static SandboxFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new SandboxFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @AfterEach
  void behave() {
    fixture.control("PUT", "faults/shop", Map.of());
    fixture.control("PUT", "limits", Map.of("shopPointsPerSecond", 1000, "shopMaxPoints", 20_000));
  }

  private static Item item(int rank) {
    return fixture.sandbox().world().catalogue().items().get(rank);
  }

  private static int available(Item item) {
    for (var row : fixture.control("GET", "storage", null)) {
      if (row.path("channel").asText().equals("shop")
          && row.path("sku").asText().equals(item.sku())) {
        return row.path("quantity").asInt();
      }
    }
    throw new AssertionError(item.sku() + " is not stocked");
  }

  private static Map<String, Object> quantity(Item item, @Nullable Integer from, int to) {
    var quantity = new HashMap<String, Object>();
    quantity.put("inventoryItemId", "gid://shopify/InventoryItem/" + item.inventoryItemId());
    quantity.put("locationId", "gid://shopify/Location/655441491");
    quantity.put("quantity", to);
    quantity.put("changeFromQuantity", from);
    return quantity;
  }

  private static Map<String, Object> input(List<Map<String, Object>> quantities) {
    return Map.of("name", "available", "reason", "correction", "quantities", quantities);
  }

  private static JsonNode set(String key, List<Map<String, Object>> quantities) {
    return fixture
        .graphql(SET, Map.of("key", key, "input", input(quantities)))
        .json()
        .path("data")
        .path("inventorySetQuantities");
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  @Test
  void setsAQuantityThatIsWhatTheCallerThoughtAndTellsTheHub() {
    var item = item(20);
    var before = available(item);

    var answer = set(key(), List.of(quantity(item, before, before + 5)));

    assertThat(answer.path("userErrors")).isEmpty();
    var change = answer.path("inventoryAdjustmentGroup").path("changes").get(0);
    assertThat(change.path("delta").asInt()).isEqualTo(5);
    assertThat(change.path("quantityAfterChange").asInt()).isEqualTo(before + 5);
    assertThat(change.path("item").path("sku").asText()).isEqualTo(item.sku());
    assertThat(available(item)).isEqualTo(before + 5);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                fixture.heard("inventory_levels/update").stream()
                    .anyMatch(
                        call ->
                            new String(call.body(), java.nio.charset.StandardCharsets.UTF_8)
                                .contains(
                                    "\"inventory_item_id\":%d,\"location_id\":655441491,\"available\":%d"
                                        .formatted(item.inventoryItemId(), before + 5))));
  }

  @Test
  void setsNothingOfACallWithOneStaleQuantity() {
    var good = item(21);
    var stale = item(22);
    var before = available(good);

    var answer =
        set(
            key(),
            List.of(quantity(good, before, before + 1), quantity(stale, available(stale) - 1, 3)));

    var error = answer.path("userErrors").get(0);
    assertThat(error.path("code").asText()).isEqualTo("CHANGE_FROM_QUANTITY_STALE");
    assertThat(error.path("field"))
        .extracting(JsonNode::asText)
        .containsExactly("input", "quantities", "1", "changeFromQuantity");
    assertThat(answer.path("inventoryAdjustmentGroup").isNull()).isTrue();
    assertThat(available(good)).isEqualTo(before);
  }

  @Test
  void setsWithoutComparingOnlyWhenToldSo() {
    var item = item(23);
    assertThat(set(key(), List.of(quantity(item, null, 77))).path("userErrors")).isEmpty();
    assertThat(available(item)).isEqualTo(77);

    var silent = quantity(item, null, 78);
    silent.remove("changeFromQuantity");
    var answer = set(key(), List.of(silent));

    assertThat(answer.path("userErrors").get(0).path("code").asText())
        .isEqualTo("COMPARE_QUANTITY_REQUIRED");
    assertThat(available(item)).isEqualTo(77);
  }

  @Test
  void answersARepeatedKeyWithTheFirstAnswerAndChangesNothingTwice() {
    var item = item(24);
    var key = key();
    var asked = List.of(quantity(item, available(item), 91));
    var first = set(key, asked);

    var second = set(key, asked);
    var other = set(key, List.of(quantity(item, 91, 92)));

    assertThat(second).isEqualTo(first);
    assertThat(other.path("userErrors").get(0).path("code").asText())
        .isEqualTo("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
    assertThat(available(item)).isEqualTo(91);
  }

  @Test
  void refusesWhatItCannotPlace() {
    var unknown = quantity(item(0), 1, 1);
    unknown.put("inventoryItemId", "gid://shopify/InventoryItem/1");
    var nowhere = quantity(item(1), 1, 1);
    nowhere.put("locationId", "gid://shopify/Location/1");

    var answer = set(key(), List.of(unknown, nowhere, quantity(item(2), 1, 1_000_000_001)));

    assertThat(answer.path("userErrors"))
        .extracting(error -> error.path("code").asText())
        .containsExactly("INVALID_INVENTORY_ITEM", "INVALID_LOCATION", "INVALID_QUANTITY_TOO_HIGH");
  }

  @Test
  void refusesAMutationWithoutAnIdempotencyKeyAndOneThatIsTooLong() {
    var without =
        fixture.graphql(
            SET.replace("@idempotent(key: $key)", "").replace(", $key: String!", ""),
            Map.of("input", input(List.of(quantity(item(3), 1, 1)))));
    var many = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < 251; i++) {
      many.add(quantity(item(i % 200), 1, 1));
    }
    var tooLong = fixture.graphql(SET, Map.of("key", key(), "input", input(many)));

    assertThat(without.status()).isEqualTo(200);
    assertThat(without.json().path("errors").get(0).path("message").asText())
        .contains("@idempotent directive is required");
    assertThat(without.json().path("data").path("inventorySetQuantities").isNull()).isTrue();
    assertThat(tooLong.json().path("errors").get(0).path("message").asText())
        .contains("maximum allowed of 250");
  }

  @Test
  void refusesAWrongTokenAWrongVersionAndWhatIsNoQuestion() {
    var path = "/shopify/admin/api/2026-07/graphql.json";
    var question = Map.of("query", "{ shop { id } }");

    assertThat(fixture.call("POST", path, question).status()).isEqualTo(401);
    assertThat(fixture.call("POST", path, question, "X-Shopify-Access-Token", "no").status())
        .isEqualTo(401);
    assertThat(
            fixture
                .call(
                    "POST",
                    path.replace("2026-07", "2019-01"),
                    question,
                    "X-Shopify-Access-Token",
                    SandboxFixture.SHOP_TOKEN)
                .status())
        .isEqualTo(404);
    assertThat(
            fixture
                .call("POST", path, "{", "X-Shopify-Access-Token", SandboxFixture.SHOP_TOKEN)
                .status())
        .isEqualTo(400);
    assertThat(fixture.graphql("{ shop { id", Map.of()).json().path("errors")).isNotEmpty();
    assertThat(fixture.graphql("{ shop { telephone } }", Map.of()).json().path("errors").toString())
        .contains("telephone");
  }

  @Test
  void throttlesWithStatus200WhenThePointsAreSpent() {
    fixture.control("PUT", "limits", Map.of("shopPointsPerSecond", 0.1, "shopMaxPoints", 12));

    var served = set(key(), List.of(quantity(item(4), available(item(4)), available(item(4)))));
    var throttled =
        fixture.graphql(
            SET, Map.of("key", key(), "input", input(List.of(quantity(item(4), 1, 1)))));

    assertThat(served.path("userErrors")).isEmpty();
    assertThat(throttled.status()).isEqualTo(200);
    var error = throttled.json().path("errors").get(0);
    assertThat(error.path("extensions").path("code").asText()).isEqualTo("THROTTLED");
    var cost = throttled.json().path("extensions").path("cost");
    assertThat(cost.path("requestedQueryCost").asInt()).isEqualTo(10);
    assertThat(cost.path("actualQueryCost").isNull()).isTrue();
    assertThat(cost.path("throttleStatus").path("maximumAvailable").asDouble()).isEqualTo(12);
    assertThat(cost.path("throttleStatus").path("currentlyAvailable").asDouble()).isLessThan(10);
    assertThat(cost.path("throttleStatus").path("restoreRate").asDouble()).isEqualTo(0.1);
  }

  @Test
  void misbehavesAsItIsTold() {
    var item = item(5);
    var before = available(item);
    fixture.control("PUT", "faults/shop", Map.of("acceptedNotAppliedShare", 1));
    assertThat(set(key(), List.of(quantity(item, before, before + 9))).path("userErrors"))
        .isEmpty();
    assertThat(available(item)).isEqualTo(before);

    fixture.control("PUT", "faults/shop", Map.of("throttledShare", 1));
    assertThat(fixture.graphql("{ shop { id } }", Map.of()).json().toString())
        .contains("THROTTLED");

    fixture.control("PUT", "faults/shop", Map.of("errorShare", 1));
    assertThat(fixture.graphql("{ shop { id } }", Map.of()).status()).isGreaterThanOrEqualTo(500);

    fixture.control("PUT", "faults/shop", Map.of("latencyMillis", 300));
    var from = System.nanoTime();
    assertThat(fixture.graphql("{ shop { id } }", Map.of()).status()).isEqualTo(200);
    assertThat(System.nanoTime() - from).isGreaterThan(250_000_000L);
  }

  @Test
  void pagesThroughAllItemsOnce() {
    var skus = new HashSet<String>();
    @Nullable String after = null;
    int pages = 0;
    do {
      var variables = new HashMap<String, Object>();
      variables.put("after", after);
      var page =
          fixture
              .graphql(
                  """
                  query Page($after: String) {
                    inventoryItems(first: 60, after: $after) {
                      pageInfo { hasNextPage endCursor }
                      nodes { id sku updatedAt variants(first: 1) { nodes { id barcode } }
                        inventoryLevels(first: 10) { nodes { location { id } quantities(names: ["available"]) { name quantity } } } }
                    }
                  }
                  """,
                  variables)
              .json()
              .path("data")
              .path("inventoryItems");
      for (var node : page.path("nodes")) {
        assertThat(skus.add(node.path("sku").asText())).isTrue();
        var level = node.path("inventoryLevels").path("nodes").get(0);
        assertThat(level.path("location").path("id").asText())
            .isEqualTo("gid://shopify/Location/655441491");
        assertThat(level.path("quantities").get(0).path("quantity").isInt()).isTrue();
      }
      pages++;
      after =
          page.path("pageInfo").path("hasNextPage").asBoolean()
              ? page.path("pageInfo").path("endCursor").asText()
              : null;
    } while (after != null);

    assertThat(skus).hasSize(200);
    assertThat(pages).isEqualTo(4);
  }

  @Test
  void findsOneItemBySkuAndByIdAndRefusesAListWithoutALength() {
    var item = item(6);
    var found =
        fixture
            .graphql(
                "query($q: String) { productVariants(first: 5, query: $q) { edges { cursor node { sku barcode inventoryItem { id inventoryLevel(locationId: \"gid://shopify/Location/655441491\") { updatedAt } } } } } }",
                Map.of("q", "sku:" + item.sku()))
            .json();
    assertThat(found.at("/data/productVariants/edges")).hasSize(1);
    assertThat(found.at("/data/productVariants/edges/0/node/barcode").asText())
        .isEqualTo(item.ean());

    var nodes =
        fixture
            .graphql(
                "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on InventoryItem { sku } } }",
                Map.of(
                    "ids",
                    List.of(
                        "gid://shopify/InventoryItem/" + item.inventoryItemId(),
                        "gid://shopify/InventoryItem/1")))
            .json();
    assertThat(nodes.at("/data/nodes/0/sku").asText()).isEqualTo(item.sku());
    assertThat(nodes.at("/data/nodes/1").isNull()).isTrue();

    assertThat(fixture.graphql("{ inventoryItems { nodes { id } } }", Map.of()).json().toString())
        .contains("you must provide one of first or last");
  }
}
