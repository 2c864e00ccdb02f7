package dev.crossdock.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Injects every fault there is and says what came of it.
 *
 * <p>{@code ./mvnw -Pfaults verify} runs all that has not passed with this build yet; {@code
 * -Dfault=F-07} those that begin so; {@code -Dfaults.fresh} everything again; {@code
 * -Dfaults.seed=17} with other luck.
 */
public final class Suite {
  private static final Path FOLDER = Path.of("target/faults");
  private static final int LANES = 2;

  private final Passed passed;
  private final String only;
  private final long seed;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final List<String> details = new ArrayList<>();

  private Suite(Passed passed, String only, long seed) {
    this.passed = passed;
    this.only = only;
    this.seed = seed;
  }

  /** Runs; ends with 1 when something was found, or when a fault could not be injected here. */
  public static void main(String[] arguments) throws Exception {
    Files.createDirectories(FOLDER);
    var fresh = !System.getProperty("faults.fresh", "false").equals("false");
    var only = System.getProperty("fault", "").strip();
    var seed = Long.getLong("faults.seed", 1L);
    var suite = new Suite(Passed.of(FOLDER, fresh), only, seed);
    var good = suite.run(Faults.all());
    System.exit(good ? 0 : 1);
  }

  private boolean run(List<Fault> all) throws Exception {
    var began = System.nanoTime();
    var chosen = all.stream().filter(fault -> fault.id().startsWith(only)).toList();
    if (chosen.isEmpty()) {
      System.out.println("No fault begins with " + only + "; there are:");
      all.forEach(fault -> System.out.println("  " + fault.id()));
      return false;
    }
    chosen.forEach(fault -> rows.put(fault.id(), Row.skipped(fault.id(), "not reached")));
    var together = new ConcurrentLinkedQueue<>(chosen.stream().filter(Fault::parallel).toList());
    var lanes = new ArrayList<Thread>();
    for (int n = 0; n < LANES; n++) {
      lanes.add(new Thread(() -> drain(together), "lane-" + n));
    }
    lanes.forEach(Thread::start);
    for (var lane : lanes) {
      lane.join();
    }
    for (var fault : chosen) {
      if (!fault.parallel()) {
        inject(fault);
      }
    }
    return report((System.nanoTime() - began) / 1_000_000_000);
  }

  private void drain(Queue<Fault> faults) {
    for (var fault = faults.poll(); fault != null; fault = faults.poll()) {
      inject(fault);
    }
  }

  private void inject(Fault fault) {
    var before = passed.row(fault.id());
    if (before != null && only.isEmpty()) {
      put(before);
      return;
    }
    var began = System.nanoTime();
    var folder = FOLDER.resolve(fault.id().replaceAll("[^A-Za-z0-9.-]+", "-"));
    var run = new Fault.Run(folder, seed * 7919 + fault.id().hashCode(), scale());
    Row row;
    try {
      org.springframework.util.FileSystemUtils.deleteRecursively(folder);
      fault.injection().into(run);
      row = run.row(fault.id(), (System.nanoTime() - began) / 1_000_000_000);
    } catch (Fault.Skipped e) {
      row = Row.skipped(fault.id(), String.valueOf(e.getMessage()));
    } catch (Exception | AssertionError e) {
      var trace = new java.io.StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      run.problem("the fault itself failed: " + trace);
      row = run.row(fault.id(), (System.nanoTime() - began) / 1_000_000_000);
    }
    finish(fault, row, run, folder);
  }

  private static double scale() {
    return Double.parseDouble(System.getProperty("faults.scale", "1"));
  }

  private synchronized void finish(Fault fault, Row row, Fault.Run run, Path folder) {
    put(row);
    if (row.clean()) {
      passed.note(row);
      return;
    }
    var again =
        "./mvnw -Pfaults verify \"-Dfault=%s\" -Dfaults.seed=%d".formatted(fault.id(), seed);
    if (row.skipped().isEmpty()) {
      details.add("%s; kept in %s; again: %s".formatted(fault.id(), folder, again));
      run.details().forEach(detail -> details.add("    " + detail));
      System.out.println(details.get(details.size() - 1));
    }
  }

  private synchronized void put(Row row) {
    rows.put(row.fault(), row);
    System.out.println(Row.table(List.of(row)).lines().skip(2).findFirst().orElse(""));
    System.out.flush();
  }

  private synchronized boolean report(long seconds) throws IOException {
    var all = List.copyOf(rows.values());
    var text = new StringBuilder("# Faults\n\n");
    text.append(Row.table(all)).append('\n');
    text.append("Seed %d, %d minutes %d seconds.\n".formatted(seed, seconds / 60, seconds % 60));
    var skipped = all.stream().filter(row -> !row.skipped().isEmpty()).toList();
    if (!skipped.isEmpty()) {
      text.append("\nINCOMPLETE: %d faults were SKIPPED.\n".formatted(skipped.size()));
    }
    details.forEach(detail -> text.append('\n').append(detail).append('\n'));
    var good = all.stream().allMatch(row -> row.clean() || !row.skipped().isEmpty());
    text.append(good ? "\nNothing was lost or doubled.\n" : "\nFAILED.\n");
    Files.writeString(FOLDER.resolve("report.md"), text, StandardCharsets.UTF_8);
    System.out.println(text);
    return good;
  }
}
