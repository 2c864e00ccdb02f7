package dev.crossdock;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be asked of the jar; without a word it runs. */
@Command(
    name = "crossdock",
    description = "Keeps shops, marketplaces, tills and the ERP in agreement about stock.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {RunCommand.class, DemoCommand.class, ValidateCommand.class})
final class Commands {
  private static final Set<String> OUR_OWN = Set.of("--help", "-h", "--version", "-V");

  private Commands() {}

  /** Empty when it goes on running. */
  static OptionalInt run(String... args) {
    var line = new CommandLine(new Commands());
    line.setExpandAtFiles(false);
    line.setExecutionExceptionHandler(Commands::say);
    var code = line.execute(withVerb(args));
    return code == RunCommand.STILL_RUNNING ? OptionalInt.empty() : OptionalInt.of(code);
  }

  private static String[] withVerb(String... args) {
    var first = args.length == 0 ? "" : args[0];
    if (OUR_OWN.contains(first) || (!first.isEmpty() && !first.startsWith("-"))) {
      return args;
    }
    var all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(args));
    return all.toArray(String[]::new);
  }

  /** A sentence where we have one; the whole story for what nobody foresaw. */
  private static int say(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      var message = String.valueOf(cause.getMessage());
      if (message.matches("(?s)[A-Z]{3}-\\d{3} .*")) {
        line.getErr().println(message);
        return 1;
      }
    }
    e.printStackTrace(line.getErr());
    return 1;
  }
}
