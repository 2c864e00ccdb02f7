package dev.crossdock.platform.broker;

import dev.crossdock.platform.OwnJvm;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.jspecify.annotations.Nullable;

/** An Artemis as a process of its own on loopback, to be killed and paused; it keeps nothing. */
public final class BrokerProcess implements AutoCloseable {
  private final int port = freePort();
  private @Nullable Process process;

  /** Where it listens, whether it runs or not. */
  public String url() {
    return "tcp://127.0.0.1:" + port;
  }

  /** Settings of a hub that uses it. */
  public List<String> settings() {
    return List.of(
        "spring.artemis.mode=native",
        "spring.artemis.embedded.enabled=false",
        "spring.artemis.broker-url=" + url() + "?blockOnNonDurableSend=true");
  }

  /** Starts it; it listens some seconds later. */
  public void start() throws IOException {
    var command = OwnJvm.command(BrokerProcess.class, "-Xmx128m");
    command.add(Integer.toString(port));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(File.createTempFile("crossdock-broker", ".log"))
            .start();
  }

  /** Sends it a signal: STOP, CONT, KILL. */
  public void signal(String name) throws IOException, InterruptedException {
    if (process != null) {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private static int freePort() {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The broker itself. */
  public static void main(String[] arguments) throws Exception {
    var configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .addAcceptorConfiguration(
                "core", "tcp://127.0.0.1:" + arguments[0] + "?protocols=CORE");
    new EmbeddedActiveMQ().setConfiguration(configuration).start();
  }
}
