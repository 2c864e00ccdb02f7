package dev.crossdock.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.delivery.Parked;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message for who may look but need not know whom it is about: what stands under a name that
 * sounds like a person's is hidden, and all that repairs need stays.
 */
final class Masked {
  private static final TextNode HIDDEN = TextNode.valueOf("•••");
  private static final Pattern PERSONAL =
      Pattern.compile(
          "(?i).*(customer|buyer|recipient|e-?mail|phone|address|first_?name|last_?name|full_?name|company|zip|postal|city|street|note|browser|client_details|birth).*");

  private Masked() {}

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
      return Json.text(masked(Json.read(json.getBytes(StandardCharsets.UTF_8))));
    } catch (HubException e) {
      return "•••"; // what cannot be read cannot be masked in part
    }
  }

  private static JsonNode masked(JsonNode node) {
    if (node.isArray()) {
      var made = Json.mapper().createArrayNode();
      node.forEach(each -> made.add(masked(each)));
      return made;
    }
    if (!node.isObject()) {
      return node;
    }
    var made = Json.mapper().createObjectNode();
    node.properties()
        .forEach(
            each ->
                made.set(
                    each.getKey(),
                    PERSONAL.matcher(each.getKey()).matches() && !each.getValue().isNull()
                        ? HIDDEN
                        : masked(each.getValue())));
    return made;
  }
}
