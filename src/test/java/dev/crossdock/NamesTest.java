package dev.crossdock;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A code leads to one place in the code and one line of the documents. */
class NamesTest {
  private static final Path REFERENCE = Path.of("src/docs/reference/errors.md");
  private static final Pattern CODE = Pattern.compile("\"((?!SHA-)[A-Z]{3,4}-[0-9]{3})\\b");
  private static final Pattern WRITTEN = Pattern.compile("(?m)^\\| `([A-Z]{3,4}-[0-9]{3})` \\|");

  @Test
  void givesEachErrorCodeInOnePlace() {
    assertThat(codes().values().stream().filter(each -> !isOnePlace(each)).toList())
        .as("an error code given in several places; give each its own number")
        .isEmpty();
  }

  @Test
  void writesDownEveryErrorCode() {
    var missing = new TreeSet<>(codes().keySet());
    missing.removeAll(written());

    assertThat(missing).as("error codes that %s does not have", REFERENCE).isEmpty();
  }

  @Test
  void givesEveryErrorCodeThatIsWrittenDown() {
    var gone = new TreeSet<>(written());
    gone.removeAll(codes().keySet());

    assertThat(gone).as("error codes of %s that nothing gives", REFERENCE).isEmpty();
    assertThat(written()).doesNotHaveDuplicates();
  }

  private static Map<String, List<Sources.Place>> codes() {
    return Sources.below(Sources.JAVA, ".java").stream()
        .filter(file -> !Sources.moduleOf(file).equals("sandbox"))
        .flatMap(file -> Sources.places(file, CODE))
        .collect(
            groupingBy(
                place -> place.match().group(1),
                TreeMap::new,
                java.util.stream.Collectors.toList()));
  }

  private static List<String> written() {
    return WRITTEN.matcher(Sources.read(REFERENCE)).results().map(NamesTest::code).toList();
  }

  private static String code(MatchResult found) {
    return found.group(1);
  }

  /** Two lines of one statement, which chooses the class of failure, are one place. */
  private static boolean isOnePlace(List<Sources.Place> places) {
    var first = places.get(0);
    return places.stream()
        .allMatch(each -> each.file().equals(first.file()) && each.line() - first.line() <= 2);
  }
}
