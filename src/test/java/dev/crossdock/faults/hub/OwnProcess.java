package dev.crossdock.faults.hub;

import dev.crossdock.platform.OwnJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM of its own that listens on a port; it may be killed and paused. */
final class OwnProcess {
  private final Process process;
  private final int port;

  private OwnProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static OwnProcess start(
      Path log,
      int port,
      Map<String, String> environment,
      List<String> options,
      Class<?> main,
      List<String> arguments)
      throws IOException {
    var command = OwnJvm.command(main, options);
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new OwnProcess(builder.start(), port);
  }

  static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  boolean listens() {
    try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  void awaitListening(Duration most) throws InterruptedException {
    var until = System.nanoTime() + most.toNanos();
    while (!listens()) {
      if (System.nanoTime() > until || !process.isAlive()) {
        throw new IllegalStateException("the process does not listen on " + port);
      }
      Thread.sleep(50);
    }
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** As {@code kill -TERM}. */
  void terminate() {
    process.destroy();
  }

  @Nullable Integer end(Duration most) throws InterruptedException {
    return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)
        ? (Integer) process.exitValue()
        : null;
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
