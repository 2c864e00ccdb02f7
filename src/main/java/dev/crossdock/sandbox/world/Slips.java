package dev.crossdock.sandbox.world;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Mistakes that a system makes in everything at once: it says something else than it holds, whoever
 * asks, and holds what it held.
 */
public final class Slips {
  private static final Slip NONE = new Slip(Kind.RIGHT, 1);

  private final Map<String, Slip> said = new ConcurrentHashMap<>();

  /** What is wrong with every number. */
  public enum Kind {
    /** Nothing is. */
    RIGHT,
    /** It is 0. */
    ZERO,
    /** It is rounded down. */
    ROUNDED,
    /** It is that of another of its places. */
    SWAPPED;

    /**
     * The one of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Kind of(String word) {
      for (var kind : values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "'%s' is no slip; the slips are zero, rounded and swapped".formatted(word));
    }
  }

  /**
   * One slip.
   *
   * @param to what numbers are rounded down to a multiple of
   */
  public record Slip(Kind kind, int to) {
    /** Refuses to round to nothing. */
    public Slip {
      if (to < 1) {
        throw new IllegalArgumentException("'to' must be 1 or more; it is " + to);
      }
    }

    /**
     * What becomes of a number.
     *
     * @param elsewhere what is held in the other place
     */
    public int of(int held, IntSupplier elsewhere) {
      return switch (kind) {
        case RIGHT -> held;
        case ZERO -> 0;
        case ROUNDED -> Math.floorDiv(held, to) * to;
        case SWAPPED -> elsewhere.getAsInt();
      };
    }
  }

  /** From now on a system says so. */
  public void say(String channel, Slip slip) {
    said.put(channel, slip);
  }

  /** How a system gets its numbers wrong now. */
  public Slip of(String channel) {
    return said.getOrDefault(channel, NONE);
  }

  /** What a system with one place says instead of what it holds. */
  public int said(String channel, int held) {
    return of(channel).of(held, () -> held);
  }

  /** Every system that gets its numbers wrong. */
  public Map<String, Slip> all() {
    var all = new LinkedHashMap<>(said);
    all.values().removeIf(slip -> slip.kind() == Kind.RIGHT);
    return all;
  }
}
