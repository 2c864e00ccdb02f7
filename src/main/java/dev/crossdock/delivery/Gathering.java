package dev.crossdock.delivery;

import java.util.HashMap;
import java.util.Map;

/**
 * Lets the facts of a busy lane gather, so that a thousand sales in a second reach a system in a
 * handful of calls and a single one at once.
 *
 * <p>A lane rests three milliseconds for every row of it that was handed out within about the last
 * second, and never longer than a quarter of one. Used by one thread only.
 */
final class Gathering {
  private static final double REST_MILLIS_PER_ROW = 3;
  private static final double LONGEST_REST_MILLIS = 250;
  private static final double MEMORY_MILLIS = 1_000;

  private record Lately(double rows, long at, long restsUntil) {}

  private final Map<Lane, Lately> lanes = new HashMap<>();

  /** How long a lane still rests, in milliseconds; 0 when it may be handed out. */
  long restsFor(Lane lane, long nowMillis) {
    var lately = lanes.get(lane);
    return lately == null ? 0 : Math.max(0, lately.restsUntil() - nowMillis);
  }

  /** So many rows of it were handed out just now. */
  void handedOut(Lane lane, int rows, long nowMillis) {
    var lately = lanes.getOrDefault(lane, new Lately(0, nowMillis, nowMillis));
    var remembered = lately.rows() * Math.exp((lately.at() - nowMillis) / MEMORY_MILLIS) + rows;
    var rest = Math.min(LONGEST_REST_MILLIS, (remembered - 1) * REST_MILLIS_PER_ROW);
    lanes.put(lane, new Lately(remembered, nowMillis, nowMillis + (long) rest));
  }
}
