package dev.crossdock.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The folders of one hub, as they are now: which routes, kamelets, manifests, channels and mappings
 * there are.
 *
 * @param root the folder that {@code routes/} and the others stand in
 * @param steps what its routes may call
 */
record House(Path root, Steps steps) {
  static final String ROUTE = ".camel.yaml";
  static final String KAMELET = ".kamelet.yaml";
  static final String YAML = ".yaml";
  private static final Set<String> FOLDERS = Set.of("routes", "connectors", "mappings", "config");

  /** The house that a file stands in. */
  static Optional<House> around(Path file, Steps steps) {
    for (var at = file.getNameCount() - 2; at >= 0; at--) {
      if (FOLDERS.contains(file.getName(at).toString())) {
        var above = at == 0 ? Path.of("") : file.subpath(0, at);
        var root = file.isAbsolute() ? Path.of("/").resolve(above) : above;
        return Optional.of(new House(root, steps));
      }
    }
    return Optional.empty();
  }

  /** Every file in one of its folders, whatever it is. */
  List<Path> files(String folder, Predicate<String> wanted) {
    var start = root.resolve(folder);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (var walk = Files.walk(start, 8)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> wanted.test(nameOf(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String nameOf(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** The systems there is a connector for. */
  List<String> systems() {
    return files("connectors", name -> name.endsWith("/manifest.yaml")).stream()
        .map(file -> file.getName(file.getNameCount() - 2).toString())
        .toList();
  }

  /** Whether a route, template or policy of that name has a file. */
  boolean hasRoute(String id) {
    return !files("routes", name -> name.endsWith("/" + id + ROUTE)).isEmpty();
  }

  boolean hasMapping(String mapping) {
    return Files.exists(root.resolve("mappings").resolve(mapping + ".jslt"));
  }

  boolean hasPolicy(String id) {
    return Files.exists(root.resolve("routes/policy").resolve(id + ROUTE));
  }

  /** What a kamelet declares about itself; missing when there is no such kamelet. */
  JsonNode kamelet(String id) {
    return files("connectors", name -> name.endsWith("/" + id + KAMELET)).stream()
        .findFirst()
        .map(House::read)
        .orElse(Json.mapper().missingNode());
  }

  JsonNode manifest(String system) {
    return readIfThere(root.resolve("connectors").resolve(system).resolve("manifest.yaml"));
  }

  JsonNode channel(String id) {
    return readIfThere(root.resolve("config/channels").resolve(id + YAML));
  }

  private static JsonNode readIfThere(Path file) {
    return Files.exists(file) ? read(file) : Json.mapper().missingNode();
  }

  /** What cannot be read is found where it stands; here it counts as empty. */
  private static JsonNode read(Path file) {
    try {
      return Yaml.read(Files.readString(file)).root();
    } catch (Yaml.Unreadable | IOException e) {
      return Json.mapper().missingNode();
    }
  }
}
