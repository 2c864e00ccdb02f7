package dev.crossdock.sandbox.tills;

import dev.crossdock.sandbox.world.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The folder where tills leave their files: one folder for each store. */
final class DropFolder {
  private final Path root;

  DropFolder(Path root) {
    this.root = root;
  }

  /**
   * Leaves a file: written under another name, then renamed, so that nobody reads half of it.
   *
   * @param before what to do in the instant before the rename
   */
  void leave(Place store, String name, byte[] content, Runnable before) {
    try {
      var folder = Files.createDirectories(root.resolve(store.store()));
      var half = folder.resolve(name + ".tmp");
      Files.write(half, content);
      before.run();
      Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot leave %s in %s".formatted(name, root), e);
    }
  }

  /** Leaves a stock file, written line by line, in a folder of its own. */
  String leaveStock(String name, Stream<String> lines) {
    try {
      var folder = Files.createDirectories(root.resolve("stock"));
      var half = folder.resolve(name + ".tmp");
      try (var out = Files.newBufferedWriter(half)) {
        for (var each = lines.iterator(); each.hasNext(); ) {
          out.write(each.next());
          out.write('\n');
        }
      }
      Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot leave %s in %s".formatted(name, root), e);
    }
  }
}
