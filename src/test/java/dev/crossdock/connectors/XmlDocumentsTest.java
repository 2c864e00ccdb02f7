package dev.crossdock.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(
    value = 30,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a parser that calls out waits for ever
class XmlDocumentsTest {
  private static final String LOG =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <POSLog xmlns="http://www.nrf-arts.org/IXRetail/namespace/" xmlns:x="urn:x">
        <Transaction CancelFlag="false">
          <RetailStoreID>17</RetailStoreID>
          <Note><![CDATA[half <price>]]> &amp; more</Note>
          <x:Total Currency="GBP">12.50</x:Total>
          <Empty/>
        </Transaction>
        <Transaction>
          <LineItem><Sequence>1</Sequence></LineItem>
          <LineItem><Sequence>2</Sequence></LineItem>
          <LineItem><Sequence>3</Sequence></LineItem>
        </Transaction>
      </POSLog>
      """;

  @Test
  void handsOutEachTransactionWithItsLine() {
    var parts = parts(LOG);

    assertThat(parts).extracting(XmlDocuments.Part::line).containsExactly(3, 9);
    assertThat(Json.text(parts.get(0).document()))
        .isEqualTo(
            "{'@CancelFlag':'false','RetailStoreID':'17','Note':'half <price> & more','Total':{'@Currency':'GBP','#text':'12.50'},'Empty':''}"
                .replace('\'', '"'));
  }

  @Test
  void makesAListOfWhatRepeats() {
    var lines = parts(LOG).get(1).document().path("LineItem");

    assertThat(lines).hasSize(3);
    assertThat(lines.at("/2/Sequence").textValue()).isEqualTo("3");
  }

  @Test
  void readsAWholeDocument() {
    assertThat(XmlDocuments.read(bytes(LOG)).path("Transaction")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16"})
  void readsWhateverEncodingTheDocumentSays(String encoding) {
    var xml = "<?xml version=\"1.0\" encoding=\"%s\"?><a>\u00a3</a>".formatted(encoding);

    assertThat(XmlDocuments.read(xml.getBytes(java.nio.charset.Charset.forName(encoding))))
        .hasToString("\"\u00a3\"");
  }

  @Test
  void keepsTheTransactionsBeforeAHalfWrittenOne() {
    var heard = new ArrayList<XmlDocuments.Part>();

    assertThatThrownBy(
            () ->
                XmlDocuments.eachPart(
                    new ByteArrayInputStream(bytes(LOG.substring(0, LOG.indexOf("<Sequence>2")))),
                    "Transaction",
                    heard::add))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("CON-080 line 11");
    assertThat(heard).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ELEMENT a ANY>]><a>1</a>",
        "<!DOCTYPE a SYSTEM \"SERVER/a.dtd\"><a>1</a>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"FILE\">]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"SERVER/x\">]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM \"SERVER/p\"> %p;]><a>1</a>",
        "<!DOCTYPE a [<!ENTITY l \"lol\"><!ENTITY m \"&l;&l;&l;&l;&l;&l;&l;&l;\"><!ENTITY n \"&m;&m;&m;&m;&m;&m;&m;&m;\">]><a>&n;</a>",
        "<a>&x;</a>"
      })
  void refusesWhatReachesOutOrMultiplies(String xml, @TempDir Path folder) throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), "do not tell");
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var hostile =
          xml.replace("SERVER", "http://127.0.0.1:" + server.getLocalPort())
              .replace("FILE", secret.toUri().toString());

      assertThatThrownBy(() -> XmlDocuments.read(bytes(hostile)))
          .isInstanceOf(HubException.class)
          .hasMessageStartingWith("CON-080")
          .hasMessageNotContaining("do not tell");

      server.setSoTimeout(50);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void refusesWhatIsTooDeepTooLongOrTooMuch() {
    assertThatThrownBy(() -> XmlDocuments.read(bytes("<a>".repeat(70) + "</a>".repeat(70))))
        .hasMessageContaining("nested deeper than 64");
    assertThatThrownBy(() -> XmlDocuments.read(bytes("<a>" + "x".repeat(70_000) + "</a>")))
        .hasMessageContaining("longer than");
    assertThatThrownBy(() -> XmlDocuments.read(bytes("<a>" + "<b/>".repeat(21_000) + "</a>")))
        .hasMessageContaining("more than 20000");
  }

  private static java.util.List<XmlDocuments.Part> parts(String xml) {
    var parts = new ArrayList<XmlDocuments.Part>();
    XmlDocuments.eachPart(new ByteArrayInputStream(bytes(xml)), "Transaction", parts::add);
    return parts;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
