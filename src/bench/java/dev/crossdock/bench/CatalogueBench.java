package dev.crossdock.bench;

import dev.crossdock.kernel.Json;
import dev.crossdock.platform.DatabaseLogin;
import dev.crossdock.platform.database.BenchDatabase;
import dev.crossdock.sandbox.SandboxMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A shop of a million goods that is read over HTTP and compared, as every night: from the first
 * line that comes to the last divergence that is written down.
 */
final class CatalogueBench {
  private static final int ROWS = 1_000_000;
  private static final int DIFFERS = 1_000;
  private static final String SYNC = "snapshot-stock-shop";
  private static final String TOKEN = "control-token-of-the-bench";
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Pattern AFTER_COLLECTION = Pattern.compile("->(\\d+)M\\(");

  /** What the shop was told, line by line what it holds; but for one in a thousand. */
  private static final String TOLD =
      """
      insert into delivery_targets (channel, sku, slot, desired, version, owed_at, sent, sent_version, sent_at, confirmed_version,
                                    confirmed_at, seen, seen_at)
      select 'shop', v.sku, s.slot, v.n, 1, at, v.n, 1, at, 1, at, v.n, at
      from (select sku, n from unnest(?::text[], ?::integer[]) b (sku, n)
            union all
            select 'GOOD-' || lpad(i::text, 7, '0'), (i * 7919::bigint %% 97 + case when i %% %2$d = 0 then 40 else 0 end)::integer
            from generate_series(0, %1$d - 1) as g (i)) v,
           (select min(slot) as slot from delivery_slots where channel = 'shop') s,
           (select crossdock_now() - interval '1 day' as at) day
      """;

  private static final String TOLD_EARLIER =
      """
      insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at, sent_at, confirmed_at)
      select channel, sku, slot, version, desired, owed_at, sent_at, confirmed_at from delivery_targets
      """;

  private static final String BEGUN =
      "select pages from sync_snapshots where sync = ? and pages > 0 order by id limit 1";

  private static final String COMPARED =
      """
      select d.observed, d.suspected, d.outcome, d.millis / 1000.0 as comparing,
             extract(epoch from d.compared_at - r.started_at) as whole
      from divergence_runs d join sync_runs r on r.sync = d.sync
      where d.sync = ? order by d.id, r.id limit 1
      """;

  /** How the shop hands out what it holds. */
  private enum Way {
    FILE("compareWhole", "the file that it writes"),
    PAGES("comparePaged", "its pages of 100");

    private final String figure;
    private final String words;

    Way(String figure, String words) {
      this.figure = figure;
      this.words = words;
    }
  }

  private final Settings settings;
  private final Report report;
  private final Consumer<String> say;

  CatalogueBench(Settings settings, Report report, Consumer<String> say) {
    this.settings = settings.within("catalogue");
    this.report = report;
    this.say = say;
  }

  void run() throws IOException, InterruptedException, SQLException {
    say.accept("reading and comparing a shop of %d goods".formatted(ROWS));
    Files.createDirectories(settings.folder());
    var port = Hub.freePort();
    // the shop first: a hub that finds it silent leaves it alone for a while
    try (var goods = BenchDatabase.start(settings.folder().resolve("shop-database"));
        var shop = shop(goods.owner(), port)) {
      shop.line("sandbox ready", PATIENCE);
      control(port, "catalogue", Map.of("more", ROWS));
      // at the hundred points a second of a small shop its pages take two hours
      control(port, "limits", Map.of("shopPointsPerSecond", 1e6, "shopMaxPoints", 1e6));
      for (var way : Way.values()) {
        read(goods.owner(), port, way);
      }
    }
  }

  private void read(DatabaseLogin goods, int port, Way way)
      throws IOException, InterruptedException, SQLException {
    var collections = settings.folder().resolve(way.figure + "-gc.log").toAbsolutePath();
    try (var hub =
            Hub.startWith(
                settings.within(way.figure),
                "-Xmx%dm -Xlog:gc:file=%s".formatted(CompareBench.MEGABYTES, collections),
                "--hub.sandbox.url=http://127.0.0.1:" + port,
                "--hub.connectors-dir=" + connectors(way));
        var database = hub.database()) {
      fill(goods, database);
      say.accept("the shop holds them, and was told so; reading " + way.words);
      hub.sync(SYNC);
      var begun = await(database, BEGUN, row -> System.nanoTime());
      say.accept("the first of them have come");
      var compared = await(database, COMPARED, Compared::of);
      figures(way, compared, (System.nanoTime() - begun) / 1e9, collections);
    }
  }

  /** The connectors as they are; for pages, of a shop that writes no files. */
  private Path connectors(Way way) throws IOException {
    var ours = Path.of("connectors");
    if (way == Way.FILE) {
      return ours.toAbsolutePath();
    }
    var folder = settings.folder().resolve("connectors").toAbsolutePath();
    try (var files = Files.walk(ours)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = folder.resolve(ours.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, Files.readString(file).replaceAll("(?m)^    file: .*$", ""));
      }
    }
    return folder;
  }

  /** The stand-in, that posts nothing to anybody. */
  private Child shop(DatabaseLogin login, int port) throws IOException {
    return Child.ours(
        settings.folder(),
        SandboxMain.class,
        Map.of(
            "CROSSDOCK_SANDBOX_TOKEN", TOKEN,
            "CROSSDOCK_SANDBOX_SHOP_TOKEN", Hub.OTHERS,
            "CROSSDOCK_SANDBOX_SHOP_SECRET", Hub.SECRET,
            "CROSSDOCK_SANDBOX_TILLS_TOKEN", Hub.OTHERS,
            "CROSSDOCK_SANDBOX_MARKET_CLIENT_ID", Hub.OTHERS,
            "CROSSDOCK_SANDBOX_MARKET_CLIENT_SECRET", Hub.OTHERS,
            "CROSSDOCK_SANDBOX_MARKET_REFRESH_TOKEN", Hub.OTHERS,
            "CROSSDOCK_SANDBOX_DB_PASSWORD", login.password()),
        "--port=" + port,
        "--jdbc-url=" + login.url(),
        "--jdbc-user=" + login.user(),
        "--hub=http://127.0.0.1:1",
        "--drops=" + settings.folder().resolve("shop-drops"),
        "--data=" + settings.folder().resolve("shop"),
        "--with-parent");
  }

  private static void control(int port, String what, Map<String, ?> said)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/control/%s".formatted(port, what)))
            .header("Authorization", "Bearer " + TOKEN)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(Json.write(said)))
            .build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the shop did not take its %s: %s".formatted(what, answer.body()));
    }
  }

  private static void fill(DatabaseLogin goods, Connection database) throws SQLException {
    try (var stock = goods.connect();
        var asked = stock.createStatement();
        var bought =
            asked.executeQuery(
                "select array_agg(sku order by sku), array_agg(quantity order by sku)"
                    + " from sandbox.holdings where channel = 'shop'");
        var told = database.prepareStatement(TOLD.formatted(ROWS, DIFFERS));
        var more = database.createStatement()) {
      bought.next();
      told.setArray(1, bought.getArray(1));
      told.setArray(2, bought.getArray(2));
      told.executeUpdate();
      more.execute(TOLD_EARLIER);
      more.execute("vacuum (analyze) delivery_targets");
      more.execute("analyze delivery_target_changes");
    }
  }

  private static <T> T await(Connection database, String question, Row<T> row)
      throws IOException, SQLException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var answer = ask(database, question, row);
      if (answer.isPresent()) {
        return answer.get();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new IOException("within %s nothing came of %s".formatted(PATIENCE, SYNC));
  }

  private static <T> Optional<T> ask(Connection database, String question, Row<T> row)
      throws SQLException {
    try (var asked = database.prepareStatement(question)) {
      asked.setString(1, SYNC);
      try (var answer = asked.executeQuery()) {
        return answer.next() ? Optional.of(row.of(answer)) : Optional.empty();
      }
    }
  }

  private void figures(Way way, Compared compared, double seconds, Path collections)
      throws IOException {
    var reading = seconds - compared.comparing();
    report.add(
        way.figure,
        "shop of %d goods read and compared".formatted(ROWS),
        compared.lines() / seconds,
        "/s",
        "from the first of %s over HTTP to the last divergence; one in %d differs"
            .formatted(way.words, DIFFERS));
    report.add(way.figure + "Read", "of that: read, mapped, staged", reading, "s", "the same run");
    report.add(way.figure + "Compare", "of that: compared", compared.comparing(), "s", "the same");
    report.add(
        way.figure + "Seconds",
        "from the sync's start to the last divergence",
        compared.whole(),
        "s",
        "%.0f s of it until the first came".formatted(compared.whole() - seconds));
    report.add(
        way.figure + "Heap",
        "highest heap of the hub meanwhile",
        heap(collections),
        "MB",
        "of %d MB, after a collection".formatted(CompareBench.MEGABYTES));
    if (compared.suspected() != ROWS / DIFFERS || !compared.outcome().equals("compared")) {
      report.wrong(
          "Reading and comparing a shop of %d goods found %d that differ (%s); expected %d."
              .formatted(ROWS, compared.suspected(), compared.outcome(), ROWS / DIFFERS));
    }
  }

  private static int heap(Path collections) throws IOException {
    try (var lines = Files.lines(collections)) {
      return lines
          .map(AFTER_COLLECTION::matcher)
          .filter(java.util.regex.Matcher::find)
          .mapToInt(found -> Integer.parseInt(found.group(1)))
          .max()
          .orElse(0);
    }
  }

  /** What became of it. */
  private record Compared(
      long lines, long suspected, String outcome, double comparing, double whole) {
    static Compared of(ResultSet row) throws SQLException {
      return new Compared(
          row.getLong("observed"),
          row.getLong("suspected"),
          row.getString("outcome"),
          row.getDouble("comparing"),
          row.getDouble("whole"));
    }
  }

  /** Reads a row. */
  private interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }
}
