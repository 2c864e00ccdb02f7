package dev.crossdock.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.delivery.Parked;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What was said on the wire, for who may look but need not know whom it is about: its shape stays,
 * its values are gone. Nobody has to guess which field of which system is a person's.
 */
public final class Masked {
  private Masked() {}

  /** A document of which a text says only that it is one, and a number likewise. */
  public static JsonNode of(JsonNode document) {
    if (document.isObject()) {
      var copy = Json.mapper().createObjectNode();
      document.properties().forEach(field -> copy.set(field.getKey(), of(field.getValue())));
      return copy;
    }
    if (document.isArray()) {
      var copy = Json.mapper().createArrayNode();
      document.forEach(element -> copy.add(of(element)));
      return copy;
    }
    if (document.isNull() || document.isBoolean()) {
      return document.isNull() ? NullNode.getInstance() : document;
    }
    return TextNode.valueOf(document.isNumber() ? "number" : "text");
  }

  static Parked.Full of(Parked.Full full) {
    return new Parked.Full(
        full.waiting(),
        masked(full.raw()),
        masked(full.canonical()),
        full.headers(),
        full.mapping(),
        full.trace(),
        full.file(),
        full.line(),
        full.crashes(),
        full.held());
  }

  private static @Nullable String masked(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      return Json.text(of(Json.read(json.getBytes(StandardCharsets.UTF_8))));
    } catch (HubException e) {
      return "\"text\""; // what cannot be read has no shape
    }
  }
}
