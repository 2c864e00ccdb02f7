package dev.crossdock.demo;

import dev.crossdock.kernel.Json;
import dev.crossdock.sync.Syncs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Hub and stand-ins for a while, without waiting for a person, and at the end a sum that must come
 * out even.
 *
 * <p>The stand-ins outlive a killed hub; going on finds them again.
 */
public final class Demo {
  private static final Duration LEARN = Duration.ofSeconds(90);
  private static final Duration ASK_SELDOM = Duration.ofSeconds(10);
  private static final Duration ASK_OFTEN = Duration.ofSeconds(2);
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private static final List<String> PLANTED = List.of("bad-row", "unknown-barcode");

  private final DemoOptions options;
  private final Supplier<SpringApplication> hub;
  private final Terminal terminal;

  /**
   * Prepares one.
   *
   * @param hub ready to be started
   * @param progress where the person who waits looks
   */
  public Demo(DemoOptions options, Supplier<SpringApplication> hub, PrintStream progress) {
    this.options = options;
    this.hub = hub;
    this.terminal = new Terminal(progress);
  }

  /**
   * Runs it to its end.
   *
   * @return the report as one line of JSON, and whether everything added up
   */
  public Outcome run() throws IOException, InterruptedException {
    try (var folder = DemoFolder.hold(options.data())) {
      if (!options.resume()) {
        folder.clear();
      }
      return staged(folder.path());
    }
  }

  /**
   * How it ended.
   *
   * @param json the report
   * @param holds whether everything added up
   */
  public record Outcome(String json, boolean holds) {}

  private Outcome staged(Path data) throws IOException, InterruptedException {
    var stage = Stage.in(data).orElseGet(() -> Stage.anywhere(options.seed())).keep(data);
    var secrets = new SandboxSecrets(data);
    terminal.say("starting hub and sandbox; their logs are in %s".formatted(data));
    var application = hub.get();
    var alongside = Alongside.of(application, () -> sandbox(data, stage, secrets));
    try (var context = application.run(arguments(data, stage))) {
      var control = new SandboxControl(alongside.sandbox().port(), secrets.token());
      var numbers = new HubNumbers(context.getBean(DataSource.class));
      return played(data, stage, context, control, new Measure(numbers, control));
    }
  }

  private String[] arguments(Path data, Stage stage) {
    var arguments = new ArrayList<String>();
    arguments.add("--hub.data-dir=" + data);
    arguments.add("--server.port=" + stage.console());
    arguments.add("--server.address=127.0.0.1");
    arguments.add("--hub.edge.port=" + stage.edge());
    arguments.add("--hub.edge.address=127.0.0.1");
    arguments.add("--logging.file.name=" + data.resolve("hub.log"));
    arguments.add("--logging.threshold.console=OFF");
    stage.settings(data).forEach((name, value) -> arguments.add("--%s=%s".formatted(name, value)));
    arguments.addAll(options.settings());
    return arguments.toArray(String[]::new);
  }

  private SandboxProcess sandbox(Path data, Stage stage, SandboxSecrets secrets)
      throws IOException, InterruptedException {
    var alive = SandboxProcess.alive(data, secrets.token());
    if (alive.isPresent()) {
      terminal.say("the sandbox is still there");
      return alive.get();
    }
    return SandboxProcess.start(data, stage, secrets, false);
  }

  private Outcome played(
      Path data,
      Stage stage,
      ConfigurableApplicationContext context,
      SandboxControl sandbox,
      Measure measure) {
    var clock = context.getBean(Clock.class);
    var syncs = context.getBean(Syncs.class);
    var from = stage.trafficFrom();
    var until = stage.trafficUntil();
    if (from == null || until == null) {
      learn(measure, syncs);
      from = clock.instant();
      until = from.plus(options.lasting());
      stage.traffic(from, until).keep(data);
      begin(sandbox);
    } else {
      goOn(sandbox, measure, clock.instant().isBefore(until));
    }
    traffic(clock, until, measure);
    sandbox.stopTraffic();
    terminal.say("traffic stopped after %d events; settling".formatted(sandbox.emitted()));
    return outcome(settle(syncs, measure, from));
  }

  /** The look at which all added up counts; a later one may find the next thing in progress. */
  private Measure.Look settle(Syncs syncs, Measure measure, Instant from) {
    var settled = new AtomicReference<Measure.@Nullable Look>();
    Asking.during(
        syncs,
        ASK_OFTEN,
        () ->
            Settling.await(
                options.settle(),
                MOMENT,
                () -> {
                  settled.set(measure.settled(from).orElse(null));
                  return settled.get() != null;
                }));
    var look = settled.get();
    if (look == null) {
      terminal.say("not settled after %d s".formatted(options.settle().toSeconds()));
      return measure.look(from);
    }
    return look;
  }

  private void goOn(SandboxControl sandbox, Measure measure, boolean selling) {
    terminal.say("going on: %s".formatted(measure.standing()));
    if (selling) {
      sandbox.traffic(options.rate());
    }
  }

  private void learn(Measure measure, Syncs syncs) {
    terminal.say("learning the catalogue");
    if (!Asking.during(syncs, ASK_SELDOM, () -> Settling.await(LEARN, MOMENT, measure::learned))) {
      terminal.say("going on although not all is learned: %s".formatted(measure.standing()));
      measure.agreement().examples(5).forEach(example -> terminal.say("  %s".formatted(example)));
    }
  }

  private void begin(SandboxControl sandbox) {
    sandbox.faults(
        "shop",
        Map.of(
            "lostShare", options.lost(),
            "duplicatedShare", options.duplicated(),
            "reorderSeconds", options.reorderSeconds(),
            "throttledShare", options.throttled()));
    sandbox.faults("market", Map.of("throttledShare", options.throttled()));
    sandbox.traffic(options.rate());
    if (options.planted() > 0) {
      PLANTED.forEach(kind -> sandbox.plant(kind, options.planted()));
    }
    terminal.say("traffic: %s events a second".formatted(options.rate()));
  }

  private void traffic(Clock clock, Instant until, Measure measure) {
    var next = clock.instant().plusSeconds(10);
    while (clock.instant().isBefore(until) && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      if (clock.instant().isAfter(next)) {
        terminal.say(measure.standing());
        next = next.plusSeconds(10);
      }
    }
  }

  private Outcome outcome(Measure.Look look) {
    look.lag().ways().forEach(terminal::say);
    if (look.equation().holds()) {
      terminal.say("everything adds up: %d facts".formatted(look.facts()));
    } else {
      look.equation()
          .broken()
          .forEach(broken -> terminal.say("does not add up: %s".formatted(broken)));
    }
    return new Outcome(Json.text(look.report()), look.equation().holds());
  }
}
