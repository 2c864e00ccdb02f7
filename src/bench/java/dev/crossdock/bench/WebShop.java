package dev.crossdock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the demo's web shop puts on the wire, read from the project's own files.
 *
 * @param channel its name
 * @param system what it runs on, as its orders spell it too
 * @param topic of its new orders
 * @param intake the route template that takes them
 * @param signatureHeader which carries the signature
 * @param topicHeader which repeats the topic
 * @param idHeader which tells one webhook from another
 */
record WebShop(
    String channel,
    String system,
    String topic,
    String intake,
    String signatureHeader,
    String topicHeader,
    String idHeader) {
  /** Where channels are described. */
  static final Path CHANNELS = Path.of("config/channels");

  private static final String CHANNEL = "shop";
  private static final String TOPIC = "orders/create";

  static WebShop read() throws IOException {
    var system = yaml(CHANNELS.resolve(CHANNEL + ".yaml")).path("system").asText();
    var manifest = yaml(Path.of("connectors", system, "manifest.yaml"));
    var topic = manifest.path("topics").path(TOPIC);
    return new WebShop(
        CHANNEL,
        system,
        TOPIC,
        topic.path("intake").asText(),
        manifest.path("signature").path("header").asText(),
        manifest.path("topicHeader").asText(),
        topic.path("messageId").asText().replaceFirst("^header:", ""));
  }

  String path() {
    return "/webhooks/%s/%s".formatted(channel, topic);
  }

  private static JsonNode yaml(Path file) throws IOException {
    return Yaml.read(Files.readString(file)).root();
  }
}
