package dev.crossdock.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.CrossdockApplication;
import dev.crossdock.delivery.ClaimPlan;
import dev.crossdock.edge.SignedPost;
import dev.crossdock.platform.DatabaseLogin;
import dev.crossdock.platform.LeftOverDatabase;
import dev.crossdock.platform.SecretFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * F-71: a million messages wait, are worked off, and meanwhile webhooks are acknowledged as ever.
 *
 * <p>The hub as shipped, a process of its own with 512 MB and the durable database it brings.
 */
class MillionWaitingFault {
  private static final String SECRET = "whsec-of-a-fault-0123456789abcdef";
  private static final int WAITING = 1_000_000;
  private static final int POSTERS = 8;
  private static final int PER_SECOND = 80;
  private static final Duration WARM = Duration.ofSeconds(10);
  private static final Duration MEASURED = Duration.ofSeconds(30);
  private static final double AS_BEFORE = 1.5;
  private static final double MILLIS_ABOVE = 50;

  private static final String ORDER =
      """
      {"id":__ID__,"name":"#1","created_at":"2026-06-01T09:30:00+01:00","updated_at":"2026-06-01T09:30:00+01:00",\
      "cancelled_at":null,"currency":"GBP","total_price":"19.00","total_tax":"0.00","taxes_included":true,"note":"__NOTE__","line_items":[{"id":9__ID__,"sku":"TEE","variant_id":41,\
      "variant_inventory_management":"shopify","requires_shipping":true,"gift_card":false,"title":"Tee","price":"19.00","quantity":1}],\
      "fulfillments":[],"refunds":[]}"""
          .replace("__NOTE__", "x".repeat(600));

  private static final String FILL =
      """
      insert into delivery_inbox (channel, topic, intake, shard, order_key, message_id, body, body_hash, headers, observed_at)
      select s.channel, s.topic, s.intake, g %% 16, (7000000000000 + g)::text, 'waiting-' || g,
             convert_to(replace(?, '__ID__', (7000000000000 + g)::text), 'UTF8'), sha256(g::text::bytea), s.headers,
             crossdock_now()
      from (select * from delivery_inbox limit 1) s, generate_series(1, %d) g
      """
          .formatted(WAITING);

  private static final String BOOK =
      """
      insert into delivery_book_entries (channel, hour, page, account, n)
      select channel, date_trunc('hour', received_at, 'UTC'), delivery_page(id), 'received', count(*)
      from delivery_inbox where message_id like 'waiting-%' group by 1, 2, 3
      """;

  private final List<Process> started = new ArrayList<>();
  private long next = 5_000_000_000_000L;

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void acknowledgesAsEverWhileAMillionWait(@TempDir Path data) throws Exception {
    try {
      run(data);
    } finally {
      stop();
      LeftOverDatabase.stop(data);
    }
  }

  /** Does it in that folder; the caller ends what it leaves running. */
  void run(Path data) throws Exception {
    var edge = freePort();
    var hub = hub(data, edge);
    try (var database = database(data)) {
      var sql = new JdbcTemplate(database);
      know(sql);
      p99(edge, WARM);
      var empty = p99(edge, MEASURED);

      sql.update(FILL, ORDER);
      sql.update(BOOK);
      sql.execute("analyze delivery_inbox");
      p99(edge, WARM); // the database still writes down what was just put in
      var full = p99(edge, MEASURED);

      var waiting = waiting(sql);
      var heap = heapMegabytes(hub);
      System.out.printf(
          "F-71 %,d waited, %,d still did: acknowledged in %.1f ms (p99), %.1f ms when nothing waited; heap %d MB of 512%n",
          WAITING, waiting, full, empty, heap);
      ClaimPlan.demandInbox(sql);
      assertThat(waiting).as("still waiting after the measurement").isGreaterThan(WAITING / 2);
      assertThat(full).isLessThanOrEqualTo(Math.max(AS_BEFORE * empty, empty + MILLIS_ABOVE));
      assertThat(hub.isAlive()).isTrue();
      assertThat(heap).isLessThan(512);
    }
  }

  private Process hub(Path data, int edge) throws IOException {
    var secrets = new SecretFiles(data, Map.of());
    List.of(
            "shop-access-token",
            "market-client-id",
            "market-client-secret",
            "market-refresh-token",
            "tills-api",
            "erp-password")
        .forEach(secrets::findOrInvent);
    secrets.keep("shop-webhook", SECRET);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                CrossdockApplication.class.getName(),
                "run",
                "--hub.data-dir=" + data,
                "--server.port=0",
                "--hub.edge.port=" + edge,
                "--hub.drops=" + data.resolve("drops"),
                "--hub.sandbox.url=http://127.0.0.1:1",
                "--hub.syncs-dir=" + data.resolve("no-syncs"))
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("hub.log").toFile())
            .start();
    started.add(process);
    await()
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptions()
        .until(() -> process.isAlive() && post(edge, "0") == 200);
    return process;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static SingleConnectionDataSource database(Path data) throws IOException, SQLException {
    var port = Files.readString(data.resolve("postgres/port")).strip();
    var password = Files.readString(data.resolve("secrets/database-owner")).strip();
    var url = "jdbc:postgresql://127.0.0.1:%s/crossdock".formatted(port);
    var login = new DatabaseLogin(url, "crossdock_owner", password);
    return new SingleConnectionDataSource(login.connect(), true);
  }

  private static void know(JdbcTemplate sql) {
    sql.update("insert into catalog_skus (sku) values ('TEE')");
    sql.update(
        "insert into catalog_references (channel, kind, code, sku) values ('shop', 'sku', 'TEE', 'TEE'), ('shop', 'variant', '41', 'TEE')");
    sql.update(
        "insert into inventory_levels (sku, location, on_hand, version) values ('TEE', 'dc', 100000000, 1)");
  }

  /** How long an acknowledgement took, from when it was due, in milliseconds. */
  private double p99(int edge, Duration time) throws Exception {
    var posters = Executors.newFixedThreadPool(POSTERS);
    var began = System.nanoTime();
    var pause = POSTERS * 1_000_000_000L / PER_SECOND;
    var tasks = new ArrayList<Callable<List<Long>>>();
    for (int p = 0; p < POSTERS; p++) {
      var first = began + p * pause / POSTERS;
      tasks.add(() -> poster(edge, first, pause, time.toNanos() / pause));
    }
    try {
      var all = new ArrayList<Long>();
      for (var one : posters.invokeAll(tasks)) {
        all.addAll(one.get());
      }
      Collections.sort(all);
      return all.get(all.size() * 99 / 100) / 1e6;
    } finally {
      posters.shutdownNow();
    }
  }

  private List<Long> poster(int edge, long first, long pause, long times) throws Exception {
    var took = new ArrayList<Long>();
    for (long n = 0; n < times; n++) {
      var due = first + n * pause;
      LockSupport.parkNanos(due - System.nanoTime());
      assertThat(post(edge, Long.toString(number()))).isEqualTo(200);
      took.add(System.nanoTime() - due);
    }
    return took;
  }

  private synchronized long number() {
    return next++;
  }

  private static int post(int edge, String id) throws IOException, InterruptedException {
    var body = ORDER.replace("__ID__", id).getBytes(UTF_8);
    return new SignedPost("http://127.0.0.1:" + edge, "shop", "orders/create", body, SECRET)
        .status();
  }

  private static int waiting(JdbcTemplate sql) {
    var waiting =
        sql.queryForObject(
            "select count(*) from delivery_inbox where state = 'received'", Integer.class);
    return waiting == null ? 0 : waiting;
  }

  private static int heapMegabytes(Process hub) throws IOException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var asked = new ProcessBuilder(jcmd, Long.toString(hub.pid()), "GC.heap_info").start();
    var said = new String(asked.getInputStream().readAllBytes(), UTF_8);
    var used = Pattern.compile("used (\\d+)K").matcher(said);
    assertThat(used.find()).as(said).isTrue();
    return Integer.parseInt(used.group(1)) / 1024;
  }
}
