package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.kernel.Json;
import java.util.List;

/**
 * What a channel calls our SKUs and locations. An unknown name waits for a person, never a guess;
 * where nothing is done with it but to compare, it is no SKU.
 */
final class ReferenceFunctions {
  private ReferenceFunctions() {}

  static List<HostFunction> all() {
    return List.of(
        new HostFunction("sku-for", 2, 2, a -> sku(a[0].asText(), a[1])),
        new HostFunction("known-sku", 2, 2, a -> knownSku(a[0].asText(), a[1])),
        new HostFunction("location-for", 2, 2, a -> location(a[0].asText(), a[1])));
  }

  private static JsonNode sku(String kind, JsonNode code) {
    var run = Translation.current();
    return run.references()
        .sku(run.channel(), kind, name(code))
        .<JsonNode>map(sku -> TextNode.valueOf(sku.value()))
        .orElseThrow(
            () ->
                Refusal.unknown(
                    "MAP-015", Json.text(code), "a %s the catalogue knows".formatted(kind)));
  }

  private static JsonNode knownSku(String kind, JsonNode code) {
    var run = Translation.current();
    return run.references()
        .sku(run.channel(), kind, name(code))
        .<JsonNode>map(sku -> TextNode.valueOf(sku.value()))
        .orElse(NullNode.getInstance());
  }

  private static JsonNode location(String kind, JsonNode code) {
    var run = Translation.current();
    return run.references()
        .location(run.channel(), name(code))
        .<JsonNode>map(location -> TextNode.valueOf(location.value()))
        .orElseThrow(
            () ->
                Refusal.unknown(
                    "MAP-016",
                    Json.text(code),
                    "a %s with exactly one location behind it in config/channels/%s.yaml"
                        .formatted(kind, run.channel())));
  }

  private static String name(JsonNode code) {
    if (code.isTextual() && !code.textValue().isBlank()) {
      return code.textValue();
    }
    if (code.isIntegralNumber()) {
      return Json.text(code);
    }
    throw Refusal.of("MAP-020", Json.text(code), "the name of something, not empty");
  }
}
