package dev.crossdock.connectors.routes;

import dev.crossdock.connectors.files.Unusable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the line of a file that an exception of Camel's is about. */
final class Places {
  private static final Pattern LINE = Pattern.compile("\\bline[: ]+(\\d+)");
  private static final List<Pattern> CLUES =
      List.of(
          Pattern.compile("Unknown parameters=\\[\\{([\\w.-]+)="),
          Pattern.compile("Unknown (?:node id|property|option)[: ']+([\\w.-]+)"),
          Pattern.compile("Kamelet with id ([\\w.-]+) not found"),
          Pattern.compile("(?:registry|bean with name|No bean could be found).*?[: ]([\\w.-]+)"),
          Pattern.compile("Property with key \\[([\\w.-]+)]"),
          Pattern.compile("mandatory parameters must be provided: ([\\w.-]+)"),
          Pattern.compile("No component found with scheme: ([\\w.-]+)"),
          Pattern.compile("://([\\w.-]+)"),
          Pattern.compile("To\\[([a-z-]+:[\\w.-]+)"));

  private Places() {}

  /** A file that Camel could not read, or whose routes it could not start. */
  static Unusable unusable(FileText file, Throwable cause) {
    var messages = messages(cause);
    var reason = messages.get(messages.size() - 1);
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
    for (var i = messages.size() - 1; i >= 0; i--) {
      var line = LINE.matcher(messages.get(i));
      if (line.find()) {
        return Integer.parseInt(line.group(1));
      }
    }
    return clue(text, messages).orElse(1);
  }

  private static Optional<Integer> clue(String text, List<String> messages) {
    var lines = text.lines().toList();
    for (var pattern : CLUES) {
      for (var i = messages.size() - 1; i >= 0; i--) {
        var match = pattern.matcher(messages.get(i));
        while (match.find()) {
          var word = match.group(1);
          for (var n = 0; n < lines.size(); n++) {
            if (lines.get(n).contains(word) && !lines.get(n).stripLeading().startsWith("#")) {
              return Optional.of(n + 1);
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> messages(Throwable cause) {
    var all = new ArrayList<String>();
    for (Throwable e = cause; e != null && all.size() < 16; e = e.getCause()) {
      all.add(String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip());
    }
    return all;
  }
}
