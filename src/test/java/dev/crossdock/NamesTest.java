package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A code leads to one place, so that whoever reads it at night finds it. */
class NamesTest {
  private static final Pattern CODE = Pattern.compile("\"((?!SHA-)[A-Z]{3,4}-[0-9]{3})\\b");

  @Test
  void givesEachErrorCodeInOnePlace() {
    var places =
        Sources.below(Sources.JAVA, ".java").stream()
            .filter(file -> !Sources.moduleOf(file).equals("sandbox"))
            .flatMap(file -> Sources.places(file, CODE))
            .collect(Collectors.groupingBy(place -> place.match().group(1), Collectors.toList()));

    assertThat(places.values().stream().filter(each -> !isOnePlace(each)).toList())
        .as("an error code given in several places; give each its own number")
        .isEqualTo(List.of());
  }

  /** Two lines of one statement, which chooses the class of failure, are one place. */
  private static boolean isOnePlace(List<Sources.Place> places) {
    var first = places.get(0);
    return places.stream()
        .allMatch(each -> each.file().equals(first.file()) && each.line() - first.line() <= 2);
  }
}
