package dev.crossdock.faults.chaos;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** What went wrong, against what was said to have gone wrong. */
final class Matrix {
  private final Map<Cause, Map<Cause, Integer>> counts = new EnumMap<>(Cause.class);
  private int right;
  private int all;

  Matrix(Collection<Injury> injuries) {
    for (var injury : injuries) {
      counts
          .computeIfAbsent(injury.cause(), c -> new EnumMap<>(Cause.class))
          .merge(injury.said(), 1, Integer::sum);
      right += injury.said() == injury.cause() ? 1 : 0;
      all++;
    }
  }

  /** The share of those that were named rightly. */
  double share() {
    return all == 0 ? 0 : (double) right / all;
  }

  @Override
  public String toString() {
    var table = new StringJoiner("\n");
    var head = new StringBuilder("| was \\ said |");
    for (var said : Cause.values()) {
      head.append(' ').append(said.word()).append(" |");
    }
    table.add(head).add("|---|" + "---:|".repeat(Cause.values().length));
    for (var was : Cause.injected()) {
      var row = new StringBuilder("| ").append(was.word()).append(" |");
      for (var said : Cause.values()) {
        var count = counts.getOrDefault(was, Map.of()).getOrDefault(said, 0);
        row.append(' ').append(count == 0 ? "" : count).append(" |");
      }
      table.add(row);
    }
    return table.toString();
  }
}
