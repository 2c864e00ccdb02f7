package dev.crossdock;

import dev.crossdock.lint.Lint;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Looks at the files an integration engineer edits, without running anything. */
@Command(
    name = "validate",
    description = {
      "Checks routes/, connectors/, mappings/ and config/, and says what is wrong by file and line.",
      "Ends with 0 only if all of them may be used."
    },
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      description = "files, or the folder these folders stand in (default: here)")
  private final List<Path> paths = new ArrayList<>();

  @Override
  public Integer call() {
    var lint = new Lint();
    var asked = paths.isEmpty() ? List.of(Path.of(".")) : paths;
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    return asked.stream().mapToInt(path -> check(lint, path, out)).sum() == 0 ? 0 : 1;
  }

  private static int check(Lint lint, Path path, PrintWriter out) {
    if (!Files.exists(path)) {
      out.printf("%s is not there; name a file, or the folder routes/ stands in.%n", path);
      return 1;
    }
    var findings = lint.check(path);
    findings.forEach(out::println);
    return findings.size();
  }
}
