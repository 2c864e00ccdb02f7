package dev.crossdock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.divergence.compare.CompareRun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** Two catalogues: how fast the hub compares them, and how fast the database could at best. */
final class CompareBench {
  private static final double FLOOR = 0.7;
  private static final int DIFFERS = 1_000;
  private static final List<Integer> SIZES = List.of(100_000, 1_000_000, 10_000_000);

  /** What takes a minute and more needs no median of many. */
  private static final Map<Integer, Integer> TURNS = Map.of(100_000, 15, 1_000_000, 7);

  private static final int FEWEST_TURNS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(40);

  /** What the process that compares may have; it would end without a result if it needed more. */
  static final int MEGABYTES = 512;

  private final Settings settings;
  private final Report report;
  private final Consumer<String> say;

  CompareBench(Settings settings, Report report, Consumer<String> say) {
    this.settings = settings;
    this.report = report;
    this.say = say;
  }

  void run() throws IOException, InterruptedException {
    for (int rows : SIZES) {
      if (rows <= settings.compareRows()) {
        compare(rows);
      }
    }
  }

  private void compare(int rows) throws IOException, InterruptedException {
    say.accept("comparing %d lines".formatted(rows));
    var name = "compare" + rows;
    var turns = TURNS.getOrDefault(rows, FEWEST_TURNS);
    var folder = settings.folder().resolve(name);
    JsonNode measured;
    try (var child =
        Child.ours(
            settings.folder(),
            CompareRun.class,
            Map.of("JAVA_TOOL_OPTIONS", "-Xmx%dm".formatted(MEGABYTES)),
            folder.toString(),
            "" + rows,
            "" + turns)) {
      measured = child.result(PATIENCE);
    }
    Child.remove(folder);
    var bare = median(measured.path("bare"));
    var ours = median(measured.path("compare"));
    var how = "median of %d turns by turns, one line in %d differs".formatted(turns, DIFFERS);
    report.add(name + "Bare", "full outer join of %d lines".formatted(rows), bare, "/s", how);
    report.add(name, "compared, %d lines".formatted(rows), ours, "/s", how);
    report.ratio(
        name + "Ratio", "compare to bare join, %d".formatted(rows), ours / bare, FLOOR, "same run");
    report.add(
        name + "Heap",
        "highest heap, %d lines".formatted(rows),
        measured.path("heapMegabytes").asDouble(),
        "MB",
        "of %d MB, with what was not collected yet".formatted(MEGABYTES));
    requireFound(rows, measured.path("suspected").asLong());
  }

  private void requireFound(int rows, long found) {
    if (found != rows / DIFFERS) {
      report.wrong(
          "Comparing %d lines found %d that differ; expected %d."
              .formatted(rows, found, rows / DIFFERS));
    }
  }

  private static double median(JsonNode perSecond) {
    return Windows.median(
        StreamSupport.stream(perSecond.spliterator(), false)
            .mapToDouble(JsonNode::asDouble)
            .toArray());
  }
}
