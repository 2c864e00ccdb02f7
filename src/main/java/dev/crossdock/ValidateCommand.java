package dev.crossdock;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Looks at the files an integration engineer edits, without running anything. */
@Command(
    name = "validate",
    description = "Checks routes/, connectors/, mappings/ and config/, and says file and line.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
