package dev.crossdock.sync;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Which part of what a channel has is asked for: some places, some SKUs, or so many in a hundred,
 * for a start with little at stake.
 *
 * @param places the channel's own locations; empty for all
 * @param skus empty for all
 * @param percent so many of a hundred SKUs, the same ones at each run; null for all
 */
record Scope(Set<String> places, Set<String> skus, @Nullable Integer percent) {
  static final Scope ALL = new Scope(Set.of(), Set.of(), null);

  /** Fills in what is left out. */
  Scope {
    places = places == null ? Set.of() : Set.copyOf(places);
    skus = skus == null ? Set.of() : Set.copyOf(skus);
    if (percent != null && (percent < 1 || percent > 100)) {
      throw new IllegalArgumentException("percent is 1 to 100");
    }
  }

  boolean isAll() {
    return equals(ALL);
  }

  /**
   * Whether something is asked for.
   *
   * @param key the SKU, or the order
   * @param place where; null when it is nowhere in particular
   */
  boolean holds(String key, @Nullable String place) {
    return (places.isEmpty() || place == null || places.contains(place))
        && (skus.isEmpty() || skus.contains(key))
        && (percent == null || hundredth(key) < percent);
  }

  /** The same for the same part, and another one for another. */
  String mark() {
    return Long.toHexString(sum(new TreeSet<>(places) + " " + new TreeSet<>(skus) + " " + percent));
  }

  /** 0 to 99, the same for a key for ever. */
  static int hundredth(String key) {
    return (int) (sum(key) % 100);
  }

  private static long sum(String text) {
    var sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }
}
