package dev.crossdock.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

class LintTest {
  private static final Path RESOURCES = Path.of("src/test/resources/lint");
  private static final Path GOOD = RESOURCES.resolve("house");

  private final Lint lint = new Lint(() -> Steps.in("fixture.lint"));
  Path folder;

  @BeforeEach
  void chooseAFolder(@TempDir Path temporary) {
    folder = temporary;
  }

  @Test
  void findsNothingWrongInAGoodHouse() {
    assertThat(lint.check(GOOD)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> findsEachBreakageAndItsLine() throws IOException {
    var breakages = Yaml.read(Files.readString(RESOURCES.resolve("breakages.yaml"))).root();
    return StreamSupport.stream(breakages.spliterator(), false)
        .map(
            breakage ->
                dynamicTest(
                    "%s %s".formatted(breakage.path("code").asText(), breakage.path("with")),
                    () -> finds(breakage)));
  }

  @Test
  void saysNothingAboutAFileThatIsGone() {
    assertThat(lint.check(folder.resolve("routes/orders/gone.camel.yaml"))).isEmpty();
  }

  @Test
  void looksOverAMappingWhenItsExamplesChange() throws IOException {
    var house = copyOf(GOOD, "examples");
    var examples = house.resolve("mappings/catalog/corner-item-to-item.examples.yaml");
    Files.writeString(examples, Files.readString(examples).replace("sku: TEE", "sku: TEA"));

    assertThat(lint.check(examples)).extracting(Finding::code).containsExactly("MAP-005");
  }

  private void finds(JsonNode breakage) throws IOException {
    var house = copyOf(GOOD, breakage.path("code").asText() + breakage.hashCode());
    var name = breakage.path("file").asText();
    var file = house.resolve(name);
    Files.createDirectories(house.resolve(name.substring(0, name.lastIndexOf('/'))));
    Files.writeString(file, broken(breakage, house.resolve(breakage.path("copy").asText(name))));

    var findings = lint.check(file);

    assertThat(findings)
        .as(findings.toString())
        .anyMatch(finding -> isExpected(finding, breakage, name));
    assertThat(findings)
        .allMatch(finding -> finding.sentence().endsWith(".") || finding.sentence().endsWith("?"));
    assertThat(lint.check(house)).containsAll(findings);
  }

  private static boolean isExpected(Finding finding, JsonNode breakage, String name) {
    return finding.code().equals(breakage.path("code").asText())
        && finding.line() == breakage.path("line").intValue()
        && finding.file().equals(name);
  }

  private static String broken(JsonNode breakage, Path original) throws IOException {
    if (!Files.exists(original)) {
      return breakage.path("with").asText();
    }
    var text = Files.readString(original);
    if (!breakage.has("replace")) {
      return breakage.has("copy") ? text : breakage.path("with").asText();
    }
    assertThat(text).contains(breakage.path("replace").asText());
    var at = text.indexOf(breakage.path("replace").asText());
    return text.substring(0, at)
        + breakage.path("with").asText()
        + text.substring(at + breakage.path("replace").asText().length());
  }

  private Path copyOf(Path house, String name) throws IOException {
    var copy = folder.resolve(name.replaceAll("[^A-Za-z0-9-]", ""));
    FileSystemUtils.copyRecursively(house, copy);
    return copy;
  }
}
