package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A table belongs to one module; others read it through a view of its owner. */
class TableOwnershipTest {
  private static final List<String> OWNERS =
      List.of(
          "alerts",
          "catalog",
          "connectors",
          "console",
          "delivery",
          "divergence",
          "edge",
          "inventory",
          "orders",
          "platform",
          "sync");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b(?:from|join|into|update|table|truncate|copy|on|using|references)\\s+(?:if (?:not )?exists\\s+)?(?:only\\s+)?(?:public\\.)?((?:%s)_[a-z0-9_]+)"
              .formatted(String.join("|", OWNERS)));

  /** Who may name another's table all the same, and why. Meant only to shrink. */
  private static final Map<String, String> WAIVERS = Map.of();

  @Test
  void letsEachModuleNameOnlyItsOwnTables() {
    var found =
        Sources.below(Sources.JAVA, ".java").stream()
            .filter(file -> OWNERS.contains(Sources.moduleOf(file)))
            .flatMap(file -> foreign(file, Sources.moduleOf(file)))
            .toList();

    assertThat(found)
        .as("another module's table; read the owner's <module>_…_view, or ask its API")
        .isEmpty();
  }

  @Test
  void letsEachFolderOfMigrationsMakeOnlyItsOwnTables() {
    var found =
        Sources.below(Sources.MIGRATIONS, ".sql").stream()
            .flatMap(file -> foreign(file, file.getName(file.getNameCount() - 2).toString()))
            .toList();

    assertThat(found).as("a migration that touches another module's table").isEmpty();
  }

  private static Stream<String> foreign(Path file, String module) {
    return Sources.places(file, NAMED)
        .filter(place -> !place.match().group(1).startsWith(module + "_"))
        .filter(place -> !place.match().group(1).endsWith("_view"))
        .map(Sources.Place::toString)
        .filter(place -> WAIVERS.keySet().stream().noneMatch(place::contains));
  }

  @Test
  void givesAReasonForEachWaiver() {
    assertThat(WAIVERS.values().stream().filter(String::isBlank).collect(Collectors.toList()))
        .isEmpty();
  }
}
