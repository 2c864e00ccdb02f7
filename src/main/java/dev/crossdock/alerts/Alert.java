package dev.crossdock.alerts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A case as people see it: one for as long as it lasts, however often the same happens meanwhile.
 *
 * @param id the case's number
 * @param kind what it is: {@code divergence}, {@code silent}, {@code auth}, ...
 * @param channel whom it concerns; empty when it is the hub itself
 * @param about which thing of that channel; empty when it is the channel itself
 * @param sentence who, the value, what was expected, and the next move
 * @param times how often it happened since it opened
 * @param closedAt when it was over; nobody has to say so
 * @param by who acknowledged or snoozed it last
 * @param snoozedUntil until when nobody wants to hear of it
 */
public record Alert(
    long id,
    String kind,
    String channel,
    String about,
    String sentence,
    int times,
    State state,
    Instant openedAt,
    Instant lastAt,
    @Nullable Instant closedAt,
    @Nullable String by,
    @Nullable Instant snoozedUntil) {

  /** How far people are with it. */
  public enum State {
    /** Nobody is at it. */
    OPEN,
    /** Somebody is at it. */
    ACKNOWLEDGED,
    /** Nobody wants to hear of it for a while. */
    SNOOZED,
    /** It is over. */
    CLOSED
  }
}
