package dev.crossdock.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What starts a class in a process of its own: ready soon rather than fast in the long run. */
public final class OwnJvm {
  private static final int LAST_LINES = 60;

  private OwnJvm() {}

  /** The command, to which the arguments of the class may be added. */
  public static List<String> command(Class<?> main, String... options) {
    return command(main, List.of(options));
  }

  /** The command, to which the arguments of the class may be added. */
  public static List<String> command(Class<?> main, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    // a collection of everything each time that the classes need more room takes half a second
    command.add("-XX:MetaspaceSize=256m");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }

  /** The end of what a process wrote, for whoever asks why it ended. */
  public static String lastWords(Path log) {
    try {
      var lines = Files.readAllLines(log);
      var end = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      return String.join("\n", end);
    } catch (IOException e) {
      return "nothing can be read in %s: %s".formatted(log, e.getMessage());
    }
  }
}
