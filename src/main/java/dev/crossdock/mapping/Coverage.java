package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What all examples together show: which fields a mapping reads, misses and leaves alone. */
final class Coverage {
  private final Set<String> present = new TreeSet<>();
  private final Set<String> absent = new TreeSet<>();
  private final Set<String> read = new TreeSet<>();
  private final List<JsonNode> accepted = new ArrayList<>();

  void add(Example example, Recorder recorder) {
    present.addAll(FieldPaths.of(example.input()));
    recorder.absent().forEach(path -> absent.add(FieldPaths.anyPlace(path)));
    recorder.read().forEach(path -> read.add(FieldPaths.anyPlace(path)));
    if (example.output() != null) {
      accepted.add(example.input());
    }
  }

  /**
   * What is wrong.
   *
   * @param sources the mapping, and what it may import
   */
  List<Finding> findings(List<Path> sources, ExamplesFile examples) {
    var findings = new ArrayList<Finding>();
    for (var path : absent) {
      if (!present.contains(path) && !FieldPaths.covered(path, examples.ignored())) {
        findings.add(misspelt(path, sources));
      }
    }
    var unread = new TreeSet<String>();
    accepted.forEach(
        document -> unread.addAll(FieldPaths.unread(document, read, examples.ignored())));
    if (!unread.isEmpty()) {
      var sentence =
          "the mapping never reads %s; read it, or list it under ignored."
              .formatted(String.join(", ", unread));
      findings.add(
          new Finding(examples.file().toString(), examples.ignoredLine(), "MAP-004", sentence));
    }
    return findings;
  }

  private Finding misspelt(String path, List<Path> sources) {
    var near = FieldPaths.near(path, present);
    var next =
        near.isEmpty()
            ? "show it in an example, or list it under ignored."
            : "did you mean %s?".formatted(near.get(0));
    var sentence = "reads %s, which no example has; %s".formatted(path, next);
    var name = path.substring(path.lastIndexOf('.') + 1);
    var source =
        sources.stream().filter(file -> lineOf(file, name) > 0).findFirst().orElse(sources.get(0));
    var line = Math.max(1, lineOf(source, name));
    return new Finding(source.toString(), line, "MAP-003", sentence);
  }

  private static int lineOf(Path file, String name) {
    try {
      var lines = Files.readAllLines(file);
      for (var at = 0; at < lines.size(); at++) {
        if (lines.get(at).matches(".*\\.\"?\\Q" + name + "\\E(?!\\w).*")) {
          return at + 1;
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
