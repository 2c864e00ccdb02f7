package dev.crossdock.faults.core;

import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.platform.DatabaseLogin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One life of the core: from its start to its end by our hand or its own. */
public final class CoreProcess {
  private static final Path FIXTURE = Path.of("src/test/resources/faults");

  /** A setting: remember the classes of this life, so that the next start in half the time. */
  static final String KEEP_CLASSES = "keep-classes=true";

  private final Process process;
  private final int port;
  private final Duration startedIn;

  private CoreProcess(Process process, int port, Duration startedIn) {
    this.process = process;
    this.port = port;
    this.startedIn = startedIn;
  }

  /**
   * Starts one and waits until it takes messages.
   *
   * @param crash where it shall end by itself, {@code name:n}; null when nowhere
   * @param more settings, each {@code name=value}
   */
  public static CoreProcess start(
      DatabaseLogin database,
      String standIns,
      @Nullable String crash,
      long seed,
      Path log,
      String... more)
      throws IOException {
    var command = new ArrayList<>(List.of(java(), "-Xmx256m", "-Xss512k", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-Dlogback.configurationFile=" + FIXTURE.resolve("logback.xml"));
    var classes = SharedClasses.path();
    var keep = List.of(more).contains(KEEP_CLASSES);
    if (keep || SharedClasses.ready()) {
      command.add(SharedClasses.option(keep));
    }
    if (crash != null) {
      command.add("-D" + CrashPoints.PROPERTY + "=" + crash);
    }
    command.addAll(List.of("-cp", classes, CoreHub.class.getName()));
    command.add("db.url=" + database.url());
    command.add("db.user=" + database.user());
    command.add("db.password=" + database.password());
    command.add("stand-ins=" + standIns);
    command.add("seed=" + seed);
    command.add("hub.data-dir=" + log.resolveSibling("data"));
    command.add("hub.connectors-dir=" + FIXTURE.resolve("connectors"));
    command.add("hub.channels-dir=" + FIXTURE.resolve("channels"));
    command.add("hub.routes-dir=" + FIXTURE.resolve("routes"));
    command.add("hub.mappings-dir=" + FIXTURE.resolve("mappings"));
    command.add("hub.delivery.second-look=2s");
    command.add("hub.queues.intake=in:");
    command.add("hub.queues.outbox=out:");
    command.addAll(List.of(more));
    var began = System.nanoTime();
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    process.environment().put("CROSSDOCK_SECRET_WEBHOOK", Door.SECRET);
    return ready(process.start(), began, log);
  }

  private static CoreProcess ready(Process process, long began, Path log) throws IOException {
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("READY ")) {
        var took = Duration.ofNanos(System.nanoTime() - began);
        var drain = new Thread(() -> drain(out, log), "core-out");
        drain.setDaemon(true);
        drain.start();
        return new CoreProcess(process, Integer.parseInt(line.split(" ", -1)[1]), took);
      }
      Files.writeString(
          log,
          line + "\n",
          java.nio.file.StandardOpenOption.CREATE,
          java.nio.file.StandardOpenOption.APPEND);
    }
    if (ended(process) != CrashPoints.STATUS) {
      throw new IOException("the core does not start; see " + log);
    }
    // it reached its end while it started: that is a life too
    return new CoreProcess(process, 0, Duration.ofNanos(System.nanoTime() - began));
  }

  private static int ended(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private static void drain(BufferedReader out, Path log) {
    try (var to =
        Files.newBufferedWriter(
            log,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        to.write(line);
        to.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Where it takes messages; 0 when it ended before it did. */
  public int port() {
    return port;
  }

  public Duration startedIn() {
    return startedIn;
  }

  public long pid() {
    return process.pid();
  }

  /** How it ended; empty when it did not in that time. */
  public @Nullable Integer end(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
        ? (Integer) process.exitValue()
        : null;
  }

  /** As {@code kill -9}. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Lets it go in peace. */
  public void leave() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (end(Duration.ofSeconds(60)) == null) {
      kill();
    }
  }
}
