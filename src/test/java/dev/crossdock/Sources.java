package dev.crossdock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The hub's own files as text, for rules that byte code cannot see. */
final class Sources {
  static final Path JAVA = Path.of("src/main/java/dev/crossdock");
  static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  /** Words first, so that what looks like a comment inside them is none. */
  private static final Pattern COMMENT =
      Pattern.compile(
          "\"\"\".*?\"\"\"|\"(?:[^\"\\\\\n]++|\\\\.)*+\"|'(?:[^'\\\\\n]++|\\\\.)*+'|/\\*.*?\\*/|//[^\n]*+",
          Pattern.DOTALL);

  private Sources() {}

  /** A place in a file. */
  record Place(Path file, int line, Matcher match) {
    @Override
    public String toString() {
      return "%s:%d %s".formatted(file, line, match.group().strip());
    }
  }

  static List<Path> below(Path folder, String ending) {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every place in a file that matches; comments do not count. */
  static Stream<Place> places(Path file, Pattern wanted) {
    var text = withoutComments(read(file));
    return wanted
        .matcher(text)
        .results()
        .map(
            result -> {
              var matcher = wanted.matcher(text);
              matcher.find(result.start());
              return new Place(file, lineOf(text, result.start()), matcher);
            });
  }

  /** The module a source file belongs to: the first folder below the root package. */
  static String moduleOf(Path file) {
    var relative = JAVA.relativize(file);
    return relative.getNameCount() == 1 ? "" : relative.getName(0).toString();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Comments become spaces, so that lines stay where they are. */
  private static String withoutComments(String text) {
    return COMMENT
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group().startsWith("/")
                        ? found.group().replaceAll("[^\n]", " ")
                        : found.group()));
  }

  private static int lineOf(String text, int at) {
    return (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
  }
}
