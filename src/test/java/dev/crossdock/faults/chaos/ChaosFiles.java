package dev.crossdock.faults.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The hub's own files for a day of chaos: channels, their connectors, and what bundles are. */
final class ChaosFiles {
  private static final Path SHIPPED = Path.of("src/test/resources/chaos");

  private ChaosFiles() {}

  static void write(Path folder, List<Goods.Kit> kits) {
    try (var files = Files.walk(SHIPPED)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = folder.resolve(SHIPPED.relativize(file).toString());
        Files.createDirectories(copy.resolve(".."));
        Files.copy(file, copy);
      }
      Files.writeString(folder.resolve("config/stock.yaml"), bundles(kits));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bundles(List<Goods.Kit> kits) {
    var yaml = new StringBuilder("bundles:\n");
    for (var kit : kits) {
      yaml.append("  - sku: ").append(kit.sku()).append("\n    parts:\n");
      yaml.append("      - { sku: ").append(kit.one()).append(", quantity: 1 }\n");
      yaml.append("      - { sku: ").append(kit.two()).append(", quantity: 2 }\n");
    }
    return yaml.toString();
  }
}
