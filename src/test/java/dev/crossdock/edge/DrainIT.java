package dev.crossdock.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.CrossdockApplication;
import dev.crossdock.WholeHub;
import dev.crossdock.platform.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Fault F-18: the hub as a process of its own is told to end while 500 orders are under way. */
class DrainIT {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final int UNDER_WAY = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<Process> started = new ArrayList<>();
  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());
  private final int edge = freePort();

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void answersWhatItTookEndsWithinThirtySecondsAndGoesOnAfterwards(@TempDir Path data)
      throws Exception {
    var hub = hub(data);
    var orders = new Orders("http://127.0.0.1:" + edge);
    await().atMost(PATIENCE).until(() -> orders.post().status() == 200);

    var pool = Executors.newFixedThreadPool(UNDER_WAY);
    var answers = new ArrayList<Future<Orders.Answered>>();
    for (var i = 0; i < UNDER_WAY; i++) {
      answers.add(pool.submit(() -> orders.post()));
    }
    await().until(() -> orders.taken().size() > 50);
    var began = System.nanoTime();
    hub.destroy();
    assertThat(hub.waitFor(30, TimeUnit.SECONDS)).as("ended within 30 s").isTrue();
    var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    System.out.println("ended after " + seconds + " s with " + orders.taken().size() + " taken");

    for (var answer : answers) {
      assertThat(answer.get(10, TimeUnit.SECONDS).status()).isIn(200, 503, 0);
    }
    pool.shutdownNow();
    assertThat(kept()).containsAll(orders.taken());

    hub(data);
    await().atMost(PATIENCE).until(() -> orders.post().status() == 200);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(waiting()).isZero());
  }

  private List<String> kept() {
    return sql.queryForList("select order_key from delivery_inbox", String.class);
  }

  private int waiting() {
    Integer count =
        sql.queryForObject(
            "select count(*) from delivery_inbox where state in ('received', 'relayed', 'held')",
            Integer.class);
    return count == null ? 0 : count;
  }

  private Process hub(Path data) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(CrossdockApplication.class.getName());
    command.add("run");
    command.addAll(WholeHub.arguments(data, DATABASE));
    command.removeIf(argument -> argument.startsWith("--hub.edge.port="));
    command.add("--hub.edge.port=" + edge);
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(Path.of("target/drain-hub.log").toFile()))
            .start();
    started.add(process);
    return process;
  }

  private static int freePort() {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
