package dev.crossdock.sync;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a sync, from the moment it was due to its end.
 *
 * @param state queued, running, done, failed, cancelled, or refused when another one was going on
 * @param cause schedule, event, hand or api
 * @param askedBy who asked for it; null when nobody in particular did
 * @param dueAt when it should have begun, by its schedule
 * @param items how many it has read so far
 * @param kept how many of them were news
 * @param expected how many there will be; null where the channel does not say
 * @param lives in how many processes it ran; more than one when it went on after a kill
 * @param perSecond how many items it reads in a second now; null when nothing can be said
 * @param left how long it will take yet, as it goes now; null when nothing can be said
 * @param cancelledBy who wants it to stop; null when nobody does
 * @param sentence why it did not end well, or was not made
 */
public record Run(
    long id,
    String sync,
    String state,
    String cause,
    @Nullable String askedBy,
    Instant askedAt,
    @Nullable Instant dueAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    int pages,
    long items,
    long kept,
    @Nullable Long expected,
    int lives,
    @Nullable Double perSecond,
    @Nullable Duration left,
    @Nullable String cancelledBy,
    @Nullable String sentence) {

  /** What makes a run begin. */
  public enum Cause {
    SCHEDULE,
    EVENT,
    HAND,
    API;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Whether it waits or goes on. */
  public boolean isOpen() {
    return state.equals("queued") || state.equals("running");
  }

  /** How long it took, or has taken so far; null when it has not begun. */
  public @Nullable Duration took(Instant now) {
    return startedAt == null
        ? null
        : Duration.between(startedAt, finishedAt == null ? now : finishedAt);
  }
}
