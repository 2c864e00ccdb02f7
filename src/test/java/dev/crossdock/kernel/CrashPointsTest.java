package dev.crossdock.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Fault tests find every place where they may end the process by its name in the sources. */
public class CrashPointsTest {
  private static final Path JAVA = Path.of("src/main/java/dev/crossdock");
  private static final Pattern HIT = Pattern.compile("CrashPoints\\.hit\\(\"([^\"]+)\"\\)");
  private static final List<String> STEPS =
      List.of(
          "edge",
          "inbox",
          "relay",
          "mapping",
          "close",
          "ledger",
          "targets",
          "delivery",
          "outbox",
          "park",
          "file",
          "sync");

  /** All names, in the order of the files they stand in. */
  public static List<String> names() {
    try (var files = Files.walk(JAVA)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .flatMap(CrashPointsTest::namesIn)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void standOnEveryStepOfTheWayUnderNamesOfTheirOwn() {
    assertThat(names())
        .hasSizeGreaterThanOrEqualTo(20)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+\\.[a-z]+(-[a-z]+)*"));
    assertThat(names()).extracting(name -> name.substring(0, name.indexOf('.'))).containsAll(STEPS);
  }

  @Test
  void doNothingInAProcessThatWasNotToldTo() {
    names().forEach(CrashPoints::hit);
  }

  @Test
  void saysWhatItExpectsWhereItIsToldNonsense() {
    assertThat(CrashPoints.read("a.b:3, c.d:1")).containsOnlyKeys("a.b", "c.d");
    assertThatThrownBy(() -> CrashPoints.read("a.b"))
        .hasMessageContaining("a.b")
        .hasMessageContaining("name:n");
    assertThatThrownBy(() -> CrashPoints.read("a.b:0")).hasMessageContaining("a.b:0");
  }

  private static Stream<String> namesIn(Path file) {
    try {
      return HIT.matcher(Files.readString(file)).results().map(result -> group(result));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String group(MatchResult found) {
    return found.group(1);
  }
}
