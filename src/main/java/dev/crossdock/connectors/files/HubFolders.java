package dev.crossdock.connectors.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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
public record HubFolders(
    @Value("${hub.connectors-dir:connectors}") Path connectors,
    @Value("${hub.channels-dir:config/channels}") Path channels,
    @Value("${hub.routes-dir:routes}") Path routes,
    @Value("${hub.mappings-dir:mappings}") Path mappings) {
  private static final String MANIFEST = "manifest.yaml";
  private static final String CHANNEL = ".yaml";
  private static final String KAMELET = ".kamelet.yaml";
  private static final String ROUTES = ".camel.yaml";
  private static final int DEEPEST = 8;

  /** Whether it is what the hub knows about a system. */
  public boolean isManifest(Path file) {
    return file.startsWith(connectors) && file.getFileName().toString().equals(MANIFEST);
  }

  /** Whether it is how a system is spoken to. */
  public boolean isKamelet(Path file) {
    return file.startsWith(connectors) && file.toString().endsWith(KAMELET);
  }

  /** Whether it is one connected system. */
  public boolean isChannel(Path file) {
    return channels.equals(file.getParent()) && file.toString().endsWith(CHANNEL);
  }

  /** Whether it is what happens, in order. */
  public boolean isRoute(Path file) {
    return file.startsWith(routes) && file.toString().endsWith(ROUTES);
  }

  /** Whether it is how one shape becomes another. */
  public boolean isMapping(Path file) {
    return file.startsWith(mappings)
        && Stream.of(".jslt", ".yaml", ".json").anyMatch(file.toString()::endsWith);
  }

  /** Every file there is, of those the hub runs on. */
  public Set<Path> files() {
    var all = new HashSet<Path>();
    for (var folder : List.of(connectors, channels, routes, mappings)) {
      collect(folder, all);
    }
    return all;
  }

  /** Every file there is, and what it says. */
  public Map<Path, String> texts() {
    var texts = new TreeMap<Path, String>();
    files().forEach(file -> text(file).ifPresent(text -> texts.put(file, text)));
    return texts;
  }

  /** What a file says; empty when it has just gone. */
  public static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file's own name, without its ending. */
  public static String bare(Path file, String ending) {
    var name = file.getFileName().toString();
    return name.substring(0, name.length() - ending.length());
  }

  private void collect(Path folder, Set<Path> all) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var walk = Files.walk(folder, DEEPEST)) {
      walk.filter(f -> isManifest(f) || isKamelet(f) || isChannel(f) || isRoute(f) || isMapping(f))
          .filter(Files::isRegularFile)
          .forEach(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
