package dev.crossdock.faults.chaos;

import dev.crossdock.sync.SnapshotTaken;
import java.util.List;

/** Whoever compares what a channel says with what the hub holds true. */
interface Compare {
  /**
   * Something that was called drift.
   *
   * @param cause as far as it is known by now
   */
  record Found(long id, String entity, Line line, Cause cause) {}

  void look(SnapshotTaken taken);

  /** Looks again at what is suspected, where its time has come. */
  default void lookAgain() {}

  /** Everything that is drift now. */
  List<Found> drifts();
}
