package dev.crossdock.demo;

import dev.crossdock.kernel.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The stand-ins' own process: started by us, or found again after we were killed. */
final class SandboxProcess implements AutoCloseable {
  private static final String MAIN = "dev.crossdock.sandbox.SandboxMain";
  private static final Duration START = Duration.ofSeconds(60);

  private final ProcessHandle process;
  private final int port;
  private final @Nullable Process child;

  private SandboxProcess(ProcessHandle process, int port, @Nullable Process child) {
    this.process = process;
    this.port = port;
    this.child = child;
  }

  /** The one that lives on in that folder, if it answers to our token. */
  static Optional<SandboxProcess> alive(Path data, String token) throws IOException {
    var file = ready(data);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var said = Json.read(Files.readAllBytes(file));
    var port = said.path("port").asInt();
    return ProcessHandle.of(said.path("pid").asLong())
        .filter(ProcessHandle::isAlive)
        .filter(found -> new SandboxControl(port, token).isProcess(found.pid()))
        .map(found -> new SandboxProcess(found, port, null));
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param withParent whether it ends when we end, however we end
   */
  static SandboxProcess start(Path data, Stage stage, SandboxSecrets secrets, boolean withParent)
      throws IOException, InterruptedException {
    var folder = data.resolve("sandbox").toAbsolutePath();
    Files.createDirectories(folder);
    Files.deleteIfExists(ready(data));
    var builder = new ProcessBuilder(command(data, folder, stage, withParent));
    builder.environment().putAll(secrets.environment());
    var log = data.resolve("sandbox.log").toFile();
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    if (!withParent) {
      builder.redirectInput(ProcessBuilder.Redirect.from(nothing()));
    }
    var child = builder.start();
    var port = awaitReady(data, child, log);
    return new SandboxProcess(child.toHandle(), port, child);
  }

  private static File nothing() {
    var unix = new File("/dev/null");
    return unix.exists() ? unix : new File("NUL");
  }

  private static List<String> command(Path data, Path folder, Stage stage, boolean withParent) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(ourselves());
    command.addAll(List.of("--port", Integer.toString(stage.sandbox())));
    command.addAll(List.of("--jdbc-url", stage.sandboxDatabase(), "--jdbc-user", "sandbox"));
    command.addAll(List.of("--hub", "http://127.0.0.1:" + stage.edge()));
    command.addAll(List.of("--drops", Stage.drops(data).toString()));
    command.addAll(List.of("--data", folder.toString()));
    command.addAll(List.of("--seed", Long.toString(stage.seed())));
    if (withParent) {
      command.add("--with-parent");
    }
    return command;
  }

  /** The same jar or class path, with another main class. */
  private static List<String> ourselves() {
    var classPath = System.getProperty("java.class.path", "");
    if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
      return List.of(
          "-Dloader.main=" + MAIN,
          "-cp",
          classPath,
          "org.springframework.boot.loader.launch.PropertiesLauncher");
    }
    return List.of("-cp", classPath, MAIN);
  }

  private static int awaitReady(Path data, Process child, File log)
      throws IOException, InterruptedException {
    var deadline = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < deadline) {
      if (Files.exists(ready(data))) {
        var said = Json.read(Files.readAllBytes(ready(data)));
        if (said.path("pid").asLong() == child.pid()) {
          return said.path("port").asInt();
        }
      }
      if (child.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "DEM-002 the sandbox ended with %d before it was ready; why is in %s."
                .formatted(child.exitValue(), log));
      }
    }
    child.destroyForcibly();
    throw new IOException(
        "DEM-003 the sandbox was not ready after %d s; what it did is in %s."
            .formatted(START.toSeconds(), log));
  }

  private static Path ready(Path data) {
    return data.resolve("sandbox").resolve("sandbox.json");
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end, and sees to it. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(4, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
    if (child != null) {
      child.destroy();
    }
  }
}
