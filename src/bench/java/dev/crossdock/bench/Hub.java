package dev.crossdock.bench;

import dev.crossdock.platform.DatabaseLogin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The hub in its own process, with the project's own files and nobody at its channels' ends. */
final class Hub implements AutoCloseable {
  /** What its web shop signs with. */
  static final String SECRET = "whsec-of-the-bench-0123456789abcdef";

  /** What its other secrets are; a stand-in that is told the same lets it in. */
  static final String OTHERS = "nobody-asks";

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> SECRETS =
      List.of(
          "shop-access-token",
          "market-client-id",
          "market-client-secret",
          "market-refresh-token",
          "tills-api",
          "erp-password");

  private final Child child;
  private final Path data;
  private final int edge;
  private final long startMillis;

  private Hub(Child child, Path data, int edge, long startMillis) {
    this.child = child;
    this.data = data;
    this.edge = edge;
    this.startMillis = startMillis;
  }

  /**
   * Starts it, and waits until it is ready.
   *
   * @param paused whether it only keeps what it hears
   */
  static Hub start(Settings settings, boolean paused) throws IOException, InterruptedException {
    return start(settings, paused, Map.of());
  }

  /** The same, with more secrets and more settings, of which the last of a name counts. */
  static Hub start(
      Settings settings, boolean paused, Map<String, String> moreSecrets, String... more)
      throws IOException, InterruptedException {
    return start(settings, paused, secrets(moreSecrets), List.of(more));
  }

  /** The same, of a Java that is told more. */
  static Hub startWith(Settings settings, String javaOptions, String... more)
      throws IOException, InterruptedException {
    var environment = new HashMap<>(secrets(Map.of()));
    environment.put("JAVA_TOOL_OPTIONS", javaOptions);
    return start(settings, false, environment, List.of(more));
  }

  private static Hub start(
      Settings settings, boolean paused, Map<String, String> environment, List<String> more)
      throws IOException, InterruptedException {
    var data = settings.folder().resolve("hub").toAbsolutePath();
    Files.createDirectories(syncs(data));
    var console = freePort();
    var edge = freePort();
    var began = System.nanoTime();
    var arguments =
        Stream.concat(
            Stream.of(
                "run",
                "--hub.data-dir=" + data,
                "--hub.syncs-dir=" + syncs(data),
                "--hub.drops=" + data.resolve("drops"),
                "--hub.sandbox.url=http://127.0.0.1:1",
                "--hub.edge.address=127.0.0.1",
                "--hub.edge.port=" + edge,
                "--hub.delivery.inbox-paused=" + paused,
                "--server.port=" + console),
            more.stream());
    var child =
        Child.hub(settings, paused ? "hub-paused" : "hub", environment, lastOfEach(arguments));
    awaitReady(child, console);
    return new Hub(child, data, edge, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  private static String[] lastOfEach(Stream<String> arguments) {
    var last = new LinkedHashMap<String, String>();
    arguments.forEach(argument -> last.put(argument.split("=", 2)[0], argument));
    return last.values().toArray(String[]::new);
  }

  /** There are none at first. */
  private static Path syncs(Path data) {
    return data.resolve("syncs");
  }

  private static Map<String, String> secrets(Map<String, String> more) {
    return Stream.of(
            Map.of("shop-webhook", SECRET).entrySet().stream(),
            more.entrySet().stream(),
            SECRETS.stream().map(name -> Map.entry(name, OTHERS)))
        .flatMap(secrets -> secrets)
        .collect(
            Collectors.toMap(
                secret -> dev.crossdock.platform.SecretFiles.variable(secret.getKey()),
                Map.Entry::getValue));
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitReady(Child child, int console)
      throws IOException, InterruptedException {
    var client = HttpClient.newHttpClient();
    var ask =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/health/readiness".formatted(console)))
            .timeout(Duration.ofSeconds(5))
            .build();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (client.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        if (!child.isAlive()) {
          throw child.ended("before it was ready");
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    child.close();
    throw child.ended("and was not ready within " + PATIENCE);
  }

  int edge() {
    return edge;
  }

  /** From the start of the process to its readiness. */
  long startMillis() {
    return startMillis;
  }

  long cpuMillis() {
    return Proc.cpuMillis(child.pid());
  }

  long databaseCpuMillis() throws IOException {
    var lines = Files.readAllLines(data.resolve("postgres/data/postmaster.pid"));
    return Proc.cpuMillisOfAll(Long.parseLong(lines.get(0).strip()));
  }

  long residentMegabytes() {
    return Proc.residentMegabytes(child.pid());
  }

  /** Its database, as the owner of the tables. */
  Connection database() throws IOException, SQLException {
    var port = Files.readString(data.resolve("postgres/port")).strip();
    var password = Files.readString(data.resolve("secrets/database-owner")).strip();
    var url = "jdbc:postgresql://127.0.0.1:%s/crossdock".formatted(port);
    return new DatabaseLogin(url, "crossdock_owner", password).connect();
  }

  /** Has it run a sync of the project's own from now on, and now. */
  void sync(String id) throws IOException {
    Files.copy(Path.of("config/syncs").resolve(id + ".yaml"), syncs(data).resolve(id + ".yaml"));
  }

  /** From now on each flush of its database takes so long. */
  void slowDisk(int micros) throws IOException, SQLException {
    SlowDisk.under(data, micros);
  }

  @Override
  public void close() throws IOException {
    child.close();
  }
}
