package dev.crossdock.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.ShippedFiles;
import dev.crossdock.WholeHub;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Storefronts and tills ask the running hub. */
class ApiIT {
  private static final String TOKEN = "api-token-of-a-test-0123456789";
  private static final String TILLS_TOKEN = "till-token-of-a-test-0123456789";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static final ShippedFiles FILES =
      new ShippedFiles()
          .change(
              "channels/shop.yaml", "  webhook:", "  api: [ \"${secret:shop-api}\" ]\n  webhook:")
          .change(
              "channels/tills.yaml",
              "settings: {}",
              "settings: {}\nsecrets:\n  api: [ \"${secret:tills-api}\" ]");

  @RegisterExtension
  static final WholeHub HUB =
      new WholeHub(FILES.settings())
          .withSecret("shop-api", TOKEN)
          .withSecret("tills-api", TILLS_TOKEN);

  private static final String SENT =
      """
      {"id":52001,"name":"#2001","created_at":"2026-06-01T09:30:00+01:00","updated_at":"2026-06-01T10:30:00+01:00",
       "cancelled_at":null,"currency":"GBP","total_price":"38.00","total_tax":"6.33","taxes_included":true,
       "line_items":[{"id":71,"variant_id":4141,"variant_inventory_management":"shopify","title":"Tee","price":"19.00",
         "requires_shipping":true,"quantity":2}],
       "fulfillments":[{"id":81,"status":"success","created_at":"2026-06-01T10:30:00+01:00",
         "line_items":[{"id":71,"variant_id":4141,"variant_inventory_management":"shopify","quantity":2}]}],
       "refunds":[]}""";

  private record Told(int status, JsonNode body) {}

  @Test
  void holdsTheLastUnitsOnceAndSaysWhatIsMissing() throws Exception {
    stock("LAST", 2);

    var first =
        reserve("one", "{\"lines\":[{\"sku\":\"LAST\",\"location\":\"dc\",\"quantity\":2}]}");
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.body().path("state").textValue()).isEqualTo("held");
    assertThat(first.body().path("expiresAt").textValue()).endsWith("Z");
    assertThat(
            reserve("one", "{\"lines\":[{\"sku\":\"LAST\",\"location\":\"dc\",\"quantity\":2}]}"))
        .isEqualTo(first);

    var second =
        reserve("two", "{\"lines\":[{\"sku\":\"LAST\",\"location\":\"dc\",\"quantity\":1}]}");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.body().path("missing"))
        .isEqualTo(json("{\"sku\":\"LAST\",\"location\":\"dc\",\"asked\":1,\"sellable\":0}"));

    assertThat(call("DELETE", "/one", null, TOKEN).body().path("state").textValue())
        .isEqualTo("released");
    var third =
        reserve("three", "{\"lines\":[{\"sku\":\"LAST\",\"location\":\"dc\",\"quantity\":1}]}");
    assertThat(third.status()).isEqualTo(201);
    assertThat(call("POST", "/three/commit", "", TOKEN).body().path("state").textValue())
        .isEqualTo("committed");
  }

  @Test
  void saysWhatIsWrongWithAQuestion() throws Exception {
    var good = "{\"lines\":[{\"sku\":\"LAST\",\"location\":\"dc\",\"quantity\":1}]}";

    assertThat(call("POST", "", good, "another-token").status()).isEqualTo(401);
    assertThat(call("POST", "", good, TOKEN).body().path("title").textValue())
        .startsWith("Name it in the header Idempotency-Key");
    assertThat(reserve("bad", "{\"lines\":[]}").status()).isEqualTo(400);
    assertThat(reserve("bad", good.replace("1}", "0}")).body().path("title").textValue())
        .isEqualTo("$.lines[0].quantity is 0; expected a whole number from 1 to 999999.");
    assertThat(reserve("bad", "{").status()).isEqualTo(400);
    assertThat(call("DELETE", "/never", null, TOKEN).status()).isEqualTo(404);
    assertThat(call("DELETE", "", null, TOKEN).status()).isEqualTo(405);
    assertThat(reserve("bad", good.replace("dc", "the-moon")).body().path("title").textValue())
        .isEqualTo("$.lines[0].location is 'the-moon', which is none of ours: dc, leeds, york.");
    assertThat(send("/api/v1/shop/orders?number=1", "GET", null, TOKEN).status()).isEqualTo(403);
  }

  @Test
  void believesAKeyForOneReservationOnly() throws Exception {
    stock("KEYED", 5);
    var where = reserve("k1", "{\"lines\":[{\"sku\":\"KEYED\",\"quantity\":1}]}");
    assertThat(where.status()).isEqualTo(201);
    assertThat(
            HUB.counts(
                "select location, reserved from inventory_levels where sku = 'KEYED' and reserved > 0"))
        .as("where the shop's orders take their stock")
        .isEqualTo(Map.of("dc", 1));

    var other = reserve("k1", "{\"lines\":[{\"sku\":\"KEYED\",\"quantity\":2}]}");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.body().path("code").textValue()).isEqualTo("INV-031");

    call("DELETE", "/k1", null, TOKEN);
    assertThat(call("POST", "/k1/commit", "", TOKEN).status()).isEqualTo(409);
    assertThat(call("DELETE", "/k1", null, TOKEN).status()).isEqualTo(200);
    assertThat(reserve("k1", "{\"lines\":[{\"sku\":\"KEYED\",\"quantity\":1}]}").status())
        .isEqualTo(409);
  }

  @Test
  void takesBackAtATillWhatTheShopSold() throws Exception {
    HUB.know("TEE-BACK", "shop", "variant", "4141");
    assertThat(
            new SignedPost(
                    HUB.edge(),
                    "shop",
                    "orders/fulfilled",
                    SENT.getBytes(UTF_8),
                    WholeHub.WEBHOOK_SECRET)
                .status())
        .isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(ask("number=%232001").at("/orders/0/lines/0/canComeBack").asInt())
                    .isEqualTo(2));
    var order = ask("number=2001").at("/orders/0");
    assertThat(order.path("channel").textValue()).isEqualTo("shop");
    assertThat(order.at("/lines/0/worth").textValue()).isEqualTo("19.00");

    var taken = bringBack("r1", 1);

    assertThat(taken.status()).isEqualTo(201);
    assertThat(taken.body().path("refund").textValue()).isEqualTo("19.00");
    assertThat(bringBack("r1", 1)).isEqualTo(taken);
    assertThat(
            HUB.counts(
                "select location, on_hand from inventory_levels where sku = 'TEE-BACK' and on_hand > 0"))
        .isEqualTo(Map.of("leeds", 1));
    var over = bringBack("r2", 2);
    assertThat(over.status()).isEqualTo(422);
    assertThat(over.body().path("code").textValue()).isEqualTo("ORD-022");
    assertThat(bringBack("r1", 2).body().path("code").textValue()).isEqualTo("ORD-024");
    assertThat(ask("number=nobody").path("orders")).isEmpty();
  }

  private static JsonNode ask(String query) throws IOException, InterruptedException {
    return send("/api/v1/tills/orders?" + query, "GET", null, TILLS_TOKEN).body();
  }

  private static Told bringBack(String key, int units) throws IOException, InterruptedException {
    var body =
        "{\"channel\":\"shop\",\"order\":\"52001\",\"location\":\"leeds\",\"lines\":[{\"line\":\"71\",\"quantity\":%d}]}"
            .formatted(units);
    return send("/api/v1/tills/returns", "POST", body, TILLS_TOKEN, "Idempotency-Key", key);
  }

  private static Told reserve(String key, String body) throws IOException, InterruptedException {
    return call("POST", "", body, TOKEN, "Idempotency-Key", key);
  }

  private static Told call(
      String method, String path, @Nullable String body, String token, String... headers)
      throws IOException, InterruptedException {
    return send("/api/v1/shop/reservations" + path, method, body, token, headers);
  }

  private static Told send(
      String path, String method, @Nullable String body, String token, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(HUB.edge() + path))
            .header("Authorization", "Bearer " + token)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    return new Told(answer.statusCode(), Json.read(answer.body()));
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(UTF_8));
  }

  private static void stock(String sku, int onHand) {
    HUB.know(sku, "erp", "sku", sku);
    HUB.sql()
        .update(
            "insert into inventory_levels (sku, location, on_hand, version) values (?, 'dc', ?, 1)",
            sku,
            onHand);
  }
}
