package dev.crossdock.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.WholeHub;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pages of divergence, syncs and alerts say of the whole hub, and change in it. */
class WatchIT {
  @RegisterExtension static final WholeHub HUB = new WholeHub("hub.syncs-dir=" + syncs());

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One that comes round so seldom that only a person makes it run. */
  private static Path syncs() {
    try {
      var folder = Files.createDirectories(Path.of("target/watch-syncs"));
      Files.writeString(
          folder.resolve("levels-shop.yaml"),
          "id: levels-shop\nchannel: shop\nread: levels\nevery: 1d\nowner: ecommerce\n");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void showsADriftOnTheFirstPageAndLetsAPersonDismissIt() throws Exception {
    var id =
        HUB.sql()
            .queryForObject(
                """
                insert into divergence_items (channel, entity, key, place, expected, observed, state, risk, cause, evidence, drift_at)
                values ('shop', 'stock', 'TEE-RED-M', 'somewhere', 10, 14, 'proposed', 'oversell', 'manual-edit',
                        '["It was edited there."]', crossdock_now()) returning id
                """,
                Long.class);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var live = get("/console/live");
              assertThat(live.at("/divergence/newest/0/observed").asInt()).isEqualTo(14);
              assertThat(live.at("/divergence/levels/shop/drifting").asInt()).isEqualTo(1);
              assertThat(live.at("/divergence/sorts/0/n").asInt()).isEqualTo(1);
            });
    assertThat(get("/console/divergence?risk=oversell").at("/rows/0/key").asText())
        .isEqualTo("TEE-RED-M");
    assertThat(get("/console/divergence/" + id).at("/evidence/0").asText())
        .isEqualTo("It was edited there.");

    var done = post("/console/divergence/dismiss", "{\"ids\": [%d, 999999]}".formatted(id));
    assertThat(done.path("asked").asInt()).isEqualTo(2);
    assertThat(done.path("done").asInt()).isEqualTo(1);
    assertThat(get("/console/divergence?text=TEE-RED-M").path("rows")).isEmpty();
    assertThat(get("/console/divergence/" + id).at("/row/closedAs").asText())
        .isEqualTo("dismissed");
    assertThat(send("/console/divergence/999999").statusCode()).isEqualTo(422);
  }

  @Test
  void showsASyncAndItsRunsAndRunsItNow() throws Exception {
    var sync = get("/console/syncs").path("syncs").get(0);
    assertThat(sync.path("id").asText()).isEqualTo("levels-shop");
    assertThat(sync.path("what").asText()).isEqualTo("levels");
    assertThat(sync.path("when").asText()).isEqualTo("1d");
    assertThat(sync.path("owner").asText()).isEqualTo("ecommerce");

    var run = post("/console/syncs/levels-shop/run", "{}");
    assertThat(run.path("cause").asText()).isEqualTo("hand");
    assertThat(run.path("askedBy").asText()).isEqualTo("admin");
    var cancel = "/console/syncs/runs/" + run.path("id").asText() + "/cancel";
    post(cancel, "{}");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get("/console/syncs/levels-shop/runs").path("runs"))
                    .anySatisfy(
                        one -> {
                          assertThat(one.path("id")).isEqualTo(run.path("id"));
                          assertThat(one.path("state").asText()).isNotIn("queued", "running");
                        }));
    assertThat(post(cancel, "{}").path("done").asBoolean(true)).as("it has ended").isFalse();
    var unknown =
        send(ask("/console/syncs/nobody-wrote-it/run").POST(BodyPublishers.ofString("{}")));
    assertThat(unknown.statusCode()).isEqualTo(422);
    assertThat(Json.read(unknown.body()).path("code").asText()).isEqualTo("SYN-011");
  }

  @Test
  void showsAnAlertUntilSomebodySeesToIt() throws Exception {
    HUB.sql()
        .update(
            "insert into delivery_cases (kind, channel, about, sentence, times) values"
                + " ('divergence', 'market', 'stock TEE at MFN', 'market shows 14 of TEE, expected 10.', 3)");

    var alert = alert();
    assertThat(alert.path("state").asText()).isEqualTo("open");
    assertThat(alert.path("times").asInt()).isEqualTo(3);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                get("/console/live")
                    .at("/cases")
                    .findValuesAsText("sentence")
                    .contains("market shows 14 of TEE, expected 10."));

    assertThat(
            post("/console/alerts/" + alert.path("id").asText() + "/acknowledge", "{}")
                .path("done")
                .asBoolean())
        .isTrue();
    assertThat(alert().path("state").asText()).isEqualTo("acknowledged");
    assertThat(alert().path("by").asText()).isEqualTo("admin");
    await()
        .atMost(PATIENCE)
        .until(() -> get("/console/live").at("/alerts/acknowledged").asInt() == 1);

    var until = "{\"until\": \"tomorrow\"}";
    var refused =
        send(
            ask("/console/alerts/" + alert.path("id").asText() + "/snooze")
                .POST(BodyPublishers.ofString(until)));
    assertThat(Json.read(refused.body()).path("code").asText()).isEqualTo("CNS-010");
  }

  private static JsonNode alert() throws Exception {
    for (var alert : get("/console/alerts").path("alerts")) {
      if (alert.path("about").asText().equals("stock TEE at MFN")) {
        return alert;
      }
    }
    throw new AssertionError("no such alert");
  }

  private static JsonNode get(String path) throws Exception {
    var answer = send(path);
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
    return Json.read(answer.body());
  }

  private static JsonNode post(String path, String body) throws Exception {
    var answer = send(ask(path).POST(BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
    return Json.read(answer.body());
  }

  private static HttpResponse<byte[]> send(String path) throws Exception {
    return send(ask(path).GET());
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder ask(String path) throws Exception {
    var password = Files.readString(HUB.data().resolve("secrets/console-admin")).strip();
    var basic = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(UTF_8));
    return HttpRequest.newBuilder(URI.create(HUB.console() + path))
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .header("Authorization", "Basic " + basic);
  }
}
