package dev.crossdock.sandbox.world;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** How each system is told to misbehave. */
public final class Faults {
  private static final int MOST_FORGOTTEN = 10_000;

  private final Map<String, Plan> plans = new ConcurrentHashMap<>();
  private final Deque<Holdings.Change> forgotten = new ArrayDeque<>();
  private final Random random;

  /**
   * What goes wrong in one system; shares are between 0 and 1.
   *
   * @param latencyMillis every answer waits this long
   * @param throttledShare calls refused as too many
   * @param errorShare calls answered with a 5xx, half of them after the work was done
   * @param lostShare webhooks never sent
   * @param duplicatedShare webhooks sent twice, files dropped twice
   * @param reorderSeconds messages wait a random time up to this
   * @param lateSeconds one message in twenty waits this long
   * @param acceptedNotAppliedShare writes answered well and then forgotten
   * @param shiftPerPage so many listings are put up in front of all others after each page that is
   *     read of them; fewer than 0 are taken down
   */
  public record Plan(
      int latencyMillis,
      double throttledShare,
      double errorShare,
      double lostShare,
      double duplicatedShare,
      double reorderSeconds,
      double lateSeconds,
      double acceptedNotAppliedShare,
      int shiftPerPage) {
    static final Plan NONE = new Plan(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** How long each answer waits. */
    public Duration latency() {
      return Duration.ofMillis(latencyMillis);
    }
  }

  /** Nothing goes wrong until it is told to. */
  public Faults(long seed) {
    random = new Random(seed ^ 0xFA017L);
  }

  /** Replaces a system's faults. */
  public void plan(String channel, Plan plan) {
    plans.put(channel, plan);
  }

  /** A system's faults now. */
  public Plan of(String channel) {
    return plans.getOrDefault(channel, Plan.NONE);
  }

  /** All systems that were told to misbehave. */
  public Map<String, Plan> all() {
    return new LinkedHashMap<>(plans);
  }

  /** Whether this time is one of the share. */
  public boolean hits(double share) {
    return share > 0 && random.nextDouble() < share;
  }

  /** A write was answered well, and will never be made. */
  public synchronized void forget(Holdings.Change write) {
    if (forgotten.size() == MOST_FORGOTTEN) {
      forgotten.removeFirst();
    }
    forgotten.addLast(write);
  }

  /** The writes that were answered well and never made, the last ten thousand of them. */
  public synchronized List<Holdings.Change> forgotten() {
    return List.copyOf(forgotten);
  }

  /** How long one message of a system waits before it is sent. */
  public Duration wait(String channel) {
    var plan = of(channel);
    var millis = plan.reorderSeconds() * 1000 * random.nextDouble();
    if (plan.lateSeconds() > 0 && hits(0.05)) {
      millis += plan.lateSeconds() * 1000;
    }
    return Duration.ofMillis(Math.round(millis));
  }
}
