package dev.crossdock.mapping;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.ChannelSettings;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.References;
import dev.crossdock.kernel.Sku;
import dev.crossdock.kernel.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class MappingsTest {
  private static final String COUNT =
      """
      // A till's count of one shelf.
      let o = (.)
      {
        "key":        "tills/" + text($o.store_no) + "/1",
        "kind":       "count",
        "sku":        sku-for("barcode", text($o.barcode)),
        "location":   location-for("slot", text($o.store_no)),
        "quantity":   whole($o.qty),
        "occurredAt": instant($o.counted_at, $zone)
      }
      """;

  Path folder;

  @BeforeEach
  void writeTheSchema(@TempDir Path root) throws IOException {
    folder = root;
    Files.createDirectories(folder.resolve("canonical"));
    Files.copy(
        Path.of("mappings/canonical/stock-movement.schema.json"),
        folder.resolve("canonical/stock-movement.schema.json"));
    write("inventory/count.jslt", COUNT);
    write("inventory/count.examples.yaml", "schema: stock-movement\n");
  }

  @Test
  void keepsACountInSummerTimeInUtc() throws IOException {
    var batch = apply("inventory/count", count("\"4.000\""));

    assertThat(Json.text(batch.messages().get(0).document()))
        .isEqualTo(
            "{'key':'tills/17/1','kind':'count','sku':'TEE-RED-M','location':'leeds','quantity':4,'occurredAt':'2026-06-01T08:30:00Z'}"
                .replace('\'', '"'));
  }

  @Test
  void refusesHalfAShirtAndLetsTheOthersGoOn() throws IOException {
    var batch = apply("inventory/count", count("\"4.5\""), count("3"));

    var failure = (Failure.Data) failureOf(batch);
    assertThat(failure.code()).isEqualTo("MAP-014");
    assertThat(failure.pointer()).isEqualTo("$.qty");
    assertThat(failure.sentence())
        .isEqualTo(
            "tills says \"4.5\" at $.qty; expected a whole number such as 4 or \"4.000\". Correct it there, then replay (inventory/count).");
    assertThat(batch.open()).hasSize(1);
  }

  @Test
  void parksAnUnknownBarcodeAsAnUnknownReference() throws IOException {
    var batch = apply("inventory/count", count("3").replace("5012345", "999"));

    var failure = failureOf(batch);
    assertThat(failure).isInstanceOf(Failure.UnknownReference.class);
    assertThat(failure.code()).isEqualTo("MAP-015");
    assertThat(failure.sentence()).contains("tills says \"999\" at $.barcode");
  }

  @Test
  void refusesWhatIsNotAsTheCanonicalSchemaSays() throws IOException {
    var batch = apply("inventory/count", count("-3"));

    var failure = (Failure.Data) failureOf(batch);
    assertThat(failure.code()).isEqualTo("MAP-010");
    assertThat(failure.pointer()).isEqualTo("$.quantity");
  }

  @Test
  void setsAMessageAsideByANamedRule() throws IOException {
    write("pos/training.jslt", "if (.training) ignore(\"training-transaction\") else .");

    var batch = apply("pos/training", "{\"training\": true}", "{\"training\": false}");

    assertThat(batch.messages().get(0).verdict())
        .isEqualTo(Verdict.ignored("training-transaction"));
    assertThat(batch.messages().get(1).verdict()).isNull();
  }

  @Test
  void saysWhatTheMappingItselfRefuses() throws IOException {
    write(
        "orders/status.jslt",
        "if (.status == \"paid\") . else error(\"unknown status \" + .status)");

    var batch = apply("orders/status", "{\"status\": \"odd\"}");

    var failure = (Failure.Data) failureOf(batch);
    assertThat(failure.toString()).contains("MAP-011", "unknown status odd at $.status");
  }

  @Test
  void refusesAMappingThatIsNotThereAndLetsItsMessagesWait() {
    assertThatThrownBy(() -> apply("orders/none", "{}"))
        .isInstanceOfSatisfying(HubException.class, e -> assertThat(e.failure().passes()).isTrue());
  }

  @Test
  void keepsTheOldMappingWhenTheNewOneDoesNotCompile() throws IOException {
    var mappings = mappings();
    write("inventory/count.jslt", "let o = (.)\n{\n  \"key\": tex($o.key)\n}\n");

    var problems = mappings.reload();

    assertThat(problems).singleElement().asString().contains("count.jslt:3 MAP-002", "tex");
    assertThat(mappings.apply("inventory/count", batch(count("4"))).open()).hasSize(1);
  }

  @Test
  void takesAnEditIntoUse() throws IOException {
    var mappings = mappings();
    write("inventory/count.jslt", COUNT.replace("whole($o.qty)", "7"));

    assertThat(mappings.reload()).isEmpty();

    var message = mappings.apply("inventory/count", batch(count("4"))).messages().get(0);
    assertThat(message.document().path("quantity").intValue()).isEqualTo(7);
  }

  @Test
  void givesAMappingTheMessageAroundItsDocument() throws IOException {
    write("pos/around.jslt", "[$topic, $observedAt, get-key($headers, \"X-Id\"), $channel]");

    var message = apply("pos/around", "{}").messages().get(0);

    assertThat(Json.text(message.document()))
        .isEqualTo("[\"lines\",\"2026-06-01T08:30:00Z\",\"7\",\"tills\"]");
  }

  @Test
  void translatesForTheChannelThatTheDocumentNames() throws IOException {
    write("pos/zone.jslt", "{\"zone\": $zone, \"for\": $channel}");

    var direct =
        mappings().translate("pos/zone", Json.mapper().readTree("{\"channel\":\"tills\"}"));
    var answer =
        mappings()
            .translate("pos/zone", Json.mapper().readTree("{\"request\":{\"channel\":\"tills\"}}"));

    assertThat(Json.text(direct)).isEqualTo("{\"zone\":\"Europe/London\",\"for\":\"tills\"}");
    assertThat(answer).isEqualTo(direct);
  }

  @Test
  void refusesAMappingThatCallsItself() throws IOException {
    write("pos/loop.jslt", "def a(x) b($x)\ndef b(x) a($x)\na(.)");

    assertThat(mappings().problems()).singleElement().asString().contains("MAP-007");
  }

  @Test
  void refusesWhatWouldAnswerDifferentlyTomorrow() throws IOException {
    write("pos/clock.jslt", "{\n  \"at\": now()\n}");

    assertThat(mappings().problems()).singleElement().asString().contains("clock.jslt:2 MAP-022");
  }

  @Test
  void importsOnlyFromInsideTheFolder() throws IOException {
    write("lib/names.jslt", "def greet(x) \"hello \" + $x\n");
    write("pos/greet.jslt", "import \"lib/names.jslt\" as names\nnames:greet(.name)");
    write("pos/escape.jslt", "import \"../../../../etc/passwd\" as p\n.");

    var message = apply("pos/greet", "{\"name\": \"till\"}").messages().get(0);

    assertThat(message.document().textValue()).isEqualTo("hello till");
    assertThat(mappings().problems()).singleElement().asString().contains("etc/passwd");
  }

  @Test
  void keepsIdsBeyondADoubleAndDecimalsExact() throws IOException {
    write("orders/ids.jslt", "{\"id\": id(.id), \"total\": .total, \"pay\": money(.total)}");

    var message =
        apply("orders/ids", "{\"id\": 820982911946154508, \"total\": 10.00}").messages().get(0);

    assertThat(Json.text(message.document()))
        .isEqualTo("{\"id\":\"820982911946154508\",\"total\":10.00,\"pay\":\"10.00\"}");
  }

  private Batch apply(String mapping, String... documents) throws IOException {
    return mappings().apply(mapping, batch(documents));
  }

  private static Failure failureOf(Batch batch) {
    var verdict = requireNonNull(batch.messages().get(0).verdict());
    return requireNonNull(verdict.failure());
  }

  private static String count(String quantity) {
    return "{\"barcode\": \"5012345\", \"store_no\": 17, \"qty\": %s, \"counted_at\": \"2026-06-01 09:30:00\"}"
        .formatted(quantity);
  }

  private static Batch batch(String... documents) {
    return new Batch("tills", 1, Arrays.stream(documents).map(MappingsTest::message).toList());
  }

  private static Message message(String document) {
    return new Message(
        1,
        "tills",
        "lines",
        Map.of("X-Id", "7"),
        Instant.parse("2026-06-01T08:30:00Z"),
        Json.read(document.getBytes(StandardCharsets.UTF_8)),
        null);
  }

  private Mappings mappings() {
    var references =
        new References() {
          @Override
          public Optional<Sku> sku(String channel, String kind, String code) {
            return code.equals("5012345") ? Optional.of(new Sku("TEE-RED-M")) : Optional.empty();
          }

          @Override
          public Optional<LocationId> location(String channel, String slot) {
            return slot.equals("17") ? Optional.of(new LocationId("leeds")) : Optional.empty();
          }
        };
    ChannelSettings settings = channel -> Map.of("zone", "Europe/London");
    var beans =
        new StaticListableBeanFactory(Map.of("references", references, "settings", settings));
    return new Mappings(
        folder,
        beans.getBeanProvider(References.class),
        beans.getBeanProvider(ChannelSettings.class));
  }

  private void write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
