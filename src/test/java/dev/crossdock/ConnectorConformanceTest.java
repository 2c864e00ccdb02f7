package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.crossdock.kernel.Yaml;
import dev.crossdock.lint.Lint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * All connectors are alike, found by looking into the folder; an odd one is excused by name, with a
 * reason.
 */
class ConnectorConformanceTest {
  private static final Path CONNECTORS = Path.of("connectors");

  /** Sinks for which twice is not the same as once, and why that is borne. Meant only to shrink. */
  private static final Map<String, String> UNSAFE = Map.of();

  @TestFactory
  Stream<DynamicTest> saysOnlyWhatIsThere() throws Exception {
    var lint = new Lint();
    var files =
        Stream.of(CONNECTORS, Path.of("config/channels"), Path.of("config/syncs"))
            .flatMap(folder -> Sources.below(folder, ".yaml").stream())
            .filter(file -> !file.toString().contains("payloads"));
    return files.map(
        file -> dynamicTest(file.toString(), () -> assertThat(lint.check(file)).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> hasAManifestInEveryFolder() throws Exception {
    try (var systems = Files.list(CONNECTORS)) {
      return systems.toList().stream()
          .map(
              system ->
                  dynamicTest(
                      system.getFileName().toString(),
                      () -> assertThat(system.resolve("manifest.yaml")).exists()));
    }
  }

  @TestFactory
  Stream<DynamicTest> survivesARepeatAtEverySink() {
    return Sources.below(CONNECTORS, "-sink.kamelet.yaml").stream()
        .map(file -> dynamicTest(file.toString(), () -> survivesARepeat(file)));
  }

  @Test
  void givesAReasonForEachWaiver() {
    assertThat(UNSAFE).allSatisfy((sink, reason) -> assertThat(reason).isNotBlank());
  }

  private static void survivesARepeat(Path file) {
    var metadata = Yaml.read(Sources.read(file)).root().path("metadata");
    if (!UNSAFE.containsKey(metadata.path("name").asText())) {
      assertThat(metadata.path("annotations").path("hub/repeat").asText()).startsWith("safe");
    }
  }
}
