package dev.crossdock.demo;

import dev.crossdock.platform.LeftOverDatabase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** The folder of one demo, held by one process at a time. */
final class DemoFolder implements AutoCloseable {
  private static final List<String> OURS = List.of("postgres", "sandbox", "drops", "artemis");

  private final Path path;
  private final FileChannel lock;

  private DemoFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Takes it for this process. */
  static DemoFolder hold(Path path) throws IOException {
    Files.createDirectories(path);
    var channel =
        FileChannel.open(
            path.resolve("demo.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new IllegalStateException(
          "DEM-006 another demo is running in %s; wait for it, or choose another --data or --seed."
              .formatted(path));
    }
    return new DemoFolder(path, channel);
  }

  Path path() {
    return path;
  }

  /** Ends what an earlier demo left running, and removes what it kept; nothing of anybody else. */
  void clear() throws IOException {
    if (Stage.in(path).isEmpty()) {
      return;
    }
    var left = SandboxProcess.alive(path, new SandboxSecrets(path).token());
    left.ifPresent(SandboxProcess::close);
    LeftOverDatabase.stop(path);
    for (var name : OURS) {
      FileSystemUtils.deleteRecursively(path.resolve(name));
    }
    for (var name : List.of("hub.log", "sandbox.log", "stage.json")) {
      Files.deleteIfExists(path.resolve(name));
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
