package dev.crossdock.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.WholeHub;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the edge lets in, what it keeps out, and that what it answered 200 has one effect. */
class WebhooksIT {
  @RegisterExtension static final WholeHub HUB = new WholeHub();

  private static final Path PUBLISHED =
      Path.of("../shared/contracts/shopify/orders-create-test-notification.json");

  @BeforeAll
  static void knowTheSample() {
    HUB.know("TEE-RED-M", "shop", "sku", "TEE-RED-M");
    HUB.know("TEE-RED-M", "shop", "variant", "41");
    HUB.know("IPOD-PINK", "shop", "sku", "IPOD2008PINK");
    HUB.know("IPOD-PINK", "shop", "variant", "808950810");
    HUB.sql()
        .update(
            "insert into inventory_levels (sku, location, on_hand, version) values ('TEE-RED-M', 'dc', 100, 1)"
                + " on conflict do nothing");
  }

  @Test
  void keepsASignedOrderAndReservesItsStock() throws Exception {
    assertThat(order("5000000000000000001").send().statusCode()).isEqualTo(200);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(movements("shop/order/5000000000000000001/%"))
                    .containsExactly("reservation 2"));
  }

  @Test
  void showsHowFastEachAnswerWasByChannel() throws Exception {
    var kept = answers("shop", "kept");
    var refused = answers("shop", "not-signed");
    var strangers = answers("none", "not-found");

    assertThat(order("5000000000000000077").status()).isEqualTo(200);
    assertThat(signed("77", "").status()).isEqualTo(401);
    var nowhere = new SignedPost(HUB.edge(), "nowhere", "orders/create", body("77"), "nobody");
    assertThat(nowhere.status()).isEqualTo(404);

    assertThat(answers("shop", "kept")).isEqualTo(kept + 1);
    assertThat(answers("shop", "not-signed")).isEqualTo(refused + 1);
    assertThat(answers("none", "not-found")).as("no stranger's word").isEqualTo(strangers + 1);
    var timer = timer("shop", "kept");
    assertThat(timer.mean(TimeUnit.MILLISECONDS)).isBetween(0.01, 2_000.0);
    assertThat(timer.takeSnapshot().histogramCounts())
        .as("how many were answered within 5 ms, 20 ms and so on")
        .hasSizeGreaterThanOrEqualTo(9);
  }

  /** Two meters of one name whose tags differ: what Prometheus sees of the second is nothing. */
  @Test
  void showsEveryMeterThatItHasToPrometheus() {
    var tags =
        HUB.get(MeterRegistry.class).getMeters().stream()
            .map(Meter::getId)
            .collect(
                Collectors.groupingBy(
                    Meter.Id::getName,
                    Collectors.mapping(
                        id -> id.getTags().stream().map(Tag::getKey).collect(Collectors.toSet()),
                        Collectors.toSet())));

    assertThat(tags).containsKeys("hub.webhooks", "hub.cap.used");
    assertThat(tags).allSatisfy((name, keys) -> assertThat(keys).as(name).hasSize(1));
  }

  private static long answers(String channel, String outcome) {
    var timer =
        HUB.get(MeterRegistry.class)
            .find("hub.webhooks")
            .tags("channel", channel, "outcome", outcome)
            .timer();
    return timer == null ? 0 : timer.count();
  }

  private static Timer timer(String channel, String outcome) {
    return HUB.get(MeterRegistry.class)
        .get("hub.webhooks")
        .tags("channel", channel, "outcome", outcome)
        .timer();
  }

  @Test
  void refusesWhatIsNotSignedByTheShop() throws Exception {
    var before = rows();
    var body = body("77");
    var right = SignedPost.signature(body, WholeHub.WEBHOOK_SECRET);

    assertThat(order("77").without("X-Shopify-Hmac-Sha256").status()).isEqualTo(401);
    assertThat(signed("77", "").status()).isEqualTo(401);
    assertThat(signed("77", "not base64!").status()).isEqualTo(401);
    assertThat(signed("77", right.substring(0, 20)).status()).isEqualTo(401);
    assertThat(signed("77", SignedPost.signature(body, "another secret")).status()).isEqualTo(401);
    assertThat(signed("77", hex(right)).status()).isEqualTo(401);
    var reprinted = (new String(body, UTF_8) + "\n").getBytes(UTF_8);
    assertThat(post("orders/create", reprinted).with("X-Shopify-Hmac-Sha256", right).status())
        .isEqualTo(401);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void givesTheSameAnswerToEveryForgery() throws Exception {
    assertThat(signed("77", "").send().body())
        .isEqualTo(signed("77", "bm90IHRoZSBrZXk=").send().body());
  }

  @Test
  void refusesABodyWhoseTopicHeaderDiffersFromItsAddress() throws Exception {
    var before = rows();

    assertThat(order("78").with("X-Shopify-Topic", "orders/cancelled").status()).isEqualTo(401);
    assertThat(order("78").without("X-Shopify-Topic").status()).isEqualTo(401);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void knowsNoChannelAndNoTopicThatNoFileNames() throws Exception {
    assertThat(
            new SignedPost(
                    HUB.edge(), "nobody", "orders/create", body("79"), WholeHub.WEBHOOK_SECRET)
                .status())
        .isEqualTo(404);
    assertThat(post("shop/redact-everything", body("79")).status()).isEqualTo(404);
    assertThat(post("orders/polled", body("79")).status()).isEqualTo(404);
    assertThat(
            post("orders/%63reate", body("79")).with("X-Shopify-Topic", "orders/create").status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "/, 404",
    "/hawtio/, 404",
    "/jolokia, 404",
    "/health, 404",
    "/webhooks, 404",
    "/webhooks/shop, 404",
    "/webhooksx/shop/orders/create, 404",
    "/webhooks/../jolokia, 404",
    "/webhooks/..;/webhooks/shop/orders/create, 404",
    "/%77ebhooks/shop/orders/create, 404",
    "/webhooks//shop/orders/create, 404",
    "/webhooks/shop/orders/create, 405"
  })
  void hasNothingElseBehindItsDoor(String path, int status) throws Exception {
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(HUB.edge()).getPort())) {
      var request = "GET %s HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n".formatted(path);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 " + status);
      assertThat(answer).doesNotContainIgnoringCase("tomcat");
    }
  }

  @Test
  void refusesMoreThanTwoMebibytesHoweverTheyAreSent() throws Exception {
    var large = new byte[2 * 1024 * 1024 + 1];
    assertThat(post("orders/create", large).status()).isEqualTo(413);

    var chunked =
        HttpRequest.newBuilder(URI.create(HUB.edge() + "/webhooks/shop/orders/create"))
            .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))
            .build();
    assertThat(HttpClient.newHttpClient().send(chunked, BodyHandlers.ofString()).statusCode())
        .isEqualTo(413);
  }

  @Test
  void hasOneEffectForTheSameBodyUnderAnotherEventId() throws Exception {
    order("5000000000000000002").status();
    order("5000000000000000002")
        .with("X-Shopify-Webhook-Id", "another")
        .with("X-Shopify-Event-Id", "another")
        .status();

    awaitQuiet();
    assertThat(movements("shop/order/5000000000000000002/%")).containsExactly("reservation 2");
  }

  @Test
  void neverTurnsAStrangersHeadersIntoOurs() throws Exception {
    var hostile =
        order("5000000000000000003")
            .with("CamelHttpUri", "http://127.0.0.1:1/")
            .with("CAmelHttpUri", "http://127.0.0.1:1/")
            .with("CAMELFILENAME", "../../evil")
            .with("CamelBeanMethodName", "toString")
            .with("CamelJmsDestinationName", "evil")
            .with("kafka.OVERRIDE_TOPIC", "evil")
            .with("operationName", "evil")
            .with("org.apache.camel.x", "evil")
            .with("HubMessageId", "1");
    assertThat(hostile.status()).isEqualTo(200);

    awaitQuiet();
    assertThat(movements("shop/order/5000000000000000003/%")).containsExactly("reservation 2");
    var kept =
        HUB.sql()
            .queryForObject(
                "select headers::text from delivery_inbox where order_key like ? limit 1",
                String.class,
                "%5000000000000000003%");
    assertThat(kept)
        .contains("x-shopify-topic")
        .doesNotContainIgnoringCase("camel")
        .doesNotContain("evil");
  }

  @Test
  void appliesFiftyParallelCopiesOfThePublishedSampleOnceWithItsIdsExact() throws Exception {
    Assumptions.assumeTrue(Files.exists(PUBLISHED), "skipped: ../shared/contracts is not here");
    var body = Files.readAllBytes(PUBLISHED);

    assertThat(inParallel(50, () -> post("orders/create", body).status())).containsOnly(200);

    awaitQuiet();
    assertThat(movements("shop/order/820982911946154508/%"))
        .containsExactlyInAnyOrder("reservation 1", "reservation 1", "release 1", "release 1");
    assertThat(keys("shop/order/820982911946154508/%"))
        .contains(
            "shop/order/820982911946154508/line/866550311766439020/reservation",
            "shop/order/820982911946154508/line/141249953214522974/reservation");
    assertThat(verdicts("820982911946154508")).containsExactly("applied 1", "duplicate 49");
  }

  private static SignedPost order(String id) {
    return post("orders/create", body(id));
  }

  private static SignedPost signed(String id, String signature) {
    return order(id).with("X-Shopify-Hmac-Sha256", signature);
  }

  private static SignedPost post(String topic, byte[] body) {
    return new SignedPost(HUB.edge(), "shop", topic, body, WholeHub.WEBHOOK_SECRET);
  }

  private static byte[] body(String id) {
    return """
        {"id":%s,"name":"#1001","created_at":"2026-06-01T09:30:00+01:00","updated_at":"2026-06-01T09:30:00+01:00",
         "cancelled_at":null,"currency":"GBP","total_price":"38.00","total_tax":"0.00","taxes_included":true,"line_items":[{"id":9%s,"sku":"TEE-RED-M","variant_id":41,"variant_inventory_management":"shopify","requires_shipping":true,"gift_card":false,"title":"Tee","price":"19.00","quantity":2}],
         "fulfillments":[],"refunds":[]}"""
        .formatted(id, id)
        .getBytes(UTF_8);
  }

  private static String hex(String base64) {
    return java.util.HexFormat.of().formatHex(java.util.Base64.getDecoder().decode(base64));
  }

  private static long rows() {
    Long rows = HUB.sql().queryForObject("select count(*) from delivery_inbox", Long.class);
    return rows == null ? 0 : rows;
  }

  private static List<String> movements(String keys) {
    return HUB.sql()
        .queryForList(
            "select kind || ' ' || quantity from inventory_movements where key like ? order by id",
            String.class,
            keys);
  }

  private static List<String> keys(String keys) {
    return HUB.sql()
        .queryForList("select key from inventory_movements where key like ?", String.class, keys);
  }

  private static List<String> verdicts(String orderKey) {
    return HUB.sql()
        .queryForList(
            "select state || ' ' || count(*) from delivery_inbox where order_key = ? group by state order by state",
            String.class,
            orderKey);
  }

  private static void awaitQuiet() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                HUB.sql()
                    .queryForObject(
                        "select count(*) = 0 from delivery_inbox where state in ('received', 'relayed')",
                        Boolean.class));
  }

  private static <T> List<T> inParallel(int times, Callable<T> call) throws Exception {
    var pool = Executors.newFixedThreadPool(times);
    try {
      var answers = new ArrayList<T>();
      for (var done : pool.invokeAll(java.util.Collections.nCopies(times, call))) {
        answers.add(done.get());
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }
}
