package dev.crossdock.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.WholeHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A platform that signs its one address and its body, posting what its vendor publishes. */
class SignedAddressIT {
  private static final String REGISTERED =
      "https://webhook.site/679a4f3a-dcfa-49ee-bac5-9d0edad886b9";
  private static final String KEY = "Ibxx_5AKakO-3qeNVR61Dw";
  private static final String SIGNATURE = "GF4YkrJgGBDZ9NIYbNXBnMzqb2HoL4RW/S6vkZ9/2N4=";
  private static final String BODY =
      "{\"merchant_id\":\"MLEFBHHSJGVHD\",\"type\":\"webhooks.test_notification\",\"event_id\":\"ac3ac95b-f97d-458c-a6e6-18981597e05f\",\"created_at\":\"2022-07-13T20:30:59.037339943Z\",\"data\":{\"type\":\"webhooks\",\"id\":\"bc368e64-01aa-407e-b46e-3231809b1129\"}}";
  private static final Path FILES = files();

  @RegisterExtension
  static final WholeHub HUB =
      new WholeHub(
              "hub.connectors-dir=" + FILES.resolve("connectors"),
              "hub.channels-dir=" + FILES.resolve("channels"),
              "hub.routes-dir=" + FILES.resolve("routes"))
          .withSecret("booth-webhook", KEY);

  @Test
  void keepsTheVendorsOwnExampleUnderTheTopicItsBodyNames() throws Exception {
    assertThat(post("/webhooks/booth", BODY, SIGNATURE)).isEqualTo(200);

    assertThat(
            HUB.sql()
                .queryForObject(
                    "select topic || ' ' || message_id from delivery_inbox_view where channel = 'booth'",
                    String.class))
        .isEqualTo("webhooks.test_notification ac3ac95b-f97d-458c-a6e6-18981597e05f");
  }

  @Test
  void refusesTheSameSignatureAtAnotherAddress() throws Exception {
    assertThat(post("/webhooks/stall", BODY, SIGNATURE)).isEqualTo(401);
    assertThat(post("/webhooks/booth", BODY.replace("MLE", "MLF"), SIGNATURE)).isEqualTo(401);
  }

  @Test
  void hasOneAddressForAllTopicsAndNoOther() throws Exception {
    assertThat(post("/webhooks/booth/", BODY, SIGNATURE)).isEqualTo(404);
    assertThat(post("/webhooks/booth/webhooks.test_notification", BODY, SIGNATURE)).isEqualTo(404);
  }

  private static int post(String path, String body, String signature) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(HUB.edge() + path))
            .header("X-Booth-Signature", signature)
            .POST(BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  private static Path files() {
    try {
      var root = Files.createTempDirectory("crossdock-booth");
      write(
          root.resolve("connectors/booth/manifest.yaml"),
          """
          system: booth
          api: invented
          signature: { scheme: hmac-sha256-base64-url-body, header: X-Booth-Signature, secret: webhook }
          topicIn: body:/type
          topics:
            webhooks.test_notification: { intake: orders-intake-booth, messageId: body:/event_id, orderKey: body:/data/id }
          """);
      write(root.resolve("channels/booth.yaml"), channel("booth", REGISTERED));
      write(root.resolve("channels/stall.yaml"), channel("stall", REGISTERED + "/stall"));
      Files.createDirectories(root.resolve("routes"));
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String channel(String id, String receivesAt) {
    return """
        id: %s
        system: booth
        roles: [pos]
        endpoint: http://127.0.0.1:1
        zone: UTC
        receivesAt: %s
        secrets: { webhook: "${secret:booth-webhook}" }
        """
        .formatted(id, receivesAt);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(UTF_8));
  }
}
