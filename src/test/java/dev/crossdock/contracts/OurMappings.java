package dev.crossdock.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.SignatureScheme;
import dev.crossdock.connectors.SignedWebhook;
import dev.crossdock.connectors.files.ManifestFile;
import dev.crossdock.connectors.files.Unusable;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.ChannelSettings;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.References;
import dev.crossdock.kernel.Sku;
import dev.crossdock.mapping.Mappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The project's mappings, in a world where every name is known and means itself. */
public final class OurMappings {
  private static final Mappings MAPPINGS = start();

  private OurMappings() {}

  /** What a mapping makes of a document that it is asked to turn round. */
  static JsonNode translate(String mapping, String document) {
    return translate(mapping, json(document));
  }

  static JsonNode translate(String mapping, JsonNode document) {
    return MAPPINGS.translate(mapping, document);
  }

  /** The same answer, in the classes that the system's manifest gives its codes. */
  static JsonNode classed(String system, int status, JsonNode answer) {
    var classes = manifest(system).failureClasses();
    for (var outcome : answer.path("outcomes")) {
      if (outcome.path("outcome").asText().equals("failed")) {
        var code = outcome.path("code").textValue();
        ((ObjectNode) outcome).put("outcome", classes.of(code, status, null).word());
      }
    }
    return answer;
  }

  private static Manifest manifest(String system) {
    var file = Path.of("connectors", system, "manifest.yaml");
    try {
      return new ManifestFile(List.of(new Unasked())).read(file, Files.readString(file));
    } catch (Unusable | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How a message of a channel ends, or what it becomes. */
  public static Message apply(String mapping, String channel, JsonNode document) {
    var message =
        new Message(
            1, channel, "test", Map.of(), Instant.parse("2026-06-01T09:00:00Z"), document, null);
    return MAPPINGS.apply(mapping, new Batch(channel, 1, List.of(message))).messages().get(0);
  }

  /** JSON with single quotes, which reads better in a test. */
  static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Mappings start() {
    var context = new AnnotationConfigApplicationContext();
    context.registerBean(References.class, EveryNameIsKnown::new);
    context.registerBean(
        ChannelSettings.class,
        () ->
            channel ->
                Map.of(
                    "channel",
                    channel,
                    "zone",
                    "Europe/London",
                    "currency",
                    "GBP",
                    "marketplaceId",
                    "A1F83G8C2ARO7P"));
    context.register(Mappings.class);
    context.refresh();
    return context.getBean(Mappings.class);
  }

  /** The scheme our manifests name; no webhook comes. */
  private static final class Unasked implements SignatureScheme {
    @Override
    public String name() {
      return "hmac-sha256-base64";
    }

    @Override
    public boolean matches(SignedWebhook webhook, byte[] body, byte[] secret) {
      return false;
    }
  }

  private static final class EveryNameIsKnown implements References {
    @Override
    public Optional<Sku> sku(String channel, String kind, String code) {
      return Optional.of(new Sku(kind + " " + code));
    }

    @Override
    public Optional<LocationId> location(String channel, String slot) {
      return Optional.of(new LocationId("behind " + slot));
    }
  }
}
