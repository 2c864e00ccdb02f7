package dev.crossdock.divergence.causes;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that drifted, and what is known of the time in which it happened: after it was last
 * seen to agree, and until it was first seen to differ.
 *
 * @param expected what it should say; null when we know of no such thing
 * @param observed what it says; null when it says nothing of it
 * @param agreedAt when it was last seen to agree; null when nobody looked before
 * @param told what the system was told last; null when it is told nothing
 * @param earlier what it was told before that, the newest first
 * @param own by how much it changed its number itself in that time, as we heard
 * @param unbooked what it was told and has not booked
 * @param booked what it booked in that time
 * @param onHand what is on hand at the place, whatever can be promised of it; null when unknown
 * @param elsewhere the same thing at the other places of the system
 */
public record Drifted(
    long id,
    String key,
    String place,
    @Nullable Long expected,
    @Nullable Long observed,
    @Nullable Instant agreedAt,
    @Nullable Told told,
    List<Long> earlier,
    List<Long> own,
    List<Long> unbooked,
    List<Long> booked,
    @Nullable Long onHand,
    List<Elsewhere> elsewhere) {

  /** Takes copies. */
  public Drifted {
    earlier = List.copyOf(earlier);
    own = List.copyOf(own);
    unbooked = List.copyOf(unbooked);
    booked = List.copyOf(booked);
    elsewhere = List.copyOf(elsewhere);
  }

  /**
   * What a system was told.
   *
   * @param at when; null when never
   * @param tookIt whether it took it
   * @param refusal by which of its codes it refused it; null when it did not
   */
  public record Told(
      long quantity, @Nullable Instant at, boolean tookIt, @Nullable String refusal) {}

  /**
   * The same thing at another place.
   *
   * @param observed what it says there; what is expected where nothing differs
   */
  public record Elsewhere(String place, long expected, long observed) {
    boolean differs() {
      return expected != observed;
    }
  }

  /** What is there beyond what should be. */
  long difference() {
    return (observed == null ? 0 : observed) - (expected == null ? 0 : expected);
  }

  /** Whether it was told something since it last agreed. */
  boolean wasToldSince() {
    return told != null && told.at() != null && (agreedAt == null || told.at().isAfter(agreedAt));
  }

  String name() {
    return place.isEmpty() ? key : key + " at " + place;
  }
}
