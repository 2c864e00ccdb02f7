package dev.crossdock.platform;

import dev.crossdock.platform.database.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;

/** The embedded database of a hub that was killed. */
public final class LeftOverDatabase {
  private LeftOverDatabase() {}

  /** Stops it, if one still runs in that data folder. */
  public static void stop(Path dataDir) throws IOException {
    PostgresServer.stopLeftOver(dataDir.resolve("postgres"));
  }
}
