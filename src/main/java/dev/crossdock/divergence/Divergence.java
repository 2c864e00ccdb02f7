package dev.crossdock.divergence;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a system says something else than we hold true; one for as long as it lasts.
 *
 * @param entity of what: {@code stock}, {@code orders}
 * @param key a SKU, or the id of an order
 * @param place the channel's own location; empty for what has none
 * @param expected what it should say; null when we know of no such thing
 * @param observed what it says; null when it says nothing of it
 * @param cause why it differs, as far as can be told; null until it is drift
 * @param evidence what led to the cause, in short sentences
 * @param looks how often it was seen to differ
 * @param tries how often it was corrected
 */
public record Divergence(
    long id,
    String channel,
    String entity,
    String key,
    String place,
    @Nullable Long expected,
    @Nullable Long observed,
    State state,
    Risk risk,
    @Nullable Cause cause,
    List<String> evidence,
    int looks,
    int tries,
    Instant firstAt,
    Instant lastAt) {

  /** Takes a copy. */
  public Divergence {
    evidence = List.copyOf(evidence);
  }

  /** By how much the system says more than it should. */
  public long difference() {
    return (observed == null ? 0 : observed) - (expected == null ? 0 : expected);
  }

  /** What it is called where somebody is told of it: {@code stock TEE-M at MFN}. */
  public String about() {
    return place.isEmpty()
        ? "%s %s".formatted(entity, key)
        : "%s %s at %s".formatted(entity, key, place);
  }

  /** How far it has come. */
  public enum State {
    /** Seen once; perhaps only late. */
    SUSPECTED,
    /** Seen again, and nothing on its way explains it. */
    DRIFT,
    /** A person is asked whether it shall be corrected. */
    PROPOSED,
    /** It is being corrected. */
    HEALING,
    /** It was corrected as often as it may be, and is still there. */
    STUCK,
    /** It is over. */
    CLOSED;

    /** As it is kept and shown. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word. */
    public static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** What may come of it. */
  public enum Risk {
    /** It shows more than there is. */
    OVERSELL,
    /** It shows less than there is. */
    LOST_SALES,
    NONE;

    /** As it is kept and shown. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Risk of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** How it ended. */
  public enum Ended {
    /** After we corrected it. */
    HEALED,
    /** Nobody knows why. */
    BY_ITSELF,
    /** It was only late. */
    LAG,
    /** A person said that it shall be left as it is. */
    DISMISSED;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
