package dev.crossdock.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Remembers what has passed with this build, so that a suite that was stopped goes on. */
final class Passed {
  private static final List<Path> BUILD =
      List.of(Path.of("target/classes"), Path.of("target/test-classes"));

  private final Path file;
  private final Map<String, Row> rows = new HashMap<>();

  private Passed(Path file) {
    this.file = file;
  }

  static Passed of(Path folder, boolean fresh) throws IOException {
    var file = folder.resolve("passed-%s.jsonl".formatted(Long.toHexString(build())));
    var passed = new Passed(file);
    if (fresh) {
      Files.deleteIfExists(file);
    }
    if (Files.exists(file)) {
      for (var line : Files.readAllLines(file)) {
        var row = Row.of(line);
        passed.rows.put(row.fault(), row);
      }
    }
    return passed;
  }

  synchronized @Nullable Row row(String fault) {
    return rows.get(fault);
  }

  synchronized void note(Row row) {
    try {
      Files.writeString(
          file, row.json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long build() throws IOException {
    var sum = new CRC32();
    for (var root : BUILD) {
      try (var files = Files.walk(root)) {
        for (var one : files.filter(Files::isRegularFile).sorted().toList()) {
          sum.update(one.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
          sum.update(Files.readAllBytes(one));
        }
      }
    }
    return sum.getValue();
  }
}
