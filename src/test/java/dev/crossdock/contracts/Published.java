package dev.crossdock.contracts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What systems published about themselves; it stands beside the project, not in it. */
public final class Published {
  private static final Path FOLDER =
      Path.of(System.getProperty("crossdock.contracts", "../shared/contracts"));

  private Published() {}

  /** A file of it; the test is skipped, saying so, where there is none. */
  public static Path file(String name) {
    var file = FOLDER.resolve(name);
    assumeTrue(Files.exists(file), "nothing to compare with: " + file + " is not there");
    return file;
  }

  /** As above, read; big files too, which the hub itself would refuse. */
  public static JsonNode json(String name) {
    try {
      return Json.mapper().readTree(Files.readAllBytes(file(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
