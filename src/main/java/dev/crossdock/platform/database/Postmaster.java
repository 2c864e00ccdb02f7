package dev.crossdock.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server that is running on a data folder, as its {@code postmaster.pid} tells.
 *
 * @param pid its process
 * @param port where it listens
 */
record Postmaster(long pid, int port) {

  /** The server on that folder; empty when none runs, whatever a stale file may say. */
  static Optional<Postmaster> of(Path data) throws IOException {
    var file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var found = parse(Files.readAllLines(file));
    var process =
        found.flatMap(server -> ProcessHandle.of(server.pid())).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      // The file stays: by it, PostgreSQL makes sure that no part of the dead server still works.
      return Optional.empty();
    }
    if (!isPostgres(process.get())) {
      // After a reboot its number belongs to somebody else, and PostgreSQL would not start.
      Files.deleteIfExists(file);
      return Optional.empty();
    }
    return found;
  }

  private static Optional<Postmaster> parse(List<String> lines) {
    try {
      return lines.size() > 3
          ? Optional.of(
              new Postmaster(
                  Long.parseLong(lines.get(0).strip()), Integer.parseInt(lines.get(3).strip())))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(Postmaster::namesPostgres).orElse(true);
  }

  private static boolean namesPostgres(String command) {
    var name = Path.of(command).getFileName().toString();
    return name.startsWith("postgres");
  }
}
