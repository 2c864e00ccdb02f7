package dev.crossdock.connectors.routes;

import dev.crossdock.connectors.files.Unusable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the line of a file that an exception of Camel's is about. */
final class Places {
  private static final Pattern LINE = Pattern.compile("\\bline[: ]+(\\d+)");
  private static final List<Pattern> CLUES =
      List.of(
          Pattern.compile("Unknown parameters=\\[\\{([\\w.-]+)="),
          Pattern.compile("must be provided: ([\\w.-]+)"),
          Pattern.compile("in the registry for: ([\\w.-]+)"),
          Pattern.compile("For input string: \"([^\"]+)\""),
          Pattern.compile("Property with key \\[([\\w.-]+)]"),
          Pattern.compile("Kamelet with id ([\\w.-]+)"));
  private static final Pattern WORD = Pattern.compile("[\\w.$/-]{4,}");

  private Places() {}

  /** A file that Camel could not read, or whose routes it could not start. */
  static Unusable unusable(FileText file, Throwable cause) {
    var messages = messages(cause);
    var reason = messages.get(0);
    var unusable =
        new Unusable(
            file.path().toString(),
            line(file.text(), messages),
            "CON-020",
            "does not start: %s. Correct it; what ran before goes on.".formatted(reason));
    unusable.initCause(cause);
    return unusable;
  }

  private static int line(String text, List<String> messages) {
    for (var message : messages) {
      var line = LINE.matcher(message);
      if (line.find()) {
        return Integer.parseInt(line.group(1));
      }
    }
    var lines = text.lines().toList();
    return Stream.concat(CLUES.stream(), Stream.of(WORD))
        .flatMap(clue -> messages.stream().map(message -> words(message, clue)))
        .flatMap(words -> rarest(lines, words).stream())
        .findFirst()
        .orElse(1);
  }

  private static List<String> words(String message, Pattern pattern) {
    return pattern.matcher(message).results().map(r -> r.group(r.groupCount())).toList();
  }

  /** The first line with the word that stands in the fewest. */
  private static Optional<Integer> rarest(List<String> lines, List<String> words) {
    return words.stream()
        .map(word -> linesWith(lines, word))
        .filter(found -> !found.isEmpty())
        .min(Comparator.comparingInt(List::size))
        .map(found -> found.get(0));
  }

  private static List<Integer> linesWith(List<String> lines, String word) {
    return IntStream.range(0, lines.size())
        .filter(n -> lines.get(n).contains(word) && !isProse(lines.get(n).strip()))
        .mapToObj(n -> n + 1)
        .toList();
  }

  private static boolean isProse(String line) {
    return line.startsWith("#") || line.startsWith("description:") || line.startsWith("title:");
  }

  /** What the exception and its causes say, the innermost first. */
  private static List<String> messages(Throwable cause) {
    var all = new ArrayList<String>();
    for (Throwable e = cause; e != null && all.size() < 16; e = e.getCause()) {
      all.add(0, String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip());
    }
    return all;
  }
}
