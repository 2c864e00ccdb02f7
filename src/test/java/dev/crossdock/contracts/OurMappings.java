package dev.crossdock.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.ChannelSettings;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.References;
import dev.crossdock.kernel.Sku;
import dev.crossdock.mapping.Mappings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The project's mappings, in a world where every name is known and means itself. */
final class OurMappings {
  private static final Mappings MAPPINGS = start();

  private OurMappings() {}

  /** What a mapping makes of a document that it is asked to turn round. */
  static JsonNode translate(String mapping, String document) {
    return translate(mapping, json(document));
  }

  static JsonNode translate(String mapping, JsonNode document) {
    return MAPPINGS.translate(mapping, document);
  }

  /** How a message of a channel ends, or what it becomes. */
  static Message apply(String mapping, String channel, JsonNode document) {
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
        () -> channel -> Map.of("channel", channel, "zone", "Europe/London", "currency", "GBP"));
    context.register(Mappings.class);
    context.refresh();
    return context.getBean(Mappings.class);
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
