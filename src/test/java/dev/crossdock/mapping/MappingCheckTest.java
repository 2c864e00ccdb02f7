package dev.crossdock.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.kernel.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingCheckTest {
  private static final String MAPPING =
      """
      let o = (.)
      {
        "sku":      sku-for("barcode", text($o.barcode)),
        "quantity": whole($o.qty)
      }
      """;
  private static final String EXAMPLES =
      """
      ignored: [$.cashier, "$.lines[*].tax_*"]
      given: { sku: { barcode: { "5012345": TEE-RED-M } } }
      examples:
        - name: a shirt is a shirt
          input: { barcode: "5012345", qty: "4.000", cashier: { name: Ann }, lines: [ { tax_rate: 1 } ] }
          output: { sku: TEE-RED-M, quantity: 4 }
        - name: half a shirt is refused
          input: { barcode: "5012345", qty: "4.5" }
          refused: { code: MAP-014, at: $.qty }
      """;

  Path folder;

  @BeforeEach
  void writeAMapping(@TempDir Path root) throws IOException {
    folder = root;
    Files.createDirectories(root.resolve("pos"));
    write("count.jslt", MAPPING);
    write("count.examples.yaml", EXAMPLES);
  }

  @Test
  void findsNothingWrongWithAMappingThatKeepsItsWord() {
    assertThat(check()).isEmpty();
  }

  @Test
  void saysWhichValueIsNotAsItsExampleSays() throws IOException {
    write("count.examples.yaml", EXAMPLES.replace("quantity: 4 }", "quantity: 5 }"));

    assertThat(check())
        .singleElement()
        .asString()
        .endsWith(
            "count.examples.yaml:4 MAP-005 'a shirt is a shirt': values are not equal at $.quantity: expected 5 but was 4.");
  }

  @Test
  void wantsTheRefusalThatTheExampleSays() throws IOException {
    write("count.examples.yaml", EXAMPLES.replace("MAP-014", "MAP-015"));

    assertThat(check()).singleElement().asString().contains("MAP-005", "it was refused: MAP-014");
  }

  @Test
  void findsAMisspeltField() throws IOException {
    write("count.jslt", MAPPING.replace("whole($o.qty)", "whole(fallback($o.qtty, $o.qty))"));

    assertThat(check())
        .singleElement()
        .asString()
        .contains("count.jslt:4 MAP-003 reads $.qtty", "did you mean $.qty?");
  }

  @Test
  void findsAFieldThatIsNeverRead() throws IOException {
    write("count.examples.yaml", EXAMPLES.replace("$.cashier, ", ""));

    assertThat(check())
        .singleElement()
        .asString()
        .contains("count.examples.yaml:1 MAP-004 the mapping never reads $.cashier");
  }

  @Test
  void countsWhatIsTakenWholeAsRead() throws IOException {
    write("count.jslt", MAPPING.replace("whole($o.qty)", "whole($o.qty), \"by\": $o.cashier"));
    write(
        "count.examples.yaml",
        EXAMPLES
            .replace("$.cashier, ", "")
            .replace("quantity: 4 }", "quantity: 4, by: { name: Ann } }"));

    assertThat(check()).isEmpty();
  }

  @Test
  void wantsAnAcceptedAndARefusedExample() throws IOException {
    write("count.examples.yaml", EXAMPLES.substring(0, EXAMPLES.indexOf("  - name: half a shirt")));

    assertThat(check()).singleElement().asString().contains("MAP-026");
  }

  @Test
  void wantsExamplesAtAll() throws IOException {
    Files.delete(folder.resolve("pos/count.examples.yaml"));

    assertThat(check()).singleElement().asString().contains("count.jslt:1 MAP-006");
  }

  @Test
  void refusesAKeyThatExamplesDoNotHave() throws IOException {
    write("count.examples.yaml", EXAMPLES.replace("    output:", "    outptu:"));

    assertThat(check()).singleElement().asString().contains("examples.yaml:6 MAP-009", "outptu");
  }

  @Test
  void refusesDoublesOnMoney() throws IOException {
    write("count.jslt", MAPPING.replace("whole($o.qty)", "whole($o.qty), \"price\": $o.qty * 2"));

    assertThat(check()).anyMatch(f -> f.code().equals("MAP-008") && f.line() == 4);
  }

  @Test
  void findsASchemaThatIsNotThere() throws IOException {
    write("count.examples.yaml", "schema: nothing\n" + EXAMPLES);

    assertThat(check()).anyMatch(f -> f.code().equals("MAP-027"));
  }

  private List<Finding> check() {
    return MappingCheck.of(folder, folder).check("pos/count");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve("pos").resolve(name), text);
  }
}
