package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A setting that exists is written down, and what is written down exists. */
class SettingsTest {
  private static final Path REFERENCE = Path.of("src/docs/reference/settings.md");
  private static final Pattern WRITTEN = Pattern.compile("`(hub\\.[a-z0-9.-]+)`");
  private static final Pattern READ_IN_FILES =
      Pattern.compile("(?:\\$\\{|\\{\\{)(hub\\.[a-z0-9.-]+)");
  private static final Pattern READ_IN_JAVA =
      Pattern.compile("(?:\\$\\{|getProperty\\(\")(hub\\.[a-z0-9.-]+)");

  @Test
  void writesDownEverySetting() throws IOException {
    var missing = new TreeSet<>(settings());
    missing.removeAll(written());

    assertThat(missing).as("settings that %s does not have", REFERENCE).isEmpty();
  }

  @Test
  void hasEverySettingThatIsWrittenDown() throws IOException {
    var gone = new TreeSet<>(written());
    gone.removeAll(settings());

    assertThat(gone).as("settings of %s that nothing reads", REFERENCE).isEmpty();
  }

  private static Set<String> written() {
    var keys = new TreeSet<String>();
    WRITTEN.matcher(Sources.read(REFERENCE)).results().forEach(found -> keys.add(found.group(1)));
    return keys;
  }

  private static Set<String> settings() throws IOException {
    var keys = new TreeSet<String>();
    for (var property : metadata().path("properties")) {
      if (property.path("name").asText().startsWith("hub.")) {
        keys.add(property.path("name").asText());
      }
    }
    Sources.below(Sources.JAVA, ".java").forEach(file -> collect(file, READ_IN_JAVA, keys));
    for (var folder : new String[] {"config/channels", "config/syncs", "routes", "connectors"}) {
      Sources.below(Path.of(folder), ".yaml").forEach(file -> collect(file, READ_IN_FILES, keys));
    }
    return keys;
  }

  private static void collect(Path file, Pattern wanted, Set<String> keys) {
    Sources.places(file, wanted).forEach(place -> keys.add(place.match().group(1)));
  }

  /** What Spring Boot's own processor found in the classes that hold settings. */
  private static JsonNode metadata() throws IOException {
    var resource = "/META-INF/spring-configuration-metadata.json";
    try (var in = CrossdockApplication.class.getResourceAsStream(resource)) {
      return Json.mapper().readTree(Objects.requireNonNull(in, resource));
    }
  }
}
