package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the connectors, channels and syncs as they are shipped, for a test to change. */
public final class ShippedFiles {
  private final Path folder;

  /**
   * Without some of them, each {@code channels/shop} or {@code syncs/items-erp}; without a channel
   * its syncs are gone too.
   */
  public ShippedFiles(String... without) {
    try {
      folder = Files.createTempDirectory("crossdock-shipped");
      copy(Path.of("connectors"), folder.resolve("connectors"));
      copy(Path.of("config/channels"), folder.resolve("channels"));
      copy(Path.of("config/syncs"), folder.resolve("syncs"));
      for (var other : List.of(without)) {
        Files.deleteIfExists(folder.resolve(other + ".yaml"));
        if (other.startsWith("channels/")) {
          deleteSyncsOf(other.substring("channels/".length()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteSyncsOf(String channel) throws IOException {
    try (Stream<Path> syncs = Files.list(folder.resolve("syncs"))) {
      for (var sync : syncs.toList()) {
        if (Files.readString(sync).contains("channel: " + channel + "\n")) {
          Files.delete(sync);
        }
      }
    }
  }

  /** The same, with something else in one file. */
  public ShippedFiles change(String file, String from, String to) {
    try {
      var text = Files.readString(folder.resolve(file));
      assertThat(text).contains(from);
      Files.writeString(folder.resolve(file), text.replace(from, to));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a hub is told to use them. */
  public String[] settings(String... more) {
    return Stream.concat(
            Stream.of("connectors", "channels", "syncs")
                .map(kind -> "hub.%s-dir=%s".formatted(kind, folder.resolve(kind))),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (var each : (Iterable<Path>) all::iterator) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }
}
