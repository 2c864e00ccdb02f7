package dev.crossdock.sync;

import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps each page of a snapshot together with how far that is, or neither. */
@Component
class StagedPages {
  private final Staging staging;
  private final TransactionTemplate transaction;

  StagedPages(Staging staging, TransactionTemplate transaction) {
    this.staging = staging;
    this.transaction = transaction;
  }

  /** Adds those lines of a page that were asked for. */
  void keep(SnapshotTask task, List<SnapshotLine> page, Reached reached) {
    var lines = page.stream().filter(l -> task.scope().holds(l.key(), l.place())).toList();
    transaction.executeWithoutResult(
        status -> {
          staging.add(reached.snapshot(), lines);
          CrashPoints.hit("snapshot.page-added");
          task.progress().moved(1, lines.size(), lines.size(), reached.position());
        });
    CrashPoints.hit("snapshot.page-committed");
  }

  /** Notes how far it is where no line was read. */
  void note(SnapshotTask task, Reached reached) {
    transaction.executeWithoutResult(status -> task.progress().moved(0, 0, 0, reached.position()));
  }

  /** Notes of how many the system speaks. */
  Reached expect(SnapshotTask task, Reached reached, com.fasterxml.jackson.databind.JsonNode said) {
    if (!said.isIntegralNumber()) {
      return reached;
    }
    var expecting = reached.expecting(said.longValue());
    if (!expecting.equals(reached)) {
      task.progress().expect(said.longValue());
      staging.expect(reached.snapshot(), said.longValue());
    }
    return expecting;
  }

  /**
   * What was read is all there is.
   *
   * @throws HubException {@code SYN-033} when the system itself spoke of more
   */
  static void requireAll(SnapshotTask task, Reached reached) {
    if (reached.total() != null && reached.read() < reached.total()) {
      throw new HubException(
          new Failure.Data(
              "SYN-033",
              "%s has %d entries; expected %d, as the channel itself says. It is no snapshot; it is read again at its next run."
                  .formatted(task.name(), reached.read(), reached.total())));
    }
  }
}
