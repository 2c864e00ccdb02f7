package dev.crossdock.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.WholeHub;
import dev.crossdock.edge.SignedPost;
import dev.crossdock.kernel.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A parked message in the hub as it is shipped: through its real route, broker and step. */
class ParkedIT {
  @RegisterExtension static final WholeHub HUB = new WholeHub();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @BeforeAll
  static void stock() {
    HUB.know("TEE-RED-M", "shop", "sku", "TEE-RED-M");
    HUB.know("TEE-RED-M", "shop", "variant", "41");
    HUB.sql()
        .update(
            "insert into inventory_levels (sku, location, on_hand, version) values ('TEE-RED-M', 'dc', 100, 1)"
                + " on conflict do nothing");
  }

  @Test
  void triesWithoutKeepingAnythingThenReplaysACorrectedCopyOnce() throws Exception {
    var id = park("7001");

    var tried = post("/messages/" + id + "/dry-run", "{}");
    assertThat(tried.path("end").asText()).isEqualTo("parked");
    assertThat(tried.path("failure").path("sentence").asText()).contains("variant_id");
    var corrected = "{\"document\":" + order("7001", "TEE-RED-M", "41") + "}";
    tried = post("/messages/" + id + "/dry-run", corrected);
    assertThat(tried.path("end").asText()).as(tried.toString()).isEqualTo("applied");
    assertThat(tried.path("effects").path("inventory_movements").asInt()).isPositive();
    assertThat(tried.path("mapping").asText()).startsWith("orders/shopify-order-to-order@");
    assertThat(movements("7001")).isZero();

    var copy = post("/messages/" + id + "/replace", corrected).path("copy").asLong();
    await().atMost(PATIENCE).until(() -> state(copy).equals("applied"));
    assertThat(movements("7001")).isEqualTo(1);
    assertThat(state(id)).isEqualTo("ignored");
    assertThat(send("/messages/" + id + "/replace", corrected).statusCode()).isEqualTo(422);
    assertThat(
            HUB.sql()
                .queryForObject(
                    "select count(*) from delivery_audit where what = 'edited' and before <> after",
                    Integer.class))
        .isEqualTo(1);
  }

  @Test
  void drivesTheSameMessageThroughTheBrokerAsOftenAsItIsReplayed() throws Exception {
    var id = park("7002");

    for (int times = 2; times <= 4; times++) {
      var wanted = times;
      var request = "{\"key\": \"again-%d\", \"ids\": [%d]}".formatted(times, id);
      var job = post("/replays", request).path("id").asLong();
      assertThat(post("/replays", request).path("id").asLong()).isEqualTo(job);
      await().atMost(PATIENCE).until(() -> timesParked(id) == wanted);
    }

    post("/dismiss", "{\"ids\": [%d]}".formatted(id));
    assertThat(state(id)).isEqualTo("ignored");
  }

  @Test
  void refusesToForgetWhatPeopleDid() throws Exception {
    post("/dismiss", "{\"ids\": []}");

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> HUB.sql().update("delete from delivery_audit")))
        .hasStackTraceContaining("permission denied");
  }

  private long park(String order) throws Exception {
    var body = order(order, "NO-SUCH-TEE", "99").getBytes(UTF_8);
    var post = new SignedPost(HUB.edge(), "shop", "orders/create", body, WholeHub.WEBHOOK_SECRET);
    assertThat(post.status()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> get("?key=" + order).path("rows").size() == 1);
    return get("?key=" + order).path("rows").get(0).path("id").asLong();
  }

  private static String order(String id, String sku, String variant) {
    return """
        {"id":%s,"name":"#%s","created_at":"2026-06-01T09:30:00+01:00","updated_at":"2026-06-01T09:30:00+01:00",
         "cancelled_at":null,"currency":"GBP","total_price":"38.00","total_tax":"0.00","taxes_included":true,"line_items":[{"id":9%s,"sku":"%s","variant_id":%s,"variant_inventory_management":"shopify","requires_shipping":true,"gift_card":false,"title":"Tee","price":"19.00","quantity":2}],
         "fulfillments":[],"refunds":[]}"""
        .formatted(id, id, id, sku, variant);
  }

  private static int movements(String order) {
    Integer n =
        HUB.sql()
            .queryForObject(
                "select count(*) from inventory_movements where key like ?",
                Integer.class,
                "shop/order/" + order + "/%");
    return n == null ? 0 : n;
  }

  private static String state(long id) {
    return HUB.sql()
        .queryForObject("select state from delivery_inbox where id = ?", String.class, id);
  }

  private static int timesParked(long id) {
    Integer times =
        HUB.sql()
            .queryForObject(
                "select times from delivery_parked where message_id = ?", Integer.class, id);
    return times == null ? 0 : times;
  }

  private static JsonNode get(String path) throws Exception {
    return Json.read(ask(ask(path).GET()).body());
  }

  private static JsonNode post(String path, String body) throws Exception {
    var answer = send(path, body);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
    return Json.read(answer.body());
  }

  private static HttpResponse<byte[]> send(String path, String body) throws Exception {
    return ask(
        ask(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder ask(String path) throws Exception {
    var password = Files.readString(HUB.data().resolve("secrets/console-admin")).strip();
    var basic = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(UTF_8));
    return HttpRequest.newBuilder(URI.create(HUB.console() + "/console/parked" + path))
        .header("Accept", "application/json")
        .header("Authorization", "Basic " + basic);
  }

  private static HttpResponse<byte[]> ask(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
  }
}
