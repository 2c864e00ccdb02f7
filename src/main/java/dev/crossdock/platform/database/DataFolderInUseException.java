package dev.crossdock.platform.database;

import java.nio.file.Path;

/** Another hub is running on the same data. */
public final class DataFolderInUseException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  DataFolderInUseException(Path folder, String pid) {
    super(
        ("PLT-001 another hub (process %s) is running on %s, and an embedded database serves one process. "
                + "Stop that one, or start this one with another --hub.data-dir.")
            .formatted(pid, folder.getParent()));
  }
}
