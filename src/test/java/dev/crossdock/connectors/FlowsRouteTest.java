package dev.crossdock.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowsRouteTest {
  private final FakeSystem system = new FakeSystem();

  @AfterEach
  void closeSystem() {
    system.close();
  }

  @Test
  void tellsAChannelThroughItsRouteAndHandsBackTheAnswerBesideTheRequest(@TempDir Path root) {
    system.answering(
        200,
        Map.of("Retry-After", "3", "X-RateLimit-Limit", "5.0", "X-Secret", "no"),
        "{\"ok\":820982911946154508}");
    try (var hub = hub(root)) {
      var answer = hub.flows().call("stock-publish-corner", "shop", asked());

      assertThat(answer.path("request")).isEqualTo(asked());
      assertThat(answer.path("status").asInt()).isEqualTo(200);
      assertThat(answer.path("body").path("ok").asText()).isEqualTo("820982911946154508");
      assertThat(answer.path("headers").path("retry-after").asText()).isEqualTo("3");
      assertThat(answer.path("headers").path("x-ratelimit-limit").asText()).isEqualTo("5.0");
      assertThat(answer.path("headers").has("x-secret")).isFalse();
      var heard = system.heard.get(0);
      assertThat(heard.body())
          .isEqualTo("{\"told\":[{\"id\":820982911946154508}],\"by\":\"shop\"}");
      assertThat(heard.headers()).containsEntry("x-corner-token", "a-token");
    }
  }

  @Test
  void readsATextAsATextAndAnErrorAsAnAnswer(@TempDir Path root) {
    system.answering(503, Map.of("Content-Type", "text/html"), "<html>busy</html>");
    try (var hub = hub(root)) {
      var answer = hub.flows().call("stock-publish-corner", "shop", asked());

      assertThat(answer.path("status").asInt()).isEqualTo(503);
      assertThat(answer.path("body").asText()).isEqualTo("<html>busy</html>");
    }
  }

  @Test
  void readsNoAnswerAsStatusZero(@TempDir Path root) {
    try (var hub = hub(root)) {
      system.close();

      var answer = hub.flows().call("stock-publish-corner", "shop", asked());

      assertThat(answer.path("status").asInt(-1)).isZero();
      assertThat(answer.path("body").isNull()).isTrue();
      assertThat(answer.path("request")).isEqualTo(asked());
    }
  }

  @Test
  void readsNoMoreThanAMegabyteOfAnAnswer(@TempDir Path root) {
    system.answering(200, Map.of(), "x".repeat(1024 * 1024 + 1));
    try (var hub = hub(root)) {
      assertThatThrownBy(() -> hub.flows().call("stock-publish-corner", "shop", asked()))
          .hasMessageContaining("CON-032 channel shop answered with more than 1 MiB");
    }
  }

  @Test
  void followsNoRedirect(@TempDir Path root) {
    system.answering(302, Map.of("Location", system.address() + "/elsewhere"), "");
    try (var hub = hub(root)) {
      var answer = hub.flows().call("stock-publish-corner", "shop", asked());

      assertThat(answer.path("status").asInt()).isEqualTo(302);
      assertThat(system.heard).hasSize(1);
    }
  }

  @Test
  void saysThatAChannelHasNoSuchRoute(@TempDir Path root) {
    try (var hub = hub(root)) {
      assertThatThrownBy(() -> hub.flows().call("price-publish-corner", "shop", asked()))
          .isInstanceOfSatisfying(
              HubException.class,
              e -> assertThat(e.failure()).isInstanceOf(Failure.Transient.class))
          .hasMessageContaining("CON-030 route price-publish-corner.shop does not run");
    }
  }

  @Test
  void passesOnWhatAStepRefusedWith(@TempDir Path root) {
    try (var hub =
        hub(
            root,
            f ->
                f.write(
                    "routes/stock/stock-publish-corner.camel.yaml",
                    Folders.PUBLISH.replace("stock/to-corner", "stock/nowhere")))) {
      assertThatThrownBy(() -> hub.flows().call("stock-publish-corner", "shop", asked()))
          .isInstanceOf(HubException.class)
          .hasMessageContaining("MAP-001");
    }
  }

  @Test
  void runsOneRouteOfATemplateForEachChannelOfItsSystem(@TempDir Path root) {
    try (var hub =
        hub(
            root,
            f ->
                f.write(
                    "config/channels/kiosk.yaml", channel().replace("id: shop", "id: kiosk")))) {
      hub.flows().call("stock-publish-corner", "kiosk", asked());
      hub.flows().call("stock-publish-corner", "shop", asked());
      hub.flows().call("orders-poll-corner", "shop", asked());

      assertThat(hub.camel().getRoute("stock-publish-corner.kiosk")).isNotNull();
      assertThat(hub.camel().getRoute("corner-calls-sink.stock-publish-corner.kiosk")).isNotNull();
      assertThat(system.heard).hasSize(3);
      assertThat(hub.get(LiveFiles.class).problems()).isEmpty();
      assertThat(hub.changes()).hasSize(1);
    }
  }

  private TestHub hub(Path root) {
    return hub(root, f -> {});
  }

  private TestHub hub(Path root, java.util.function.Consumer<Folders> change) {
    var folders = new Folders(root).withRoutes().write("config/channels/shop.yaml", channel());
    change.accept(folders);
    return new TestHub(folders);
  }

  private String channel() {
    return Folders.CHANNEL.replaceAll("(?m)^endpoint:.*", "endpoint: " + system.address());
  }

  private static JsonNode asked() {
    return Json.read(
        "{\"channel\":\"shop\",\"items\":[{\"id\":820982911946154508}]}"
            .getBytes(StandardCharsets.UTF_8));
  }
}
