package dev.crossdock.bench;

import dev.crossdock.kernel.Json;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures, each with how it was measured, and the floors they must not fall below. */
final class Report {
  private record Figure(String key, String name, BigDecimal value, String unit, String how) {}

  private final List<Figure> figures = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();

  /**
   * Takes a figure.
   *
   * @param key in the line of JSON
   * @param how it was measured, in one line
   */
  Report add(String key, String name, double value, String unit, String how) {
    var places = Math.abs(value) >= 100 ? 0 : 2;
    var rounded = BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP);
    figures.add(new Figure(key, name, rounded, unit, how));
    return this;
  }

  /** Takes a ratio, and demands a least one. */
  Report ratio(String key, String name, double ratio, double least, String how) {
    add(key, name, ratio, "(>= %.2f)".formatted(least), how);
    if (ratio < least) {
      missed.add(
          "%s is %.2f and must be at least %.2f; make it faster, or change the floor by an ADR with the profile that shows why."
              .formatted(name, ratio, least));
    }
    return this;
  }

  /** Something that makes a figure worthless. */
  void wrong(String sentence) {
    missed.add(sentence);
  }

  /** What is below its floor, one sentence each. */
  List<String> missed() {
    return missed;
  }

  void print(PrintStream out) {
    out.println();
    for (var figure : figures) {
      out.printf("  %-46s %10s %-12s", figure.name(), figure.value(), figure.unit());
      out.printf("  %s%n", figure.how());
    }
    out.println();
    missed.forEach(sentence -> out.printf("  MISSED: %s%n", sentence));
    var line = new LinkedHashMap<String, Object>();
    figures.forEach(figure -> line.put(figure.key(), figure.value()));
    line.putAll(Map.of("missed", missed.size()));
    out.println(Json.text(line));
    out.flush();
  }
}
