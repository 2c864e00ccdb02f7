package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.sandbox.SandboxFixture.Answer;
import dev.crossdock.sandbox.world.Item;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MarketApiTest {
  private static final String LISTINGS = "/amazon/listings/2021-08-01/items/SELLER";
  private static final String HERE = "marketplaceIds=A1F83G8C2ARO7P";
  private static SandboxFixture fixture;
  private static String token = "";

  @BeforeAll
  static void start() {
    fixture = new SandboxFixture();
    token = askForToken("client-secret", "Atzr|refresh").json().path("access_token").asText();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @AfterEach
  void behave() {
    fixture.control("PUT", "faults/market", Map.of());
    fixture.control(
        "PUT", "limits", Map.of("marketPatchesPerSecond", 1000, "marketOrdersPerSecond", 1000));
  }

  private static Answer askForToken(String secret, String refresh) {
    return fixture.call(
        "POST",
        "/amazon/auth/o2/token",
        "grant_type=refresh_token&client_id=client&client_secret=%s&refresh_token=%s"
            .formatted(secret, URLEncoder.encode(refresh, StandardCharsets.UTF_8)),
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  private static Answer call(String method, String path, @Nullable Object body) {
    return fixture.call(method, path, body, "x-amz-access-token", token);
  }

  private static Map<String, Object> patch(int quantity) {
    return Map.of(
        "productType",
        "SHIRT",
        "patches",
        List.of(
            Map.of(
                "op",
                "replace",
                "path",
                "/attributes/fulfillment_availability",
                "value",
                List.of(Map.of("fulfillment_channel_code", "DEFAULT", "quantity", quantity)))));
  }

  private static Item item(int rank) {
    return fixture.sandbox().world().catalogue().items().get(rank);
  }

  private static int held(Item item) {
    var found =
        call(
            "GET",
            LISTINGS + "/%s?%s&includedData=fulfillmentAvailability".formatted(item.sku(), HERE),
            null);
    return found.json().at("/fulfillmentAvailability/0/quantity").asInt();
  }

  @Test
  void handsOutTokensOnlyToWhomKnowsTheSecrets() {
    var token = askForToken("client-secret", "Atzr|refresh");

    assertThat(token.status()).isEqualTo(200);
    assertThat(token.json().path("expires_in").asInt()).isEqualTo(3600);
    assertThat(token.json().path("token_type").asText()).isEqualTo("bearer");
    assertThat(askForToken("wrong", "Atzr|refresh").json().path("error").asText())
        .isEqualTo("invalid_client");
    assertThat(askForToken("client-secret", "wrong").json().path("error").asText())
        .isEqualTo("invalid_grant");
  }

  @Test
  void acceptsAQuantityAndAppliesItAMomentLater() {
    var item = item(30);

    var answer = call("PATCH", LISTINGS + "/%s?%s".formatted(item.sku(), HERE), patch(42));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("ACCEPTED");
    assertThat(answer.json().path("sku").asText()).isEqualTo(item.sku());
    assertThat(answer.json().path("issues")).isEmpty();
    assertThat(answer.header("x-amzn-RateLimit-Limit")).isNotBlank();
    await().atMost(Duration.ofSeconds(5)).until(() -> held(item) == 42);
  }

  @Test
  void onlyChecksAPreview() {
    var item = item(31);
    var before = held(item);
    var path = LISTINGS + "/%s?%s&mode=VALIDATION_PREVIEW".formatted(item.sku(), HERE);

    assertThat(call("PATCH", path, patch(3)).json().path("status").asText()).isEqualTo("VALID");
    var invalid = call("PATCH", path, patch(-1));

    assertThat(invalid.json().path("status").asText()).isEqualTo("INVALID");
    assertThat(invalid.json().at("/issues/0/severity").asText()).isEqualTo("ERROR");
    assertThat(held(item)).isEqualTo(before);
  }

  @Test
  void refusesWhatItCannotServe() {
    var path = LISTINGS + "/%s?%s".formatted(item(32).sku(), HERE);

    assertThat(fixture.call("PATCH", path, patch(1)).status()).isEqualTo(403);
    assertThat(
            fixture
                .call("PATCH", path, patch(1), "x-amz-access-token", "Atza|old")
                .json()
                .at("/errors/0/code")
                .asText())
        .isEqualTo("Unauthorized");
    assertThat(call("PATCH", LISTINGS + "/NO-SUCH-SKU?" + HERE, patch(1)).status()).isEqualTo(404);
    assertThat(call("PATCH", path, "{").status()).isEqualTo(400);
    assertThat(call("PATCH", path, Map.of("productType", "SHIRT")).status()).isEqualTo(400);
    assertThat(call("PATCH", LISTINGS + "/" + item(32).sku(), patch(1)).status()).isEqualTo(400);
  }

  @Test
  void refusesTheSixthPatchOfASecond() {
    fixture.control("PUT", "limits", Map.of("marketPatchesPerSecond", 0.01));
    var path = LISTINGS + "/%s?%s".formatted(item(33).sku(), HERE);
    int served = 0;
    Answer last = call("PATCH", path, patch(1));
    while (last.status() == 200 && served < 2_000) {
      served++;
      last = call("PATCH", path, patch(served));
    }

    assertThat(last.status()).isEqualTo(429);
    assertThat(last.json().at("/errors/0/code").asText()).isEqualTo("QuotaExceeded");
    assertThat(served).isBetween(1, 6);
  }

  @Test
  void forgetsWhatItAcceptedWhenTold() {
    var item = item(34);
    var before = held(item);
    fixture.control("PUT", "faults/market", Map.of("acceptedNotAppliedShare", 1));

    var answer = call("PATCH", LISTINGS + "/%s?%s".formatted(item.sku(), HERE), patch(before + 7));

    assertThat(answer.json().path("status").asText()).isEqualTo("ACCEPTED");
    var forgotten = fixture.control("GET", "forgotten", null);
    assertThat(forgotten.path(forgotten.size() - 1).path("sku").asText()).isEqualTo(item.sku());
    assertThat(forgotten.path(forgotten.size() - 1).path("quantity").asInt()).isEqualTo(before + 7);
    fixture.control("PUT", "faults/market", Map.of());
    call("PATCH", LISTINGS + "/%s?%s".formatted(item(35).sku(), HERE), patch(1));
    await().atMost(Duration.ofSeconds(5)).until(() -> held(item(35)) == 1);
    assertThat(held(item)).isEqualTo(before);
  }

  @Test
  void pagesThroughAllListings() {
    fixture.control("PUT", "faults/market", Map.of());
    var skus = new HashSet<String>();
    var next = "";
    do {
      var page =
          retry(
              LISTINGS
                  + "?%s&includedData=summaries,fulfillmentAvailability&pageSize=20%s"
                      .formatted(HERE, next.isEmpty() ? "" : "&pageToken=" + next));
      page.path("items").forEach(one -> skus.add(one.path("sku").asText()));
      assertThat(page.path("numberOfResults").asInt()).isEqualTo(200);
      assertThat(page.at("/items/0/summaries/0/productType").asText()).isEqualTo("SHIRT");
      assertThat(page.at("/items/0/fulfillmentAvailability/0/fulfillmentChannelCode").asText())
          .isEqualTo("DEFAULT");
      next = page.at("/pagination/nextToken").asText("");
    } while (!next.isEmpty());

    assertThat(skus).hasSize(200);
  }

  private static JsonNode retry(String path) {
    var found =
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> call("GET", path, null), answer -> answer.status() == 200);
    return found.json();
  }

  @Test
  void letsOrdersBePolledWithWhatBecameOfThem() {
    var from = Instant.now();
    fixture.control(
        "POST",
        "traffic",
        Map.of("rate", 100, "mix", Map.of("marketOrder", 10, "marketCancel", 2, "marketShip", 5)));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> facts("fulfilment") > 20 && facts("release") > 5);
    fixture.control("DELETE", "traffic", null);

    var keys = new HashSet<String>();
    var next = "";
    int pages = 0;
    do {
      var page =
          retry(
              "/amazon/orders/2026-01-01/orders?lastUpdatedAfter=%s&maxResultsPerPage=50&includedData=FULFILLMENT,PACKAGES%s"
                  .formatted(from, next.isEmpty() ? "" : "&paginationToken=" + next));
      page.path("orders").forEach(order -> read(order, keys));
      assertThat(page.path("lastUpdatedBefore").isTextual()).isTrue();
      next = page.at("/pagination/nextToken").asText("");
      pages++;
    } while (!next.isEmpty());

    assertThat(pages).isGreaterThan(1);
    var told = new HashSet<String>();
    fixture
        .control("GET", "facts?after=400", null)
        .forEach(fact -> told.add(fact.path("key").asText()));
    assertThat(keys).isEqualTo(told);
  }

  private static long facts(String kind) {
    long found = 0;
    for (var fact : fixture.control("GET", "facts?after=400", null)) {
      found += fact.path("kind").asText().equals(kind) ? 1 : 0;
    }
    return found;
  }

  private static void read(JsonNode order, Set<String> keys) {
    var start = "market/order/" + order.path("orderId").asText();
    for (var line : order.path("orderItems")) {
      var key = start + "/line/" + line.path("orderItemId").asText();
      keys.add(key + "/reservation");
      if (order.at("/fulfillment/fulfillmentStatus").asText().equals("CANCELLED")) {
        keys.add(key + "/release");
      }
    }
    for (var parcel : order.path("packages")) {
      for (var line : parcel.path("packageItems")) {
        keys.add(
            "%s/fulfilment/%s/line/%s"
                .formatted(
                    start,
                    parcel.path("packageReferenceId").asText(),
                    line.path("orderItemId").asText()));
      }
    }
  }

  @Test
  void wantsExactlyOneTimeToSearchFrom() {
    var answer = call("GET", "/amazon/orders/2026-01-01/orders", null);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo("InvalidInput");
  }
}
