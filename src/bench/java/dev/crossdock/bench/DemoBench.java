package dev.crossdock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Four systems at 50 events a second: the demo, as anybody can run it. */
final class DemoBench {
  private static final int RATE = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Settings settings;
  private final Report report;
  private final Consumer<String> say;

  DemoBench(Settings settings, Report report, Consumer<String> say) {
    this.settings = settings;
    this.report = report;
    this.say = say;
  }

  void run() throws IOException, InterruptedException {
    say.accept("the demo at %d events a second".formatted(RATE));
    try (var demo =
        Child.hub(
            settings,
            "demo",
            java.util.Map.of(),
            "demo",
            "--for=%ds".formatted(settings.lag().toSeconds()),
            "--rate=" + RATE,
            "--planted=0",
            "--seed=7",
            "--data=" + settings.folder().resolve("demo"))) {
      demo.line("traffic: ", PATIENCE);
      var before = Proc.cpuMillis(demo.pid());
      var stopped = demo.line("traffic stopped", PATIENCE);
      var cpu = Proc.cpuMillis(demo.pid()) - before;
      var resident = (double) Proc.residentMegabytes(demo.pid());
      var events = Long.parseLong(stopped.replaceAll(".*after ([0-9]+) events.*", "$1"));
      var said = demo.result(PATIENCE);
      figures(said, (double) cpu / Math.max(1, events), resident);
      if (!demo.endedWell()) {
        report.wrong("the demo did not add up, so its figures mean nothing: " + said);
      }
    }
  }

  private void figures(JsonNode said, double cpu, double resident) {
    var how =
        "demo --for=%ds --rate=%d --seed=7: from a sale in the shop to the ERP's taking it"
            .formatted(settings.lag().toSeconds(), RATE);
    var webhook = said.path("lagMillisByWay").path("shop to erp");
    report.add("lagP50Millis", "lag of a webhook, p50", webhook.path("p50").asDouble(), "ms", how);
    report.add(
        "lagP99Millis", "lag of a webhook, p99", webhook.path("p99").asDouble(), "ms", "the same");
    var file = said.path("lagMillisByWay").path("tills to shop");
    report.add(
        "lagFileP99Millis",
        "lag of a till's file, p99",
        file.path("p99").asDouble(),
        "ms",
        "from its rename to the shop's showing it");
    report.add(
        "cpuMillis",
        "CPU of an event at 50 a second",
        cpu,
        "ms",
        "the hub's process, all deliveries and polls included");
    report.add(
        "residentMegabytes", "resident memory at 50 a second", resident, "MB", "the hub's process");
  }
}
