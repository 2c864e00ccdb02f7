package dev.crossdock.connectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where the files lie that an integration engineer edits.
 *
 * @param connectors {@code hub.connectors-dir}
 * @param channels {@code hub.channels-dir}
 * @param routes {@code hub.routes-dir}
 * @param mappings {@code hub.mappings-dir}
 */
@Component
record HubFolders(
    @Value("${hub.connectors-dir:connectors}") Path connectors,
    @Value("${hub.channels-dir:config/channels}") Path channels,
    @Value("${hub.routes-dir:routes}") Path routes,
    @Value("${hub.mappings-dir:mappings}") Path mappings) {

  /** The folders of {@code connectors/}, in the order of their names. */
  List<Path> systems() {
    return Files.isDirectory(connectors) ? list(connectors, Files::isDirectory) : List.of();
  }

  /** The files below a folder whose name ends so, in order. */
  static List<Path> below(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var walk = Files.walk(folder, 8)) {
      return walk.filter(p -> p.toString().endsWith(ending) && Files.isRegularFile(p))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file's own name, without its ending. */
  static String bare(Path file, String ending) {
    var name = file.getFileName().toString();
    return name.substring(0, name.length() - ending.length());
  }

  private static List<Path> list(Path folder, java.util.function.Predicate<Path> wanted) {
    try (var all = Files.list(folder)) {
      return all.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
