package dev.crossdock.platform.database;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs one of PostgreSQL's programs to its end. */
final class PostgresProgram {
  private static final int LIMIT_SECONDS = 120;
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win");

  private final Path home;

  PostgresProgram(Path home) {
    this.home = home;
  }

  /**
   * Runs it; what it says is in the exception when it does not end well.
   *
   * @param output where it writes; a file, so that a server it leaves behind holds no pipe of ours
   */
  void run(Path output, String program, String... arguments) throws IOException {
    var command = new ArrayList<String>(asSomebodyPostgresAccepts());
    command.add(home.resolve("bin").resolve(WINDOWS ? program + ".exe" : program).toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    builder.environment().remove("PGDATA");
    var process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(WINDOWS ? nul() : devNull()))
            .start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw failed(program, "did not end within %d s".formatted(LIMIT_SECONDS), output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(program, "was interrupted", output);
    }
    if (process.exitValue() != 0) {
      throw failed(program, "ended with %d".formatted(process.exitValue()), output);
    }
  }

  /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody. */
  private static List<String> asSomebodyPostgresAccepts() throws IOException {
    var proc = Path.of("/proc/self");
    if (WINDOWS || !Files.exists(proc) || !Integer.valueOf(0).equals(uid(proc))) {
      return List.of();
    }
    if (!onPath("unshare")) {
      throw new IOException(
          "PLT-003 PostgreSQL does not run as root and this machine has no 'unshare'; start the hub as another user, or set hub.database.mode=external.");
    }
    return List.of("unshare", "-U");
  }

  private static Object uid(Path proc) throws IOException {
    return Files.getAttribute(proc, "unix:uid");
  }

  private static boolean onPath(String program) {
    var path = System.getenv().getOrDefault("PATH", "");
    for (var folder : path.split(java.io.File.pathSeparator, -1)) {
      if (!folder.isBlank() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private static java.io.File devNull() {
    return new java.io.File("/dev/null");
  }

  private static java.io.File nul() {
    return new java.io.File("NUL");
  }

  private static IOException failed(String program, String how, Path output) throws IOException {
    var lines = Files.exists(output) ? lines(output) : List.<String>of();
    var tail = String.join("\n  ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    return new IOException(
        "PLT-004 PostgreSQL's %s %s. It said, in %s:%n  %s".formatted(program, how, output, tail));
  }

  private static List<String> lines(Path output) throws IOException {
    return new String(Files.readAllBytes(output), Charset.defaultCharset()).lines().toList();
  }
}
