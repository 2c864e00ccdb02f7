package dev.crossdock.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * One channel takes connections and never answers; do the others notice? Runs the demo, lets the
 * marketplace fall silent for some minutes, and compares the lag of all other ways with what it was
 * just before, in the same run.
 *
 * <pre>java -cp … -Dblack-hole.seconds=600 dev.crossdock.demo.BlackHole</pre>
 */
public final class BlackHole {
  private static final String SILENT = "market";
  private static final int WARM_UP = 60;
  private static final int NORMAL = Integer.getInteger("black-hole.normal-seconds", 120);
  private static final int DEAD = Integer.getInteger("black-hole.seconds", 600);
  private static final int RATE = Integer.getInteger("black-hole.rate", 50);
  private static final String HEAP = System.getProperty("black-hole.heap", "512m");

  /** Half as much again, or so many milliseconds more, whichever is more. */
  private static final double MOST_TIMES = 1.5;

  private static final long MOST_MORE_MILLIS = 50;

  private static final Pattern AFTER_GC = Pattern.compile("->(\\d+)M\\(");

  private final Path folder;
  private final Path data;

  private BlackHole(Path folder) {
    this.folder = folder;
    this.data = folder.resolve("demo");
  }

  /** Ends with 1 when another channel became slower, or when something was lost. */
  public static void main(String[] args) throws Exception {
    var folder = Path.of(System.getProperty("black-hole.folder", "target/black-hole"));
    FileSystemUtils.deleteRecursively(folder);
    Files.createDirectories(folder);
    System.exit(new BlackHole(folder).run() ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    var process = demo();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    await(process, "traffic: ");
    var stage = Stage.in(data).orElseThrow();
    var control =
        new SandboxControl(
            stage.sandbox(), Files.readString(data.resolve("secrets/sandbox-token")));
    pass(process, WARM_UP);
    var from = Instant.now();
    pass(process, NORMAL);
    var silentFrom = Instant.now();
    say("the %s falls silent".formatted(SILENT));
    control.faults(SILENT, Map.of("latencyMillis", 3_600_000));
    pass(process, DEAD);
    var until = Instant.now();
    var numbers = new HubNumbers(database(stage));
    var owed = numbers.owed();
    var facts = control.facts();
    var reached = numbers.reached();
    control.faults(SILENT, Map.of());
    say("the %s answers again; %d are owed".formatted(SILENT, owed));
    // what was emitted in the last seconds may still be on its way
    var normal = lags(facts, reached, from, silentFrom.minusSeconds(5));
    var silent = lags(facts, reached, silentFrom, until.minusSeconds(5));
    var held = compare(normal, silent);
    process.waitFor(30, TimeUnit.MINUTES);
    say(
        "the demo ended with %d; highest heap after a collection %d MB of %s"
            .formatted(process.exitValue(), heap(), HEAP));
    return held && process.exitValue() == 0;
  }

  private Process demo() throws IOException {
    var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
    command.addAll(
        List.of(
            "-Xmx" + HEAP,
            "-XX:+ExitOnOutOfMemoryError",
            "-Xlog:gc:file=" + folder.resolve("gc.log"),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.crossdock.CrossdockApplication",
            "demo",
            "--for=%ds".formatted(WARM_UP + NORMAL + DEAD + 30),
            "--rate=" + RATE,
            "--planted=0",
            "--seed=7",
            "--data=" + data));
    var builder = new ProcessBuilder(command);
    return builder
        .redirectOutput(folder.resolve("demo.out").toFile())
        .redirectError(folder.resolve("demo.err").toFile())
        .start();
  }

  private void await(Process process, String words) throws IOException, InterruptedException {
    while (!Files.readString(folder.resolve("demo.err")).contains(words)) {
      pass(process, 1);
    }
  }

  private static void pass(Process process, int seconds) throws InterruptedException {
    if (process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the demo ended too early, with " + process.exitValue());
    }
  }

  private DriverManagerDataSource database(Stage stage) throws IOException {
    return new DriverManagerDataSource(
        "jdbc:postgresql://127.0.0.1:%d/crossdock".formatted(stage.database()),
        "crossdock_app",
        Files.readString(data.resolve("secrets/database-app")));
  }

  /** How long each fact of that time took, by way, without the silent one. */
  private static Map<String, List<Long>> lags(
      List<Oracle.Fact> facts, List<HubNumbers.Reached> reached, Instant from, Instant until) {
    var emitted = new HashMap<String, Oracle.Fact>();
    facts.stream()
        .filter(f -> !f.emittedAt().isBefore(from) && f.emittedAt().isBefore(until))
        .forEach(f -> emitted.put(f.key(), f));
    var lags = new TreeMap<String, List<Long>>();
    for (var arrival : reached) {
      var fact = emitted.get(arrival.key());
      if (fact != null && !arrival.channel().equals(SILENT)) {
        lags.computeIfAbsent(fact.channel() + " to " + arrival.channel(), way -> new ArrayList<>())
            .add(Duration.between(fact.emittedAt(), arrival.at()).toMillis());
      }
    }
    return lags;
  }

  private static boolean compare(Map<String, List<Long>> normal, Map<String, List<Long>> silent) {
    var held = !normal.isEmpty();
    for (var way : normal.keySet()) {
      var before = normal.get(way);
      var beside = silent.getOrDefault(way, List.of());
      held &= arrived(way, before.size(), beside.size());
      held &= asFast(way, LagMillis.of(before).p99(), LagMillis.of(beside).p99());
    }
    return held;
  }

  /** What never arrives has no lag, so it is counted. */
  private static boolean arrived(String way, int before, int beside) {
    var expected = (double) before * DEAD / NORMAL;
    var holds = beside >= 0.9 * expected;
    say(
        "%-14s %d arrived before, %d beside the silence (%.0f expected): %s"
            .formatted(way, before, beside, expected, word(holds)));
    return holds;
  }

  private static boolean asFast(String way, long before, long beside) {
    var most = Math.max(Math.round(before * MOST_TIMES), before + MOST_MORE_MILLIS);
    var holds = beside <= most;
    say(
        "%-14s p99 %d ms before, %d ms beside the silence (at most %d): %s"
            .formatted(way, before, beside, most, word(holds)));
    return holds;
  }

  private static String word(boolean holds) {
    return holds ? "holds" : "DOES NOT HOLD";
  }

  private long heap() throws IOException {
    try (var lines = Files.lines(folder.resolve("gc.log"))) {
      return lines
          .map(AFTER_GC::matcher)
          .filter(java.util.regex.Matcher::find)
          .mapToLong(m -> Long.parseLong(m.group(1)))
          .max()
          .orElse(0);
    }
  }

  private static void say(String words) {
    System.out.println(words);
  }
}
