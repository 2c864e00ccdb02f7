package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class TillFilesTest {
  private static SandboxFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new SandboxFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  /** What the files say, read by rules of our own. */
  private record Read(Set<String> keys, List<String> bad, int ignored, Set<String> kinds) {}

  @Test
  void dropsEachFactInAFileAndEachPlantedRowAmongThem() throws Exception {
    fixture.control("PUT", "faults/tills", Map.of("duplicatedShare", 0.3));
    fixture.control(
        "POST",
        "traffic",
        Map.of("rate", 120, "mix", Map.of("tillSale", 30, "tillReturn", 4, "tillCount", 1)));
    await().atMost(Duration.ofSeconds(30)).until(() -> emitted() > 700);
    fixture.control("DELETE", "traffic", null);
    for (var kind :
        List.of("bad-row", "unknown-barcode", "missing-column", "bad-date", "negative-quantity")) {
      fixture.control("POST", "plant", Map.of("kind", kind, "count", 2));
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> fixture.control("GET", "status", null).path("pendingReceipts").asInt() == 0);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> fixture.control("GET", "status", null).path("untoldFacts").asInt() == 0);

    var read = readAll();
    var told = new HashSet<String>();
    fixture.control("GET", "facts", null).forEach(fact -> told.add(fact.path("key").asText()));
    assertThat(read.keys()).isEqualTo(told);
    assertThat(read.kinds()).containsExactlyInAnyOrder("csv", "xml");
    var parked = fixture.control("GET", "expected", null).path("parked");
    assertThat(parked.path("count").asInt()).isEqualTo(10);
    var places = new ArrayList<String>();
    parked.path("lines").forEach(line -> places.add(line.path("where").asText()));
    assertThat(places).containsExactlyInAnyOrderElementsOf(read.bad());
    assertThat(fixture.control("GET", "expected", null).path("ignored").asInt())
        .isGreaterThan(0)
        .isLessThanOrEqualTo(read.ignored());
  }

  private static long emitted() {
    return fixture.control("GET", "status", null).path("traffic").path("emitted").asLong();
  }

  private static Read readAll() throws Exception {
    var read = new Read(new HashSet<>(), new ArrayList<>(), 0, new HashSet<>());
    int ignored = 0;
    try (var files = Files.walk(fixture.folder.resolve("drops"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = file.getFileName().toString();
        assertThat(name).doesNotEndWith(".tmp");
        if (name.endsWith(".csv")) {
          read.kinds().add("csv");
          readCsv(file, read);
        } else {
          read.kinds().add("xml");
          ignored += readXml(file, read);
        }
      }
    }
    return new Read(read.keys(), read.bad(), ignored, read.kinds());
  }

  private static String text(Path file) throws IOException {
    var text = Files.readString(file);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static void readCsv(Path file, Read read) throws IOException {
    var lines = text(file).lines().toList();
    var header = List.of(lines.get(0).split(",", -1));
    assertThat(header).hasSize(11);
    var barcodes = new HashSet<String>();
    fixture.sandbox().world().catalogue().items().forEach(item -> barcodes.add(item.ean()));
    for (int i = 1; i < lines.size(); i++) {
      var cells = List.of(lines.get(i).split(",", -1));
      var good =
          cells.size() == 11
              && cells.get(7).matches("\\d+")
              && barcodes.contains(cells.get(6))
              && cells.get(10).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}");
      if (good) {
        read.keys()
            .add(
                "tills/%s/%s/%s/%s/%s"
                    .formatted(
                        cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4)));
      } else {
        read.bad()
            .add(
                "%s/%s:%d"
                    .formatted(file.getName(file.getNameCount() - 2), file.getFileName(), i + 1));
      }
    }
  }

  private static int readXml(Path file, Read read) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    var document =
        factory.newDocumentBuilder().parse(new InputSource(new StringReader(text(file))));
    var namespace = "http://www.nrf-arts.org/IXRetail/namespace/";
    var transactions = document.getElementsByTagNameNS(namespace, "Transaction");
    int ignored = 0;
    for (int i = 0; i < transactions.getLength(); i++) {
      var transaction = (Element) transactions.item(i);
      if (transaction.getAttribute("TrainingModeFlag").equals("true")
          || transaction.getAttribute("CancelFlag").equals("true")) {
        ignored++;
        continue;
      }
      var lines = transaction.getElementsByTagNameNS(namespace, "LineItem");
      for (int n = 0; n < lines.getLength(); n++) {
        var line = (Element) lines.item(n);
        if (line.getElementsByTagNameNS(namespace, "POSItemID").getLength() == 1) {
          read.keys()
              .add(
                  "tills/%s/%s/%s/%s/%s"
                      .formatted(
                          first(transaction, "RetailStoreID"),
                          first(transaction, "WorkstationID"),
                          first(transaction, "BusinessDayDate"),
                          first(transaction, "SequenceNumber"),
                          first(line, "SequenceNumber")));
        }
      }
    }
    return ignored;
  }

  private static String first(Element element, String name) {
    return element
        .getElementsByTagNameNS("http://www.nrf-arts.org/IXRetail/namespace/", name)
        .item(0)
        .getTextContent();
  }

  @Test
  void neverLetsTwoReceiptsOfAStoreShareAMoment() {
    var times = new HashMap<String, String>();
    for (var fact : fixture.control("GET", "facts", null)) {
      var key = fact.path("key").asText();
      var receipt = key.substring(0, key.lastIndexOf('/'));
      var moment = fact.path("location").asText() + fact.path("occurredAt").asText();
      assertThat(times.computeIfAbsent(moment, unused -> receipt)).isEqualTo(receipt);
    }
    assertThat(times).isNotEmpty();
  }
}
