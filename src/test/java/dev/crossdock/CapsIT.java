package dev.crossdock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.crossdock.edge.SignedPost;
import dev.crossdock.kernel.Capped.Cap;
import dev.crossdock.platform.CapMeters;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything that can fill up is written down, shown, and full at its limit. */
class CapsIT {
  private static final Path REFERENCE = Path.of("src/docs/reference/caps.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z-]+)` \\|.*\\| `(\\w+)\\.(\\w+)` \\|$");
  private static final int CONNECTIONS = 20;

  @RegisterExtension
  static final WholeHub HUB =
      new WholeHub(
          "hub.edge.connections=" + CONNECTIONS,
          "hub.database.connections=12",
          "hub.delivery.largest-file=1KB");

  @Test
  void writesDownAndShowsEveryCap() {
    var written = rows().stream().map(row -> row.group(1)).toList();

    assertThat(written).doesNotHaveDuplicates();
    assertThat(caps().keySet()).containsExactlyInAnyOrderElementsOf(written);
    for (var cap : caps().values()) {
      assertThat(cap.limit().getAsLong()).as(cap.what()).isPositive();
      for (var meter : List.of("hub.cap.used", "hub.cap.limit", "hub.cap.refused")) {
        assertThat(HUB.get(MeterRegistry.class).find(meter).tag("what", cap.what()).meter())
            .as("%s of %s", meter, cap.what())
            .isNotNull();
      }
    }
  }

  @Test
  void namesATestThatReachesEveryCap() {
    var tests = Sources.below(Path.of("src/test/java"), ".java");
    for (var row : rows()) {
      var file =
          tests.stream()
              .filter(test -> test.getFileName().toString().equals(row.group(2) + ".java"))
              .findFirst();
      assertThat(file).as(row.group(2)).isPresent();
      assertThat(Sources.read(file.orElseThrow())).contains("void " + row.group(3) + "(");
    }
  }

  @Test
  void letsInNoMoreConnectionsThanItMayAndThenTheNext() throws Exception {
    var open = new ArrayList<Socket>();
    try {
      for (var i = 0; i < 2 * CONNECTIONS; i++) {
        open.add(new Socket(InetAddress.getLoopbackAddress(), URI.create(HUB.edge()).getPort()));
      }
      await().until(() -> used("edge-connections") >= CONNECTIONS);
      assertThat(used("edge-connections")).isBetween((long) CONNECTIONS, CONNECTIONS + 1L);
    } finally {
      for (var socket : open) {
        socket.close();
      }
    }
    await().atMost(Duration.ofSeconds(15)).until(() -> post() == 401);
  }

  @Test
  void refusesWhenNoConnectionIsLeft() throws Exception {
    var cap = cap("database-connections");
    var taken = take(HUB.get(DataSource.class), cap);
    try {
      assertThat(cap.used().getAsLong()).isEqualTo(cap.limit().getAsLong());
      assertThat(order()).isEqualTo(503);
    } finally {
      close(taken);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> order() == 200);
  }

  @Test
  void handsOutNoMoreConnectionsForMarksThanItMay() throws Exception {
    var marks = HUB.get("marksDataSource", HikariDataSource.class);
    var cap = cap("database-marks");
    var taken = take(marks, cap);
    try {
      assertThat(cap.used().getAsLong()).isEqualTo(cap.limit().getAsLong());
      assertThatThrownBy(marks::getConnection).hasMessageContaining("request timed out");
    } finally {
      close(taken);
    }
  }

  @Test
  void sharesItsConnectionsToTheBroker() throws Exception {
    var cap = cap("broker-connections");
    var open = new ArrayList<jakarta.jms.Connection>();
    for (var i = 0; i < 2 * cap.limit().getAsLong(); i++) {
      open.add(HUB.get(ConnectionFactory.class).createConnection());
    }
    assertThat(cap.used().getAsLong()).isEqualTo(cap.limit().getAsLong());
    for (var connection : open) {
      connection.close();
    }
  }

  @Test
  void forgetsWhoWasAwayTheLongestWhenTooManyCome() throws Exception {
    var cap = cap("login-sessions");
    var page = URI.create(HUB.console() + "/");
    var look = HttpRequest.newBuilder(page).header("Accept", "text/html").build();
    var stranger = HttpClient.newHttpClient();
    for (var i = 0; i < cap.limit().getAsLong() + 10; i++) {
      assertThat(stranger.send(look, BodyHandlers.discarding()).statusCode()).isEqualTo(302);
    }
    assertThat(cap.used().getAsLong()).isEqualTo(cap.limit().getAsLong());
    assertThat(cap.refused().getAsLong()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void putsAsideAFileThatIsTooLarge() throws Exception {
    var store = Files.createDirectories(HUB.data().resolve("drops").resolve("17"));
    Files.write(store.resolve("huge.csv"), "x".repeat(1025).getBytes(UTF_8));

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> cap("dropped-file").refused().getAsLong() > 0);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              try (var files = Files.walk(HUB.data().resolve("drops"))) {
                return files.anyMatch(
                    file -> file.toString().contains("refused") && Files.isRegularFile(file));
              }
            });
  }

  /** Those that relays and workers hold just then come back within moments. */
  private static List<Connection> take(DataSource pool, Cap cap) {
    var taken = new ArrayList<Connection>();
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(
            () -> {
              taken.add(pool.getConnection());
              return taken.size() == cap.limit().getAsLong();
            });
    return taken;
  }

  private static void close(List<Connection> taken) throws Exception {
    for (var connection : taken) {
      connection.close();
    }
  }

  private static int post() throws Exception {
    return new SignedPost(HUB.edge(), "shop", "orders/create", new byte[] {'{', '}'}, "nobody")
        .status();
  }

  private static int order() throws Exception {
    var body = ("{\"id\":" + System.nanoTime() + "}").getBytes(UTF_8);
    return new SignedPost(HUB.edge(), "shop", "orders/create", body, WholeHub.WEBHOOK_SECRET)
        .status();
  }

  private static long used(String what) {
    return cap(what).used().getAsLong();
  }

  private static Map<String, Cap> caps() {
    return HUB.get(CapMeters.class).all().stream().collect(Collectors.toMap(Cap::what, c -> c));
  }

  private static Cap cap(String what) {
    return Objects.requireNonNull(caps().get(what), what);
  }

  private static List<MatchResult> rows() {
    return ROW.matcher(Sources.read(REFERENCE)).results().toList();
  }
}
