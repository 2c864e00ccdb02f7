package dev.crossdock.console.alerts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person can see of what somebody must be told, and do about it. */
public interface AlertsDesk {

  /** The open ones: those that nobody has seen to first, and of them the oldest. */
  List<Alert> open();

  /** Notes that somebody sees to it; nobody else is told again. Says whether it was open. */
  boolean acknowledge(long id, String who);

  /** Tells nobody until then. Says whether it was open. */
  boolean snooze(long id, Instant until, String who);

  /** Nobody sees to it any more, and everybody may hear of it. Says whether anybody did. */
  boolean release(long id, String who);

  /**
   * One alert.
   *
   * @param kind what it is, in one word
   * @param about which thing of the channel; empty when it is the channel itself
   * @param sentence why, and the next move
   * @param owner of the sync that it is about; null when it is about something else
   * @param times how often it happened since
   * @param state {@code open}, {@code acknowledged} or {@code snoozed}
   * @param until when a snooze ends
   * @param by who acknowledged or snoozed it
   * @param notices whom it was told to, the latest first
   */
  record Alert(
      long id,
      String kind,
      String channel,
      String about,
      String sentence,
      @Nullable String owner,
      int times,
      Instant since,
      Instant lastAt,
      String state,
      @Nullable Instant until,
      @Nullable String by,
      List<Notice> notices) {}

  /**
   * One word to somebody outside.
   *
   * @param to by which of the files in {@code config/alerts/}
   * @param what {@code opened}, {@code again} or {@code resolved}
   * @param state {@code owed}, {@code calling}, {@code sent}, {@code failed}, or {@code unsure}
   *     when no answer came
   * @param answer what was answered, where that says why
   */
  record Notice(Instant at, String to, String what, String state, @Nullable String answer) {}
}
