package dev.crossdock.faults.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing that was made to go wrong, and what became of it. */
final class Injury {
  private final Cause cause;
  private final Stall stall;
  private final List<String> skus;
  private final Runnable mend;
  private final List<Line> lines = new ArrayList<>();
  private final Map<Line, Cause> found = new HashMap<>();
  private final Set<String> orders = new HashSet<>();
  private @Nullable Long standsSince;
  private int looks;

  /**
   * Something is about to go wrong.
   *
   * @param skus of which nothing is sold meanwhile
   * @param lines of the channel that will be wrong
   * @param mend makes it well again, as it would be in life
   */
  Injury(Cause cause, Stall stall, List<String> skus, Collection<Line> lines, Runnable mend) {
    this.cause = cause;
    this.stall = stall;
    this.skus = skus;
    this.lines.addAll(lines);
    this.mend = mend;
  }

  /** The order that nobody was told of. */
  Injury without(Bought order) {
    orders.add(order.id());
    return this;
  }

  Cause cause() {
    return cause;
  }

  String channel() {
    return stall.channel();
  }

  Stall stall() {
    return stall;
  }

  List<String> skus() {
    return skus;
  }

  List<Line> lines() {
    return lines;
  }

  Set<String> orders() {
    return orders;
  }

  /** From now on it is wrong, and nothing is under way that explains it. */
  void stands(long micros) {
    standsSince = micros;
  }

  boolean isStanding() {
    return standsSince != null;
  }

  /** A snapshot of that instant was compared. */
  void looked(long asOfMicros) {
    if (standsSince != null && asOfMicros >= standsSince) {
      looks++;
    }
  }

  int looks() {
    return looks;
  }

  void found(Line line, Cause by) {
    found.put(line, by);
  }

  boolean isFound() {
    return found.keySet().containsAll(lines);
  }

  /** What was said of it: the right cause only if it was said of all its lines. */
  Cause said() {
    return lines.stream()
        .map(line -> found.getOrDefault(line, Cause.UNKNOWN))
        .filter(by -> by != cause)
        .findFirst()
        .orElse(cause);
  }

  void mend() {
    mend.run();
  }

  @Override
  public String toString() {
    return "%s %s, said %s after %d looks".formatted(cause.word(), lines, found, looks);
  }
}
