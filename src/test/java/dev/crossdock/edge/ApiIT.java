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
          .change("channels/shop.yaml", "[dc, leeds, york]", "[dc, leeds]");

  @RegisterExtension
  static final WholeHub HUB =
      new WholeHub(FILES.settings())
          .withSecret("shop-api", TOKEN)
          .withSecret("tills-api", TILLS_TOKEN);

  private static final String SENT =
      """
      {"id":52001,"name":"#2001","email":"Ada.Abbot@example.com","created_at":"2026-06-01T09:30:00+01:00","updated_at":"2026-06-01T10:30:00+01:00",
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
    assertThat(reserve("bad", good.replace("dc", "york")).body().path("title").textValue())
        .isEqualTo(
            "$.lines[0].location is 'york', from which shop does not sell; it sells from dc, leeds.");
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
  void saysHowManyAChannelMayPromiseAndWhy() throws Exception {
    stock("MANY", 41);
    stock("FEW", 3);

    var told = send("/api/v1/shop/availability?sku=FEW&sku=MANY", "GET", null, TOKEN);
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.body().path("as_of").textValue()).endsWith("Z");
    assertThat(told.body().at("/items/0/sku").textValue()).isEqualTo("FEW");
    assertThat(told.body().at("/items/0/available").intValue()).isEqualTo(3);
    assertThat(told.body().at("/items/0/lastUnits").booleanValue()).isTrue();
    assertThat(told.body().at("/items/1/available").intValue()).isEqualTo(41);
    assertThat(told.body().at("/items/1").has("terms")).isFalse();

    reserve("few", "{\"lines\":[{\"sku\":\"FEW\",\"quantity\":2}]}");
    var why = send("/api/v1/shop/availability?sku=FEW&explain=true", "GET", null, TOKEN);
    assertThat(why.body().at("/items/0/available").intValue()).isEqualTo(1);
    assertThat(why.body().at("/items/0/terms/1"))
        .isEqualTo(
            json(
                "{\"term\":\"promised\",\"location\":\"dc\",\"units\":-2,\"because\":\"promised to orders and reservations\"}"));

    assertThat(send("/api/v1/shop/availability", "GET", null, TOKEN).body().path("title").asText())
        .isEqualTo("Ask for 1 to 100 SKUs, sku=…&sku=…; there are 0.");
    assertThat(send("/api/v1/shop/availability?sku=", "GET", null, TOKEN).status()).isEqualTo(400);
    assertThat(send("/api/v1/shop/availability?sku=A", "POST", "", TOKEN).status()).isEqualTo(405);
    assertThat(send("/api/v1/shop/availability?sku=A", "GET", null, TILLS_TOKEN).status())
        .isEqualTo(401);
    assertThat(
            send("/api/v1/tills/availability?sku=FEW", "GET", null, TILLS_TOKEN)
                .body()
                .at("/items/0/available")
                .intValue())
        .as("the tills sell from their stores")
        .isZero();
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

    var found = find("{\"email\":\"ada.abbot@EXAMPLE.com\"}");
    assertThat(found.body().at("/orders/0/order").textValue()).isEqualTo("52001");
    assertThat(found.body().toString()).doesNotContainIgnoringCase("abbot");
    assertThat(find("{\"email\":\"somebody@example.com\"}").body().path("orders")).isEmpty();
    assertThat(find("{\"phone\":\"12\"}").status()).isEqualTo(400);
  }

  @Test
  void ordersAtATillWhatIsElsewhere() throws Exception {
    stock("TEE-FAR", 3);

    var placed = order("17-1", "TEE-FAR", 2);

    assertThat(placed.status()).isEqualTo(201);
    assertThat(placed.body().path("total").textValue()).isEqualTo("38.00");
    assertThat(order("17-1", "TEE-FAR", 2).status()).isEqualTo(201);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        send("/api/v1/tills/parcels?location=dc", "GET", null, TILLS_TOKEN)
                            .body()
                            .toString())
                    .contains("tills:17-1:1"));
    assertThat(order("17-2", "TEE-FAR", 2).body().path("code").textValue()).isEqualTo("ORD-034");
    assertThat(order("17-1", "TEE-FAR", 1).body().path("code").textValue()).isEqualTo("ORD-035");

    var cancelled = cancel("17-1");
    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.body().path("refund").textValue()).isEqualTo("38.00");
    assertThat(cancelled.body().at("/lines/0"))
        .isEqualTo(json("{\"line\":\"1\",\"sku\":\"TEE-FAR\",\"cancelled\":2,\"sent\":0}"));
    assertThat(cancel("17-1")).isEqualTo(cancelled);
    assertThat(cancel("17-9").status()).isEqualTo(404);
    assertThat(order("17-2", "TEE-FAR", 3).status()).isEqualTo(201);
  }

  private static Told order(String key, String sku, int units)
      throws IOException, InterruptedException {
    var body =
        "{\"lines\":[{\"sku\":\"%s\",\"quantity\":%d,\"price\":\"19.00\"}],\"shipTo\":{\"latitude\":53.8,\"longitude\":-1.55}}"
            .formatted(sku, units);
    return send("/api/v1/tills/orders", "POST", body, TILLS_TOKEN, "Idempotency-Key", key);
  }

  private static Told cancel(String key) throws IOException, InterruptedException {
    return send("/api/v1/tills/orders/" + key + "/cancel", "POST", null, TILLS_TOKEN);
  }

  private static Told find(String body) throws IOException, InterruptedException {
    return send("/api/v1/tills/orders/find", "POST", body, TILLS_TOKEN);
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
