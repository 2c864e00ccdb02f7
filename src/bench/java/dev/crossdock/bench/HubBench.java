package dev.crossdock.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The hub's edge, and the hub's whole way from inbox to ledger. */
final class HubBench {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ROUNDS = 3;
  private static final long FIRST = 9_000_000_000L;

  private final Settings settings;
  private final Report report;
  private final Bench.Loading load;
  private final Consumer<String> say;

  HubBench(Settings settings, Report report, Bench.Loading load, Consumer<String> say) {
    this.settings = settings;
    this.report = report;
    this.load = load;
    this.say = say;
  }

  /** Webhooks acknowledged while nothing is worked off. */
  double edge(double receiver, double floor)
      throws IOException, InterruptedException, SQLException {
    say.accept("the hub's edge");
    try (var hub = Hub.start(settings, true);
        var database = hub.database()) {
      report.add(
          "firstStartMillis",
          "first start",
          (double) hub.startMillis(),
          "ms",
          "process start to readiness, making its database");
      Stock.fill(database);
      var measured = load.on(hub.edge(), settings.windows());
      var perSecond = Bench.median(measured);
      report.add(
          "edge", "hub's edge, acknowledged", perSecond, "/s", "the same load, inbox paused");
      report.add(
          "edgeP99Millis",
          "hub's edge, p99 of an answer",
          measured.path("p99Millis").asDouble(),
          "ms",
          "at 32 connections, closed loop");
      report.ratio(
          "edgeRatio", "hub's edge to bare receiver", perSecond / receiver, floor, "same run");
      Stock.forgetMessages(database);
      return perSecond;
    }
  }

  /** Everything running: webhooks acknowledged meanwhile, then what was kept is worked off. */
  void atWork(double edge, double jdbc, double floor)
      throws IOException, InterruptedException, SQLException {
    say.accept("the hub at work");
    try (var hub = Hub.start(settings, false);
        var database = hub.database()) {
      report.add(
          "startMillis",
          "start",
          (double) hub.startMillis(),
          "ms",
          "process start to readiness, database there");
      var busy = Bench.median(load.on(hub.edge(), 1));
      report.add(
          "edgeBusy",
          "hub's edge with everything running",
          busy,
          "/s",
          "the same load once, mapped and applied meanwhile; %.2f of paused"
              .formatted(busy / edge));
      drained(database);
      applied(hub, database, jdbc, floor);
    }
  }

  private void applied(Hub hub, Connection database, double jdbc, double floor)
      throws IOException, InterruptedException, SQLException {
    var rounds = new double[ROUNDS];
    var cpu = -hub.cpuMillis();
    var databaseCpu = 0L;
    var preloading = 0L;
    for (int round = 0; round < ROUNDS; round++) {
      say.accept("working off %d messages".formatted(settings.messages()));
      preloading -= hub.cpuMillis();
      database.setAutoCommit(false);
      Stock.hear(database, WebShop.read(), FIRST + round * 1_000_000L, settings.messages());
      preloading += hub.cpuMillis();
      databaseCpu -= hub.databaseCpuMillis();
      rounds[round] = round(hub, database, FIRST + 500_000_000L + round);
      databaseCpu += hub.databaseCpuMillis();
    }
    cpu += hub.cpuMillis() - preloading;
    var unexpected = Stock.unexpected(database);
    if (!unexpected.isEmpty()) {
      report.wrong("a message was not applied but " + unexpected);
    }
    figures(
        Windows.median(rounds),
        jdbc,
        floor,
        (double) cpu / ROUNDS / settings.messages(),
        (double) databaseCpu / ROUNDS / settings.messages());
    report.add(
        "residentBusyMegabytes",
        "resident memory after that",
        (double) hub.residentMegabytes(),
        "MB",
        "the hub's process, with the JVM's default heap; its database apart");
  }

  private double round(Hub hub, Connection database, long bell)
      throws IOException, InterruptedException, SQLException {
    var from = Stock.time(database, "select clock_timestamp()");
    database.commit();
    database.setAutoCommit(true);
    ring(hub, bell);
    drained(database);
    var to = Stock.time(database, "select max(closed_at) from delivery_inbox");
    return settings.messages() * 1000.0 / (to.getTime() - from.getTime());
  }

  private void figures(
      double perSecond, double jdbc, double floor, double cpu, double databaseCpu) {
    var how =
        "%d kept orders of one line, 1,000 SKUs, through relay, broker, mapping and ledger; median of %d"
            .formatted(settings.messages(), ROUNDS);
    report.add("applied", "hub, applied", perSecond, "/s", how);
    report.ratio("appliedRatio", "hub's applied to bare JDBC", perSecond / jdbc, floor, "same run");
    report.add("cpuMillisBusy", "CPU of a message, at full speed", cpu, "ms", "the hub's process");
    report.add(
        "cpuMillisBusyDatabase",
        "CPU of a message, at full speed",
        databaseCpu,
        "ms",
        "its PostgreSQL");
  }

  /** One webhook tells the relay that something is there. */
  private static void ring(Hub hub, long number) throws IOException, InterruptedException {
    var shop = WebShop.read();
    var body = Orders.body(number, shop.system());
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d%s".formatted(hub.edge(), shop.path())))
            .header(shop.topicHeader(), shop.topic())
            .header(shop.idHeader(), "bell-" + number)
            .header(shop.signatureHeader(), new Orders(shop, Hub.SECRET).signature(body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    if (answer.statusCode() != 200) {
      throw new IOException("a webhook was answered " + answer.statusCode());
    }
  }

  private static void drained(Connection database) throws IOException, SQLException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Stock.open(database)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("messages were still open after " + PATIENCE);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }
}
