package dev.crossdock.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import dev.crossdock.lint.Lint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What a route may name is what there is, and what is written about routes is true. */
class KindsTest {
  private static final Path JAVA = Path.of("src/main/java/dev/crossdock");
  private static final Path SCHEMA = Path.of("src/main/resources/schema/alerts.schema.json");
  private static final Path REFERENCE = Path.of("src/docs/reference/alerts.md");
  private static final Pattern OPENED =
      Pattern.compile("\\bcases\\s*\\.open\\(\\s*(?:RouteFiles\\.)?([A-Z_]+|\"[a-z-]+\"),");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(id: ([a-z-]+)\n.*?)```");
  private static final Pattern SHIPPED = Pattern.compile("(.*)\\.yaml\\.example");

  @Test
  void letsARouteNameEveryKindThatIsOpenedSomewhere() throws IOException {
    assertThat(kinds()).containsAll(opened());
  }

  @Test
  void explainsEveryKind() throws IOException {
    var text = Files.readString(REFERENCE);

    assertThat(kinds()).allSatisfy(kind -> assertThat(text).contains("| `%s` |".formatted(kind)));
  }

  @Test
  void givesExamplesThatMayBeUsed(@TempDir Path house) throws IOException {
    var folder = Files.createDirectories(house.resolve("config/alerts"));
    var examples = EXAMPLE.matcher(Files.readString(REFERENCE)).results().toList();
    for (var example : examples) {
      Files.writeString(folder.resolve(example.group(2) + ".yaml"), example.group(1));
    }
    var shipped = shipped();
    for (var file : shipped) {
      Files.copy(file, folder.resolve(file.getFileName().toString().replace(".example", "")));
    }

    assertThat(examples).isNotEmpty();
    assertThat(shipped).hasSize(3);
    FileSystemUtils.copyRecursively(Path.of("config/channels"), house.resolve("config/channels"));
    var lint = new Lint();
    try (var files = Files.list(folder)) {
      assertThat(files).hasSizeGreaterThan(3).allSatisfy(f -> assertThat(lint.check(f)).isEmpty());
    }
  }

  @Test
  void shipsNoRouteThatCallsAnybody() throws IOException {
    try (var files = Files.list(Path.of("config/alerts"))) {
      assertThat(files).allMatch(file -> SHIPPED.matcher(file.toString()).matches());
    }
  }

  private static List<Path> shipped() throws IOException {
    try (var files = Files.list(Path.of("config/alerts"))) {
      return files.sorted().toList();
    }
  }

  private static Set<String> kinds() throws IOException {
    var kinds = new TreeSet<String>();
    JsonNode items = Json.read(Files.readAllBytes(SCHEMA)).at("/properties/kinds/items/enum");
    items.forEach(kind -> kinds.add(kind.asText()));
    return kinds;
  }

  private static Set<String> opened() throws IOException {
    var kinds = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(JAVA)) {
      for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        var text = Files.readString(file);
        OPENED.matcher(text).results().forEach(open -> kinds.add(kind(file, text, open.group(1))));
      }
    }
    return kinds;
  }

  private static String kind(Path file, String text, String word) {
    if (word.startsWith("\"")) {
      return word.substring(1, word.length() - 1);
    }
    var constant = Pattern.compile("\\b%s =\\s+\"([a-z-]+)\"".formatted(word)).matcher(text);
    if (constant.find()) {
      return constant.group(1);
    }
    assertThat(word).as("the kind that %s opens", file).isEqualTo("UNHEARD");
    return "unheard";
  }
}
