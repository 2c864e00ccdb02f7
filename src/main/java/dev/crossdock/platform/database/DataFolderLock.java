package dev.crossdock.platform.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a second hub off a data folder; the operating system lets go of it when we die. */
final class DataFolderLock implements AutoCloseable {
  /** Closing any other channel on a locked file would let go of it, so we never open a second. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private DataFolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static DataFolderLock take(Path folder) throws IOException {
    if (!HELD.add(folder)) {
      throw new DataFolderInUseException(folder, holder(folder));
    }
    var channel =
        FileChannel.open(
            folder.resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() != null) {
      Files.writeString(folder.resolve("hub.pid"), Long.toString(ProcessHandle.current().pid()));
      return new DataFolderLock(folder, channel);
    }
    channel.close();
    HELD.remove(folder);
    throw new DataFolderInUseException(folder, holder(folder));
  }

  private static String holder(Path folder) throws IOException {
    var pid = folder.resolve("hub.pid");
    return Files.exists(pid) ? Files.readString(pid).strip() : "unknown";
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(folder);
  }
}
