package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping's examples, as they stand beside it in {@code *.examples.yaml}.
 *
 * @param file where
 * @param ignored paths of the document that the mapping leaves alone on purpose
 * @param ignoredLine where that list stands
 * @param schema the canonical schema of what the mapping makes; null when that is not one of ours
 * @param examples in their order
 */
record ExamplesFile(
    Path file,
    List<String> ignored,
    int ignoredLine,
    @Nullable String schema,
    List<Example> examples) {
  private static final Set<String> KEYS = Set.of("ignored", "given", "schema", "examples");
  private static final Set<String> EXAMPLE_KEYS =
      Set.of("name", "given", "input", "inputFile", "output", "refused", "ignoredBy");

  /**
   * Reads them.
   *
   * @param home the folder that {@code inputFile} starts from
   * @throws DoesNotCompile when they are not written as expected
   */
  static ExamplesFile read(Path file, Path home) {
    try {
      return new Reader(file, home, Yaml.read(Files.readString(file))).file();
    } catch (Yaml.Unreadable e) {
      throw wrong(file, e.line(), e.getMessage());
    } catch (IOException e) {
      throw wrong(file, 1, "cannot be read: " + e);
    }
  }

  boolean accepts() {
    return examples.stream().anyMatch(example -> example.output() != null);
  }

  boolean refuses() {
    return examples.stream()
        .anyMatch(example -> example.refused() != null || example.ignoredBy() != null);
  }

  private static DoesNotCompile wrong(Path file, int line, @Nullable String why) {
    return new DoesNotCompile(
        new Finding(
            file.toString(), line, "MAP-009", "is not a file of examples: %s.".formatted(why)));
  }

  /** Reads one file. */
  private record Reader(Path path, Path home, Yaml.Document yaml) {

    ExamplesFile file() {
      onlyKnownKeys(yaml.root(), "", KEYS);
      var given = new Given(object("/given"));
      var ignored = new ArrayList<String>();
      yaml.root().path("ignored").forEach(path -> ignored.add(path.asText()));
      var examples = new ArrayList<Example>();
      for (var at = 0; at < yaml.root().path("examples").size(); at++) {
        examples.add(example("/examples/" + at, given));
      }
      var schema = yaml.root().path("schema");
      return new ExamplesFile(
          path,
          List.copyOf(ignored),
          yaml.line("/ignored"),
          schema.isTextual() ? CanonicalSchemas.nameOf(schema.textValue()) : null,
          List.copyOf(examples));
    }

    private Example example(String pointer, Given given) {
      var node = yaml.root().at(pointer);
      onlyKnownKeys(node, pointer, EXAMPLE_KEYS);
      if (!node.path("name").isTextual()) {
        throw wrong(path, yaml.line(pointer), "an example needs a name");
      }
      var outcomes = List.of("output", "refused", "ignoredBy").stream().filter(node::has).count();
      if (outcomes != 1) {
        throw wrong(
            path,
            yaml.line(pointer),
            "'%s' needs exactly one of output, refused and ignoredBy"
                .formatted(node.path("name").textValue()));
      }
      return new Example(
          node.path("name").textValue(),
          yaml.line(pointer),
          given.but(node.path("given")),
          input(node, pointer),
          node.get("output"),
          refused(node),
          node.has("ignoredBy") ? node.path("ignoredBy").asText() : null);
    }

    private static Example.@Nullable Expected refused(JsonNode node) {
      var refused = node.path("refused");
      if (refused.isMissingNode()) {
        return null;
      }
      var at = refused.path("at");
      return new Example.Expected(
          refused.path("code").asText(), at.isTextual() ? at.textValue() : null);
    }

    private JsonNode input(JsonNode node, String pointer) {
      if (node.has("inputFile")) {
        var file = home.resolve(node.path("inputFile").asText()).normalize();
        try {
          return Json.read(Files.readAllBytes(file));
        } catch (IOException | HubException e) {
          throw wrong(path, yaml.line(pointer + "/inputFile"), "cannot use " + file + ": " + e);
        }
      }
      if (!node.has("input")) {
        throw wrong(path, yaml.line(pointer), "an example needs an input or an inputFile");
      }
      return node.path("input");
    }

    private ObjectNode object(String pointer) {
      return yaml.root().at(pointer) instanceof ObjectNode object
          ? object
          : Json.mapper().createObjectNode();
    }

    private void onlyKnownKeys(JsonNode node, String pointer, Set<String> keys) {
      for (var entry : node.properties()) {
        if (!keys.contains(entry.getKey())) {
          throw wrong(
              path,
              yaml.line(pointer + "/" + entry.getKey()),
              "it has '%s', but knows only %s"
                  .formatted(entry.getKey(), String.join(", ", keys.stream().sorted().toList())));
        }
      }
    }
  }
}
