package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.References;
import dev.crossdock.kernel.Sku;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an example pretends: names the catalogue knows ({@code sku}, {@code location}, each by kind
 * and code), and variables (everything else).
 *
 * @param told as it is written
 */
record Given(ObjectNode told) implements References {
  private static final String SKU = "sku";
  private static final String LOCATION = "location";

  /** The same, with some things told otherwise. */
  Given but(JsonNode otherwise) {
    var both = told.deepCopy();
    otherwise.properties().forEach(entry -> both.set(entry.getKey(), entry.getValue()));
    return new Given(both);
  }

  Translation translation() {
    return new Translation(told.path("channel").asText("example"), this);
  }

  Map<String, JsonNode> variables() {
    var variables = new HashMap<String, JsonNode>();
    variables.put("channel", TextNode.valueOf("example"));
    for (var entry : told.properties()) {
      if (!entry.getKey().equals(SKU) && !entry.getKey().equals(LOCATION)) {
        variables.put(entry.getKey(), entry.getValue());
      }
    }
    return variables;
  }

  @Override
  public Optional<Sku> sku(String channel, String kind, String code) {
    var known = told.path(SKU).path(kind).path(code);
    return known.isTextual() ? Optional.of(new Sku(known.textValue())) : Optional.empty();
  }

  /** The kind is for people; a channel has one list of slots. */
  @Override
  public Optional<LocationId> location(String channel, String slot) {
    for (var kind : told.path(LOCATION)) {
      if (kind.path(slot).isTextual()) {
        return Optional.of(new LocationId(kind.path(slot).textValue()));
      }
    }
    return Optional.empty();
  }
}
