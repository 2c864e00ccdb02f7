package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.WholeHub;
import dev.crossdock.sandbox.market.MarketTokens;
import dev.crossdock.sandbox.wire.SandboxJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault F-54: the shop drops a subscription and says nothing. Its schedule would look at it in a
 * quarter of an hour; that reads find what no webhook spoke of is noticed at once.
 */
class DroppedSubscriptionIT {
  private static final int EDGE = freePort();
  private static final Path DATA = data();
  private static final Sandbox SHOP = shop();

  @RegisterExtension
  static final WholeHub HUB =
      new WholeHub(
              "hub.edge.port=" + EDGE,
              "hub.sandbox.url=http://127.0.0.1:" + SHOP.port(),
              "hub.syncs-dir=" + DATA.resolve("syncs"),
              "hub.sync.webhook-patience=3s")
          .withSecret("shop-access-token", "shpat_test");

  @AfterAll
  static void close() {
    SHOP.close();
  }

  @Test
  void isNoticedBySilenceMadeAgainAndToldUntilItIsThere() throws Exception {
    control("traffic", Map.of("rate", 15));
    await().atMost(Duration.ofSeconds(30)).until(() -> orders(0) > 3);
    await().atMost(Duration.ofSeconds(30)).until(DroppedSubscriptionIT::wasAskedOnce);
    assertThat(cases("true")).isEmpty();

    control("subscriptions", Map.of("drop", "orders/create"));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(cases("true")).containsExactly("shop orders/create"));

    var before = highestId();
    await().atMost(Duration.ofSeconds(30)).until(() -> orders(before) > 3);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(cases("closed_at is null")).isEmpty());
  }

  private static int orders(long after) {
    return HUB.sql()
        .queryForObject(
            "select count(*) from delivery_inbox_view where topic = 'orders/create' and id > ?",
            Integer.class,
            after);
  }

  private static long highestId() {
    return HUB.sql().queryForObject("select max(id) from delivery_inbox_view", Long.class);
  }

  private static List<String> cases(String which) {
    return HUB.sql()
        .queryForList(
            "select channel || ' ' || about from delivery_cases where kind = 'subscription' and about = 'orders/create' and "
                + which,
            String.class);
  }

  private static boolean wasAskedOnce() throws Exception {
    var calls = SandboxJson.read(send("GET", "calls", BodyPublishers.noBody()));
    return calls.path("shop").path("webhookSubscriptions").asInt() > 0;
  }

  private static void control(String button, Map<String, Object> body) throws Exception {
    send("POST", button, BodyPublishers.ofByteArray(SandboxJson.bytes(body)));
  }

  private static byte[] send(String method, String button, HttpRequest.BodyPublisher body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SHOP.port() + "/control/" + button))
            .header("Authorization", "Bearer control-token")
            .method(method, body)
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static Sandbox shop() {
    try {
      return Sandbox.start(
          new SandboxSettings(
              0,
              SandboxDatabases.fresh(),
              "postgres",
              URI.create("http://127.0.0.1:" + EDGE),
              DATA.resolve("drops"),
              DATA.resolve("sandbox"),
              7,
              new SandboxSettings.Secrets(
                  "postgres",
                  "control-token",
                  "shpat_test",
                  WholeHub.WEBHOOK_SECRET,
                  "tills-token",
                  new MarketTokens.Credentials("client", "client-secret", "Atzr|refresh"))),
          Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of all syncs, the two that read what a shop sells and what things are called there. */
  private static Path data() {
    try {
      var data = Files.createTempDirectory("crossdock-dropped");
      var syncs = Files.createDirectories(data.resolve("syncs"));
      for (var name : List.of("orders-shop.yaml", "levels-shop.yaml")) {
        Files.copy(Path.of("config/syncs").resolve(name), syncs.resolve(name));
      }
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
