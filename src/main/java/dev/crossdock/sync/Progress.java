package dev.crossdock.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run tells while it goes on, and what it is told: how far it has come, from where it goes
 * on after a kill, and that it should stop.
 *
 * <p>A run has one number however many processes it takes: the next one finds the position that the
 * last one committed.
 */
interface Progress {

  /** Its number in {@code sync_runs}; zero for a frequent one that has kept nothing so far. */
  long run();

  /** When it began, in whichever process. */
  Instant begunAt();

  /** How far an earlier process came, in that process's own words; null at the beginning. */
  @Nullable String position();

  /** How many items there will be, where the channel says so. */
  void expect(long items);

  /**
   * It has come this far. Called within the transaction that keeps what was read, so that both are
   * true or neither.
   *
   * @param pages since the last call, as all the others
   * @param kept how many of the items were news
   * @param position from where it goes on; null when there is nothing further
   * @throws Stopped when it was cancelled, or another process has taken it over; the transaction
   *     must not commit
   */
  void moved(int pages, long items, int kept, @Nullable String position);

  /**
   * To be asked between two calls where long passes without {@link #moved}.
   *
   * @throws Stopped as there
   */
  void check();

  /** The run shall not go on. */
  final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean cancelled;

    Stopped(boolean cancelled) {
      super(cancelled ? "somebody cancelled it" : "another process goes on with it");
      this.cancelled = cancelled;
    }

    /** Somebody's wish: what is half done is tidied away. Else it is left as it is. */
    boolean cancelled() {
      return cancelled;
    }
  }
}
