package dev.crossdock.console.syncs;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person can see of scheduled runs, and do about them. */
public interface SyncsDesk {

  /** Every sync, by its name. */
  List<Row> all();

  /** The last runs of one, the latest first. */
  List<Run> runs(String sync, int most);

  /** Runs one now; where another run of it goes on, this one is refused or waits. */
  Run run(String sync, String who);

  /** Ends a run after the page it is at. Says whether it was still going on. */
  boolean cancel(long run, String who);

  /**
   * One sync.
   *
   * @param what what it reads, and how much of it
   * @param when its interval or its cron, as its file says it
   * @param owner who is asked when it goes wrong
   * @param fresh how long ago its last good end may be
   * @param dueAt when it runs next; null when it is due all the time
   * @param goodAt when it last ended well; null when it never did
   * @param late whether that is longer ago than it may be
   * @param run what waits or goes on; null when nothing does
   * @param last the run that ended last, of those that are kept; null when there is none
   */
  record Row(
      String id,
      String channel,
      String what,
      String when,
      @Nullable String owner,
      @Nullable String fresh,
      @Nullable Instant dueAt,
      @Nullable Instant goodAt,
      boolean late,
      @Nullable Run run,
      @Nullable Run last) {}

  /**
   * One run.
   *
   * @param state {@code queued}, {@code running}, {@code done}, {@code failed}, {@code cancelled},
   *     {@code refused}
   * @param cause what made it begin
   * @param askedBy who asked for it; null when nobody in particular did
   * @param startedAt null while it waits
   * @param expected how many items there will be; null when the system does not say
   * @param kept how many of the items were news
   * @param perSecond how many items it reads in a second now
   * @param leftSeconds how long it will take yet, as it goes now
   * @param sentence why, where it did not end well
   */
  record Run(
      long id,
      String state,
      String cause,
      @Nullable String askedBy,
      Instant askedAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      long pages,
      long items,
      @Nullable Long expected,
      long kept,
      @Nullable Double perSecond,
      @Nullable Long leftSeconds,
      @Nullable String sentence) {}
}
