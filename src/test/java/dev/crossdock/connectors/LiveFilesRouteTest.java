package dev.crossdock.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of file: a good edit, a broken one, deleted, restored; calls go on all the while. */
class LiveFilesRouteTest {
  private static final String ROUTE = "routes/stock/stock-publish-corner.camel.yaml";
  private static final String KAMELET = "connectors/corner/corner-calls-sink.kamelet.yaml";
  private static final String MANIFEST = "connectors/corner/manifest.yaml";
  private static final String MAPPING = "mappings/stock/to-corner.jslt";
  private static final String POLICY = "routes/policy/silence.camel.yaml";
  private static final String SHOP = "config/channels/shop.yaml";
  private static final String KIOSK = "config/channels/kiosk.yaml";

  private final FakeSystem system = new FakeSystem();
  private Folders folders = new Folders(Path.of("target/none"));
  private @org.jspecify.annotations.Nullable TestHub running;

  @BeforeEach
  void start(@TempDir Path root) {
    folders = new Folders(root).withRoutes().write(SHOP, channel("shop"));
    running = new TestHub(folders);
    assertThat(problems()).isEmpty();
    assertThat(told()).isEqualTo("/v1/stock {\"told\":[],\"by\":\"shop\"}");
  }

  @AfterEach
  void stop() {
    hub().close();
    system.close();
  }

  @Test
  void takesAnEditedKameletAndKeepsTheOldOneOverABrokenOne() {
    folders.write(KAMELET, Folders.KAMELET.replace("/v1/stock", "/v2/stock"));
    soon(() -> assertThat(told()).startsWith("/v2/stock"));

    folders.write(KAMELET, Folders.KAMELET.replace("httpMethod: POST", "connectTimeout: soon"));
    soon(() -> assertThat(problem()).isEqualTo("corner-calls-sink.kamelet.yaml:28 CON-020"));
    assertThat(told()).startsWith("/v2/stock");

    folders.write(KAMELET, Folders.KAMELET.replace("/v1/stock", "/v3/stock"));
    soon(() -> assertThat(told()).startsWith("/v3/stock"));
    assertThat(problems()).isEmpty();
  }

  @Test
  void keepsADeletedKameletThatRoutesStillUse() {
    delete(KAMELET);
    soon(() -> assertThat(problem()).isEqualTo("orders-poll-corner.camel.yaml:27 CON-020"));
    assertThat(told()).startsWith("/v1/stock");

    folders.write(KAMELET, Folders.KAMELET);
    soon(() -> assertThat(problems()).isEmpty());
    assertThat(told()).startsWith("/v1/stock");
  }

  @Test
  void takesAnEditedRouteAndKeepsTheOldOneOverOneThatDoesNotParse() {
    folders.write(ROUTE, Folders.PUBLISH.replaceFirst("- bean:(\\s+id: map)", "- beann:$1"));
    soon(() -> assertThat(problem()).isEqualTo("stock-publish-corner.camel.yaml:17 CON-020"));
    assertThat(told()).startsWith("/v1/stock");

    folders.write(ROUTE, Folders.PUBLISH.replace("\"{{endpoint}}\"", "\"{{endpoint}}/edited\""));
    soon(() -> assertThat(told()).startsWith("/edited/v1/stock"));
    assertThat(problems()).isEmpty();
  }

  @Test
  void keepsTheOldRouteOverOneThatDoesNotStart() {
    folders.write(ROUTE, Folders.PUBLISH.replace("ref: answers", "ref: anwsers"));

    soon(() -> assertThat(problem()).isEqualTo("stock-publish-corner.camel.yaml:15 CON-020"));
    assertThat(told()).startsWith("/v1/stock");
  }

  @Test
  void stopsTheRoutesOfADeletedFileAndStartsThemAgainWithIt() {
    delete(ROUTE);
    soon(() -> assertThat(runs("stock-publish-corner.shop")).isFalse());
    assertThat(hub().camel().getRoute("stock-publish-corner.shop")).isNull();
    assertThat(hub().camel().getRoute("corner-calls-sink.stock-publish-corner.shop")).isNull();
    assertThat(hub().camel().getRoute("corner-calls-sink.orders-poll-corner.shop")).isNotNull();

    folders.write(ROUTE, Folders.PUBLISH);
    soon(() -> assertThat(runs("stock-publish-corner.shop")).isTrue());
    assertThat(told()).startsWith("/v1/stock");
  }

  @Test
  void takesANewRouteFile() {
    folders.write(
        "routes/price/price-publish-corner.camel.yaml",
        Folders.PUBLISH.replace("stock-publish-corner", "price-publish-corner"));

    soon(() -> assertThat(runs("price-publish-corner.shop")).isTrue());
  }

  @Test
  void restartsTheRoutesUnderAnEditedPolicyAndKeepsTheOldOneOverABrokenOne() {
    folders.write(POLICY, Folders.POLICY.replace("java.io.IOException", "java.io.NoSuch"));
    soon(() -> assertThat(problem()).isEqualTo("silence.camel.yaml:6 CON-020"));
    system.close();
    assertThat(call().path("status").asInt(-1)).isZero();
  }

  @Test
  void takesAnEditedMappingAndKeepsTheOldOneOverABrokenOne() {
    folders.write(MAPPING, "{ \"said\": .items }\n");
    soon(() -> assertThat(told()).isEqualTo("/v1/stock {\"said\":[]}"));

    folders.write(MAPPING, "{ \"said\": .items \n");
    soon(() -> assertThat(problems()).isNotEmpty());
    assertThat(told()).isEqualTo("/v1/stock {\"said\":[]}");

    folders.write(MAPPING, "{ \"says\": .items }\n");
    soon(() -> assertThat(told()).isEqualTo("/v1/stock {\"says\":[]}"));
    assertThat(problems()).isEmpty();
  }

  @Test
  void takesAnEditedChannelAndKeepsTheOldOneOverABrokenOne() {
    folders.write(SHOP, channel("shop").replaceAll("(?m)^(endpoint:.*)", "$1/moved"));
    soon(() -> assertThat(told()).startsWith("/moved/v1/stock"));
    assertThat(hub().changes()).hasSize(2);

    folders.write(SHOP, channel("shop").replace("zone: Europe/London", "zone: Europe/Lodnon"));
    soon(() -> assertThat(problem()).isEqualTo("shop.yaml:5 CON-005"));
    assertThat(told()).startsWith("/moved/v1/stock");

    folders.write(SHOP, channel("shop").replace("${secret:shop-webhook}", "${secret:no-such}"));
    soon(() -> assertThat(problem()).isEqualTo("shop.yaml:10 CON-001"));
    assertThat(told()).startsWith("/moved/v1/stock");
  }

  @Test
  void connectsANewChannelAndLetsADeletedOneGo() {
    folders.write(KIOSK, channel("kiosk"));
    soon(() -> assertThat(runs("stock-publish-corner.kiosk")).isTrue());
    assertThat(hub().get(Channels.class).find("kiosk")).isPresent();

    delete(KIOSK);
    soon(() -> assertThat(hub().get(Channels.class).find("kiosk")).isEmpty());
    soon(() -> assertThat(runs("stock-publish-corner.kiosk")).isFalse());
    assertThat(hub().camel().getRoute("corner-calls-sink.stock-publish-corner.kiosk")).isNull();
    assertThat(hub().changes()).hasSize(3);
    assertThat(told()).startsWith("/v1/stock");
  }

  @Test
  void takesAnEditedManifestWithoutRestartingARouteAndKeepsTheOldOneOverABrokenOne() {
    var route = hub().camel().getRoute("stock-publish-corner.shop");
    folders.write(MANIFEST, Folders.MANIFEST.replace("batch: 250", "batch: 17"));
    soon(() -> assertThat(batch()).isEqualTo(17));
    assertThat(hub().camel().getRoute("stock-publish-corner.shop")).isSameAs(route);

    folders.write(MANIFEST, Folders.MANIFEST.replace("batch: 250", "batch: many"));
    soon(() -> assertThat(problem()).isEqualTo("manifest.yaml:12 CON-005"));
    assertThat(batch()).isEqualTo(17);
  }

  @Test
  void keepsWhatRunsOverAFileThatDoesNotLint() {
    folders.write(
        ROUTE, "# FAULT\n" + Folders.PUBLISH.replace("\"{{endpoint}}\"", "\"http://127.0.0.1:1\""));
    soon(() -> assertThat(problem()).isEqualTo("stock-publish-corner.camel.yaml:1 LINT-999"));
    assertThat(told()).startsWith("/v1/stock");

    folders.write(ROUTE, Folders.PUBLISH);
    soon(() -> assertThat(problems()).isEmpty());
  }

  @Test
  void takesOneMappingWhileAnotherDoesNotLint() {
    folders.write(MAPPING, "// FAULT\n{ \"bad\": .items }\n");
    soon(() -> assertThat(problem()).isEqualTo("to-corner.jslt:1 LINT-999"));
    folders.write("mappings/stock/other.jslt", "{ \"other\": 1 }\n");
    folders.write(ROUTE, Folders.PUBLISH.replace("stock/to-corner", "stock/other"));
    soon(() -> assertThat(told()).isEqualTo("/v1/stock {\"other\":1}"));

    folders.write(ROUTE, Folders.PUBLISH);
    soon(() -> assertThat(told()).isEqualTo("/v1/stock {\"told\":[],\"by\":\"shop\"}"));
  }

  @Test
  void waitsForAHalfWrittenFile() {
    folders.write(ROUTE, "");
    folders.write(ROUTE, Folders.PUBLISH.replace("\"{{endpoint}}\"", "\"{{endpoint}}/edited\""));

    soon(() -> assertThat(told()).startsWith("/edited/v1/stock"));
    assertThat(problems()).isEmpty();
  }

  @Test
  void takesTwoFilesThatOnlyFitTogether() {
    folders.write(
        KAMELET,
        Folders.KAMELET
            .replace("required: [endpoint]", "required: [address]")
            .replaceFirst("endpoint:\n", "address:\n")
            .replace("{{endpoint}}/v1", "{{address}}/v4"));
    folders.write(ROUTE, renamed(Folders.PUBLISH));
    folders.write("routes/orders/orders-poll-corner.camel.yaml", renamed(Folders.POLL));

    soon(() -> assertThat(told()).startsWith("/v4/stock"));
    assertThat(problems()).isEmpty();
  }

  @Test
  void losesNoCallWhileFilesAreEditedAndBroken() {
    var stop = new AtomicBoolean();
    var calls = new AtomicInteger();
    var caller =
        CompletableFuture.runAsync(
            () -> {
              while (!stop.get()) {
                assertThat(call().path("status").asInt()).isEqualTo(200);
                calls.incrementAndGet();
              }
            });
    for (var version = 2; version < 5; version++) {
      var path = "/v%d/stock".formatted(version);
      folders.write(KAMELET, Folders.KAMELET.replace("/v1/stock", path));
      soon(() -> assertThat(told()).startsWith(path));
      folders.write(ROUTE, Folders.PUBLISH.replace("ref: answers", "ref: anwsers" + version));
      soon(() -> assertThat(problem()).startsWith("stock-publish-corner.camel.yaml:15"));
      folders.write(ROUTE, Folders.PUBLISH);
      soon(() -> assertThat(problems()).isEmpty());
    }
    stop.set(true);

    assertThat(caller).succeedsWithin(Duration.ofSeconds(10));
    assertThat(calls).hasValueGreaterThan(20);
  }

  private static String renamed(String route) {
    return route.replaceFirst("endpoint: \"", "address: \"");
  }

  private TestHub hub() {
    return java.util.Objects.requireNonNull(running);
  }

  private String channel(String id) {
    return Folders.CHANNEL
        .replace("id: shop", "id: " + id)
        .replaceAll("(?m)^endpoint:.*", "endpoint: " + system.address());
  }

  private @org.jspecify.annotations.Nullable Integer batch() {
    var channels = hub().get(Channels.class);
    var shop = channels.find("shop").orElseThrow();
    return channels.manifestOf(shop).write("stock").orElseThrow().batch();
  }

  private boolean runs(String route) {
    return hub().get(LiveFiles.class).runs(route);
  }

  private List<Finding> problems() {
    return hub().get(LiveFiles.class).problems();
  }

  /** The only problem there is, short. */
  private String problem() {
    assertThat(problems()).hasSize(1);
    var only = problems().get(0);
    return "%s:%d %s".formatted(Path.of(only.file()).getFileName(), only.line(), only.code());
  }

  private JsonNode call() {
    var asked = Json.read("{\"channel\":\"shop\",\"items\":[]}".getBytes(StandardCharsets.UTF_8));
    return hub().flows().call("stock-publish-corner", "shop", asked);
  }

  /** Where the system was called, and what it was told. */
  private String told() {
    system.answering(
        heard ->
            new FakeSystem.Answer(
                200, Map.of(), Json.text(Map.of("at", heard.path() + " " + heard.body()))));
    return call().path("body").path("at").asText();
  }

  private void delete(String file) {
    try {
      Files.delete(folders.root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(15)).untilAsserted(assertion);
  }
}
