package dev.crossdock.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.contracts.Published;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.References;
import dev.crossdock.kernel.Sku;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nothing that a system publishes of money or quantity is dropped unsaid. */
class PublishedLeavesTest {
  private static final Path MAPPINGS = Path.of("mappings");
  private static final String MAPPING = "orders/shopify-order-to-order";
  private static final Pattern COUNTS =
      Pattern.compile(
          "(?i)(price|amount|total|tax|discount|quantit|dut|tip|fee|paid|outstanding|refund)");

  @Test
  void readsEveryLeafOfAPublishedOrderThatCountsOrSaysWhyNot() throws IOException {
    var mapping = new MappingFolder(MAPPINGS).load(MAPPING, CanonicalSchemas.readOrNone(MAPPINGS));
    var examples = ExamplesFile.read(new MappingFolder(MAPPINGS).examplesOf(MAPPING), Path.of(""));
    var orders =
        List.of(
            Published.json("shopify/fixtures/order.json").path("order"),
            Published.json("shopify/orders-create-test-notification.json"));
    Set<String> read = new TreeSet<>();
    for (var order : orders) {
      read.addAll(read(mapping, order));
      read.addAll(read(mapping, asIfAllOfItWasSent(order)));
    }

    for (var order : orders) {
      assertThat(counting(FieldPaths.unread(order, read, examples.ignored()))).isEmpty();
    }
    assertThat(counting(FieldPaths.unread(orders.get(1), Set.of(), List.of())))
        .as("what there is to read")
        .hasSizeGreaterThan(10);
  }

  /** What a failed fulfilment says of quantities is left out because it failed. */
  private static JsonNode asIfAllOfItWasSent(JsonNode order) {
    var sent = order.deepCopy();
    sent.path("fulfillments").forEach(one -> ((ObjectNode) one).put("status", "success"));
    return sent;
  }

  private static Set<String> read(LoadedMapping mapping, JsonNode order) {
    var recorder = new Recorder();
    var given = Map.<String, JsonNode>of("channel", TextNode.valueOf("shop"));
    new Translation("shop", new EveryNameIsKnown())
        .during(() -> mapping.run(order, given, recorder));
    return recorder.read().stream().map(FieldPaths::anyPlace).collect(Collectors.toSet());
  }

  private static List<String> counting(Set<String> paths) {
    return paths.stream().filter(path -> COUNTS.matcher(path).find()).toList();
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
