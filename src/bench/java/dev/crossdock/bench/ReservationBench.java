package dev.crossdock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Nine hundred want the same SKU: how many reservations a second the API answers. */
final class ReservationBench {
  private static final String TOKEN = "api-token-of-the-bench-0123456789";

  /** As many connections as a storefront's servers keep while everybody buys. */
  private static final int CONNECTIONS = 256;

  private static final double FLOOR = 3.0;
  private static final double MOST_P99_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Settings settings;
  private final Report report;
  private final Consumer<String> say;

  ReservationBench(Settings settings, Report report, Consumer<String> say) {
    this.settings = settings;
    this.report = report;
    this.say = say;
  }

  /**
   * Measures.
   *
   * @param bare what plain SQL reserves in a second on this machine's own disk
   * @param slow the same where each flush takes a millisecond
   */
  void run(double bare, double slow) throws IOException, InterruptedException, SQLException {
    say.accept("reservations of one SKU");
    var how = "32 JDBC clients, autocommit, one conditional UPDATE each; median of 3 times 5 s";
    report.add("hotBare", "one row by plain SQL, reserved", bare, "/s", how);
    report.add("hotBareSlow", "the same, a flush takes 1 ms", slow, "/s", how);
    try (var hub = Hub.start(settings, false, Map.of("shop-api", TOKEN), channelsWithToken());
        var database = hub.database()) {
      Stock.fill(database);
      var loop = CONNECTIONS + " connections, closed loop";
      var perSecond = Bench.median(load(hub, 0, 0));
      report.add("hot", "one SKU through the API, reserved", perSecond, "/s", loop);
      report.add("hotRatio", "API to plain SQL", perSecond / bare, "", "same run, this disk");
      paced(hub, Math.round(perSecond / 2));
      hub.slowDisk(SlowDisk.MICROS);
      var delayed = Bench.median(load(hub, 0, 2_000_000_000L));
      report.add("hotSlow", "one SKU, a flush takes 1 ms", delayed, "/s", loop);
      report.ratio("hotSlowRatio", "API to plain SQL, 1 ms", delayed / slow, FLOOR, "ADR 0043");
    }
  }

  private void paced(Hub hub, long rate) throws IOException, InterruptedException {
    var p99 = load(hub, rate, 1_000_000_000L).path("p99Millis").asDouble();
    report.add("hotP99Millis", "the same at half that rate, p99", p99, "ms", "open loop");
    if (p99 > MOST_P99_MILLIS) {
      report.wrong(
          "A reservation took %.0f ms at half the highest rate (p99); expected at most %.0f."
              .formatted(p99, MOST_P99_MILLIS));
    }
  }

  private String channelsWithToken() throws IOException {
    var folder = settings.folder().resolve("channels").toAbsolutePath();
    Files.createDirectories(folder);
    try (var files = Files.list(WebShop.CHANNELS)) {
      for (var file : files.toList()) {
        var text = Files.readString(file);
        Files.writeString(
            folder.resolve(file.getFileName().toString()),
            text.replace("  webhook:", "  api: [ \"${secret:shop-api}\" ]\n  webhook:"));
      }
    }
    return "--hub.channels-dir=" + folder;
  }

  private JsonNode load(Hub hub, long rate, long first) throws IOException, InterruptedException {
    try (var load =
        Child.ours(
            settings.folder(),
            Load.class,
            Map.of("BENCH_SECRET", TOKEN),
            "what=reservations",
            "rate=" + rate,
            "port=" + hub.edge(),
            "connections=" + CONNECTIONS,
            "first=" + first,
            "prepare=100000",
            "warmup=" + settings.warmup().toMillis(),
            "window=" + settings.window().toMillis(),
            "windows=" + settings.windows())) {
      return load.result(PATIENCE);
    }
  }
}
