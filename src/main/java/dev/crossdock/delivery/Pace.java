package dev.crossdock.delivery;

import java.util.HashMap;
import java.util.Map;

/**
 * Slows down only the SKUs that change all the time, so that a thousand sales in a second cost a
 * handful of calls.
 *
 * <p>A target that rests is sent at once. One that was sent less than a second ago waits 40 ms,
 * then 80, 160, and never more than 250. Used by one worker thread only.
 */
final class Pace {
  static final int FIRST_MILLIS = 40;
  static final int LONGEST_MILLIS = 250;
  private static final long REST_MILLIS = 1_000;

  private record Beat(long at, int gap) {}

  private final Map<String, Beat> beats = new HashMap<>();

  /** It was just sent: for how long is it left alone? */
  int after(String key, long nowMillis) {
    var last = beats.get(key);
    var gap =
        last == null || nowMillis - last.at() > REST_MILLIS
            ? 0
            : Math.min(LONGEST_MILLIS, Math.max(FIRST_MILLIS, last.gap() * 2));
    beats.put(key, new Beat(nowMillis, gap));
    if (beats.size() > 10_000) {
      beats.values().removeIf(beat -> nowMillis - beat.at() > REST_MILLIS);
    }
    return gap;
  }
}
