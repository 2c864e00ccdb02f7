package dev.crossdock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Measures the hub and, in the same run, what this machine does at best; prints a table and one
 * line of JSON, and fails when the hub falls below a floor.
 *
 * <p>The load and everything that is measured run in processes of their own, on loopback only.
 */
public final class Bench {
  private static final double EDGE_FLOOR = 0.6;
  private static final double APPLIED_FLOOR = 0.35;
  private static final double COMMIT_FLOOR = 1.3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Settings settings;
  private final Report report = new Report();
  private final PrintStream out;
  private final long began = System.nanoTime();
  private long orders;

  private Bench(Settings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  /** Runs it; ends with 1 when a floor is missed. */
  public static void main(String[] args) throws Exception {
    var settings = Settings.fromProperties();
    var bench = new Bench(settings, System.out);
    bench.run();
    bench.report.print(System.out);
    System.exit(bench.report.missed().isEmpty() || settings.onlyReport() ? 0 : 1);
  }

  private void run() throws Exception {
    Child.remove(settings.folder());
    if (settings.measures("intake")) {
      var receiver = receiver();
      var hub = new HubBench(settings, report, this::load, this::say);
      var edge = hub.edge(receiver, EDGE_FLOOR);
      hub.atWork(edge, jdbc(), APPLIED_FLOOR);
      commits();
    }
    if (settings.measures("reservations")) {
      var bare = median(threads(BareHot.class, "hot", 5, "flush=0"));
      var slow = median(threads(BareHot.class, "hot-slow", 5, "flush=" + SlowDisk.MICROS));
      new ReservationBench(settings, report, this::say).run(bare, slow);
    }
    if (settings.measures("compare")) {
      new CompareBench(settings, report, this::say).run();
      new CatalogueBench(settings, report, this::say).run();
    }
    if (settings.measures("demo")) {
      new DemoBench(settings, report, this::say).run();
    }
  }

  private void say(String words) {
    var elapsed = Duration.ofNanos(System.nanoTime() - began);
    out.printf("%6.1f s  %s%n", elapsed.toMillis() / 1000.0, words);
    out.flush();
  }

  private double receiver() throws IOException, InterruptedException {
    say("the bare receiver");
    try (var bare =
        Child.ours(
            settings.folder(),
            BareReceiver.class,
            Map.of("BENCH_SECRET", Hub.SECRET),
            "folder=" + settings.folder().resolve("bare"))) {
      var ready = bare.line("ready ", PATIENCE);
      var port = Integer.parseInt(ready.replaceAll("[^0-9]", ""));
      var perSecond = median(load(port, settings.windows()));
      report.add(
          "receiver",
          "bare receiver, acknowledged",
          perSecond,
          "/s",
          "JDK HTTP server, signature check, insert with shared commits; 32 connections, "
              + windows());
      return perSecond;
    }
  }

  private JsonNode load(int port, int windows) throws IOException, InterruptedException {
    var seconds = settings.warmup().plus(settings.window().multipliedBy(windows)).toSeconds();
    try (var load =
        Child.ours(
            settings.folder(),
            Load.class,
            Map.of("BENCH_SECRET", Hub.SECRET),
            "what=orders",
            "rate=0",
            "port=" + port,
            "connections=" + Settings.CONNECTIONS,
            "first=" + orders,
            "prepare=" + seconds * 5000,
            "warmup=" + settings.warmup().toMillis(),
            "window=" + settings.window().toMillis(),
            "windows=" + windows)) {
      var result = load.result(PATIENCE);
      orders += 10_000_000;
      if (result.path("refused").asLong() > 0) {
        say("%s webhooks were refused".formatted(result.path("refused")));
      }
      return result;
    }
  }

  private double jdbc() throws IOException, InterruptedException {
    say("bare JDBC");
    var perSecond = median(threads(BareJdbc.class, "jdbc", 5));
    report.add(
        "jdbc",
        "bare JDBC, applied",
        perSecond,
        "/s",
        "one transaction each: insert inbox, update level, insert movement, insert outbox; 32 threads, median of 3 times 5 s");
    return perSecond;
  }

  private void commits() throws IOException, InterruptedException {
    say("a commit each, and shared commits");
    var both = threads(Commits.class, "commits", 2);
    var alone = both.path("alone").asDouble();
    var together = both.path("together").asDouble();
    var how = "the hub's own insert from 32 threads, by turns, median of 3 turns";
    report.add("commitEach", "kept with a commit each", alone, "/s", how);
    report.add("commitShared", "kept with shared commits", together, "/s", how);
    report.ratio(
        "commitRatio",
        "shared commits to a commit each",
        together / alone,
        COMMIT_FLOOR,
        "ADR 0005");
  }

  private JsonNode threads(Class<?> main, String folder, int seconds, String... more)
      throws IOException, InterruptedException {
    var window = Math.min(settings.window().toMillis(), seconds * 1000L);
    try (var child =
        Child.ours(
            settings.folder(),
            main,
            Map.of(),
            Stream.concat(
                    Stream.of(
                        "folder=" + settings.folder().resolve(folder),
                        "connections=" + Settings.CONNECTIONS,
                        "warmup=" + Math.min(settings.warmup().toMillis(), seconds * 1000L),
                        "window=" + window,
                        "windows=3",
                        "turns=3"),
                    Stream.of(more))
                .toArray(String[]::new))) {
      return child.result(PATIENCE);
    }
  }

  private String windows() {
    return "median of %d times %d s".formatted(settings.windows(), settings.window().toSeconds());
  }

  static double median(JsonNode measured) {
    return Windows.median(
        StreamSupport.stream(measured.path("perSecond").spliterator(), false)
            .mapToDouble(JsonNode::asDouble)
            .toArray());
  }

  /** Posts webhooks from a process of its own. */
  interface Loading {
    JsonNode on(int port, int windows) throws IOException, InterruptedException, SQLException;
  }
}
