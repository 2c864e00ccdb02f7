package dev.crossdock.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.CrossdockApplication;
import dev.crossdock.WholeHub;
import dev.crossdock.platform.OwnJvm;
import dev.crossdock.platform.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
  private static final int LOOK_MILLIS = 20;
  private static final int ONE_SECOND = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<Process> started = new ArrayList<>();
  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());
  private final int edge = freePort();
  private final int console = freePort();
  private final HttpClient client = HttpClient.newHttpClient();

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
    await().atMost(PATIENCE).until(() -> readiness() == 200);

    var pool = Executors.newFixedThreadPool(UNDER_WAY);
    var answers = new ArrayList<Future<Orders.Answered>>();
    for (var i = 0; i < UNDER_WAY; i++) {
      answers.add(pool.submit(() -> orders.post()));
    }
    await().until(() -> orders.taken().size() > 50);
    var halfSaid = halfAnOrder();
    var began = System.nanoTime();
    hub.destroy();
    var looks = readinessWhileItLives(hub);
    assertThat(hub.waitFor(30, TimeUnit.SECONDS)).as("ended within 30 s").isTrue();
    var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    System.out.println("ended after " + seconds + " s with " + orders.taken().size() + " taken");

    halfSaid.close();
    assertThat(looks).as("shown off as long as it can be asked").contains(503);
    assertThat(looks.subList(looks.indexOf(503), looks.size())).doesNotContain(200);
    assertThat(looks.indexOf(503)).as("and at once").isLessThan(ONE_SECOND / LOOK_MILLIS);

    for (var answer : answers) {
      assertThat(answer.get(10, TimeUnit.SECONDS).status()).isIn(200, 503, 0);
    }
    pool.shutdownNow();
    assertThat(kept()).containsAll(orders.taken());

    hub(data);
    await().atMost(PATIENCE).until(() -> orders.post().status() == 200);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(waiting()).isZero());
  }

  /** Somebody who was let in and is slow: the door for machines waits for him, and no longer. */
  private Socket halfAnOrder() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), edge);
    socket
        .getOutputStream()
        .write(
            "POST /webhooks/shop/orders/create HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000\r\n\r\n{"
                .getBytes(US_ASCII));
    return socket;
  }

  /** What whoever spreads the load is told: one look after the other until nobody answers. */
  private List<Integer> readinessWhileItLives(Process hub) throws InterruptedException {
    var looks = new ArrayList<Integer>();
    while (hub.isAlive() && (looks.isEmpty() || looks.get(looks.size() - 1) != 0)) {
      looks.add(readiness());
      hub.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
    return looks;
  }

  private int readiness() throws InterruptedException {
    var address = URI.create("http://127.0.0.1:" + console + "/health/readiness");
    var look = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
    try {
      return client.send(look, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    }
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
    var command = OwnJvm.command(CrossdockApplication.class, "-Xmx512m");
    command.add("run");
    command.addAll(WholeHub.arguments(data, DATABASE));
    command.removeIf(
        argument ->
            argument.startsWith("--hub.edge.port=") || argument.startsWith("--server.port="));
    command.add("--hub.edge.port=" + edge);
    command.add("--server.port=" + console);
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
