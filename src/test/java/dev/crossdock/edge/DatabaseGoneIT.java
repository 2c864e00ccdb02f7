package dev.crossdock.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.WholeHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Faults F-28 and F-29: the hub's own PostgreSQL is killed, or stands still. Senders are told 503
 * before two seconds, nothing that was taken is lost, and nobody needs to help.
 */
class DatabaseGoneIT {
  @RegisterExtension static final WholeHub HUB = new WholeHub().embedded();

  private static final Duration AGAIN = Duration.ofSeconds(10);

  @AfterEach
  void letItRun() throws Exception {
    signal("CONT");
  }

  @Test
  void answersBeforeTwoSecondsWhileItStandsStillAndTakesOrdersAgainByItself() throws Exception {
    var orders = open();

    signal("STOP");
    for (var round = 0; round < 4; round++) {
      assertThat(orders.post(100))
          .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(503))
          .allSatisfy(answer -> assertThat(answer.millis()).isLessThan(2000));
    }
    signal("CONT");

    await().atMost(AGAIN).until(() -> orders.post().status() == 200);
    assertNothingLost(orders);
  }

  @Test
  void answersBeforeTwoSecondsWhileItIsGoneAndTakesOrdersAgainByItself() throws Exception {
    var orders = open();

    signal("KILL");
    for (var round = 0; round < 3; round++) {
      assertThat(orders.post(100))
          .allSatisfy(answer -> assertThat(answer.status()).isIn(200, 503))
          .allSatisfy(answer -> assertThat(answer.millis()).isLessThan(2000));
    }

    await().atMost(AGAIN).until(() -> orders.post().status() == 200);
    assertNothingLost(orders);
  }

  private static Orders open() {
    var orders = new Orders(HUB.edge());
    await().atMost(AGAIN).until(() -> orders.post().status() == 200);
    return orders;
  }

  private static void assertNothingLost(Orders orders) {
    var kept =
        HUB.sql()
            .queryForList(
                "select order_key from delivery_inbox_view where topic = 'orders/create'",
                String.class);
    assertThat(kept).containsAll(orders.taken());
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () ->
                assertThat(
                        HUB.sql()
                            .queryForObject(
                                "select count(*) from delivery_inbox_view where state in ('received', 'relayed')",
                                Integer.class))
                    .as("not worked off")
                    .isZero());
  }

  /** To the server and every process of it, the server first. */
  private static void signal(String name) throws Exception {
    for (var pid : processes()) {
      new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    }
  }

  private static List<String> processes() throws IOException {
    Path file = HUB.data().resolve("postgres/data/postmaster.pid");
    var server = ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()));
    return server.stream()
        .flatMap(first -> Stream.concat(Stream.of(first), first.descendants()))
        .map(process -> Long.toString(process.pid()))
        .toList();
  }
}
