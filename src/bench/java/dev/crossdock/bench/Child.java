package dev.crossdock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of its own, whose output is kept in files; it does not outlive the benchmark. */
final class Child implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Path out;
  private final Path err;

  private Child(String name, Process process, Path out, Path err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  /** One of our own programs. */
  static Child ours(Path folder, Class<?> main, Map<String, String> secrets, String... args)
      throws IOException {
    var command = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(args));
    return java(folder, main.getSimpleName(), secrets, command);
  }

  /** The hub as it is shipped; its classes where no jar was made. */
  static Child hub(Settings settings, String name, Map<String, String> secrets, String... args)
      throws IOException {
    var jar = settings.jar();
    var command =
        new ArrayList<>(
            Files.exists(jar)
                ? List.of("-jar", jar.toString())
                : List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.crossdock.CrossdockApplication"));
    command.addAll(List.of(args));
    return java(settings.folder(), name, secrets, command);
  }

  private static Child java(
      Path folder, String name, Map<String, String> secrets, List<String> arguments)
      throws IOException {
    Files.createDirectories(folder);
    var out = folder.resolve(name + ".out");
    var err = folder.resolve(name + ".err");
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(secrets);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Child(name, builder.start(), out, err);
  }

  long pid() {
    return process.pid();
  }

  /** Waits for a line that has these words in it, on either output. */
  String line(String words, Duration patience) throws IOException, InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      var found = find(out, words).or(() -> find(err, words));
      if (found.isPresent()) {
        return found.get();
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw ended("before it said '" + words + "'");
      }
    }
    throw ended("or hangs: within %s it did not say '%s'".formatted(patience, words));
  }

  private static Optional<String> find(Path file, String words) {
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines.filter(line -> line.contains(words)).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Waits for its end, and reads its last line. */
  JsonNode result(Duration patience) throws IOException, InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw ended("or hangs: it did not end within " + patience);
    }
    var lines = Files.readAllLines(out);
    var last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    if (!last.startsWith("{")) {
      throw ended("and measured nothing");
    }
    return Json.read(last.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it ended as it should. */
  boolean endedWell() {
    return !process.isAlive() && process.exitValue() == 0;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  IOException ended(String how) throws IOException {
    var status = process.isAlive() ? "is still running" : "ended with " + process.exitValue();
    var said = new ArrayList<>(Files.readAllLines(out));
    said.addAll(Files.readAllLines(err));
    var tail = said.subList(Math.max(0, said.size() - 12), said.size());
    return new IOException(
        "%s %s %s. It said:%n  %s"
            .formatted(name, status, how, String.join(System.lineSeparator() + "  ", tail)));
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  static void remove(Path folder) throws IOException {
    org.springframework.util.FileSystemUtils.deleteRecursively(folder);
    Files.createDirectories(folder);
  }
}
