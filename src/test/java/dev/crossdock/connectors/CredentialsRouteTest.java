package dev.crossdock.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsRouteTest {
  private static final String OAUTH =
      "auth: { scheme: oauth2-refresh-token, tokenPath: /auth/o2/token, clientId: id, clientSecret: secret, refreshToken: refresh, header: X-Corner-Token }";

  private final FakeSystem system = new FakeSystem();
  private final AtomicInteger granted = new AtomicInteger();
  private final AtomicInteger lifeSeconds = new AtomicInteger(3600);
  private final AtomicReference<String> accepted = new AtomicReference<>("");
  private final AtomicReference<FakeSystem.Answer> instead = new AtomicReference<>();

  @BeforeEach
  void answer() {
    system.answering(
        heard -> {
          var other = instead.get();
          if (heard.path().equals("/auth/o2/token")) {
            return other != null ? other : token();
          }
          var ok = heard.headers().getOrDefault("x-corner-token", "").equals(accepted.get());
          return new FakeSystem.Answer(ok ? 200 : 403, Map.of(), "{}");
        });
  }

  @AfterEach
  void closeSystem() {
    system.close();
  }

  @Test
  void getsOneTokenForManyCallsAtOnce(@TempDir Path root) throws Exception {
    try (var hub = hub(root)) {
      var calls = new ArrayList<Callable<JsonNode>>();
      for (var i = 0; i < 16; i++) {
        calls.add(() -> call(hub));
      }
      var pool = Executors.newFixedThreadPool(8);
      for (var answer : pool.invokeAll(calls)) {
        assertThat(answer.get().path("status").asInt()).isEqualTo(200);
      }
      pool.shutdown();

      assertThat(granted).hasValue(1);
      var asked = system.heard.stream().filter(h -> h.path().startsWith("/auth")).findFirst();
      assertThat(asked.orElseThrow().body())
          .isEqualTo(
              "grant_type=refresh_token&refresh_token=a-refresh-token&client_id=an-id&client_secret=a-client-secret");
    }
  }

  @Test
  void makesTheCallOnceMoreWithANewTokenWhenTheOldOneWasTakenBack(@TempDir Path root) {
    try (var hub = hub(root)) {
      call(hub);
      accepted.set("token-2");

      var answer = call(hub);

      assertThat(answer.path("status").asInt()).isEqualTo(200);
      assertThat(granted).hasValue(2);
    }
  }

  @Test
  void doesNotAskForTokensAgainAndAgainWhenItIsRefusedForAnotherReason(@TempDir Path root) {
    try (var hub = hub(root)) {
      call(hub);
      accepted.set("none");
      instead.set(null);

      for (var i = 0; i < 5; i++) {
        assertThat(call(hub).path("status").asInt()).isEqualTo(403);
      }

      assertThat(granted).hasValue(2);
    }
  }

  @Test
  void saysThatTheCredentialIsRefused(@TempDir Path root) {
    instead.set(new FakeSystem.Answer(400, Map.of(), "{\"error\":\"invalid_grant\"}"));
    try (var hub = hub(root)) {
      assertThatThrownBy(() -> call(hub))
          .isInstanceOfSatisfying(
              HubException.class, e -> assertThat(e.failure()).isInstanceOf(Failure.Auth.class))
          .hasMessageContaining("CON-041 channel shop answered 400 when asked for a token")
          .hasMessageNotContaining("a-client-secret");
    }
  }

  @Test
  void triesAgainLaterWhenNoTokenIsToBeHad(@TempDir Path root) {
    instead.set(new FakeSystem.Answer(503, Map.of(), ""));
    try (var hub = hub(root)) {
      assertThatThrownBy(() -> call(hub))
          .isInstanceOfSatisfying(
              HubException.class,
              e -> assertThat(e.failure()).isInstanceOf(Failure.Transient.class))
          .hasMessageContaining("CON-042");
    }
  }

  @Test
  void waitsAsLongAsTheTokenServerWants(@TempDir Path root) {
    instead.set(new FakeSystem.Answer(429, Map.of("Retry-After", "7"), ""));
    try (var hub = hub(root)) {
      assertThatThrownBy(() -> call(hub))
          .isInstanceOfSatisfying(
              HubException.class,
              e ->
                  assertThat(e.failure())
                      .isInstanceOfSatisfying(
                          Failure.Throttled.class, t -> assertThat(t.retryAfter()).hasSeconds(7)));
    }
  }

  private FakeSystem.Answer token() {
    var token = "token-" + granted.incrementAndGet();
    if (granted.get() == 1) {
      accepted.set(token);
    }
    return new FakeSystem.Answer(
        200,
        Map.of(),
        "{\"access_token\":\"%s\",\"token_type\":\"bearer\",\"expires_in\":%d}"
            .formatted(token, lifeSeconds.get()));
  }

  private TestHub hub(Path root) {
    var folders = new Folders(root).withRoutes();
    folders.write(
        "connectors/corner/manifest.yaml",
        Folders.MANIFEST.replaceAll("(?m)^auth:.*", OAUTH).replaceAll("(?m)^signature:.*\n", ""));
    folders.write(
        "config/channels/shop.yaml",
        Folders.CHANNEL
            .replaceAll("(?m)^endpoint:.*", "endpoint: " + system.address())
            .replaceAll(
                "(?m)^  accessToken:.*\n  webhook:.*",
                "  id: \\${secret:client-id}\n  secret: \\${secret:client-secret}\n  refresh: \\${secret:refresh-token}"));
    return new TestHub(folders);
  }

  private static JsonNode call(TestHub hub) {
    var asked = Json.read("{\"channel\":\"shop\",\"items\":[]}".getBytes(StandardCharsets.UTF_8));
    return hub.flows().call("stock-publish-corner", "shop", asked);
  }
}
