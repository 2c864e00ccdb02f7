package dev.crossdock.divergence.compare;

import dev.crossdock.delivery.Cases;
import dev.crossdock.divergence.compare.CompareTable.Taken;
import dev.crossdock.divergence.compare.DifferingTable.Reach;
import dev.crossdock.divergence.compare.FindingTable.Result;
import dev.crossdock.sync.SnapshotTaken;
import dev.crossdock.sync.Snapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What becomes of a snapshot once it has been compared: its lines are forgotten. Where one could
 * not be, people are told until the next one is.
 */
@Component
class Outcomes {
  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
  private static final String UNCOMPARED = "uncompared";

  /** What a database says at length stands in the log. */
  private static final int LONGEST = 200;

  private static final Findings.Counts NOTHING = new Findings.Counts(0, 0, 0, 0);

  private final CompareTable table;
  private final FindingTable findings;
  private final Snapshots snapshots;
  private final Cases cases;
  private final TransactionTemplate transaction;

  Outcomes(
      CompareTable table,
      FindingTable findings,
      Snapshots snapshots,
      Cases cases,
      TransactionTemplate transaction) {
    this.table = table;
    this.findings = findings;
    this.snapshots = snapshots;
    this.cases = cases;
    this.transaction = transaction;
  }

  /** Within its transaction; a second look at some lines says nothing of whether all can be. */
  void compared(Taken taken, Reach reach) {
    if (reach != Reach.ASKED) {
      cases.close(UNCOMPARED, taken.channel(), taken.entity());
    }
  }

  /** It is compared, whether or not its lines can be forgotten now; they are before long. */
  void forget(Taken taken) {
    try {
      snapshots.compared(taken.id());
      snapshots.forget(taken.id());
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("channel", taken.channel())
          .addKeyValue("snapshot", taken.id())
          .log("could not forget the lines of a snapshot; they go with the next ones");
    }
  }

  /** With the comparison went all that it had written, so that this is written by itself. */
  void failed(SnapshotTaken news, RuntimeException why) {
    LOG.atError()
        .setCause(why)
        .addKeyValue("channel", news.channel())
        .addKeyValue("snapshot", news.snapshot())
        .log("a snapshot could not be compared");
    try {
      transaction.executeWithoutResult(status -> tell(news.snapshot(), why));
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("nor could it be written down that it was not");
    }
  }

  private void tell(long snapshot, RuntimeException why) {
    var taken = table.taken(snapshot);
    if (taken != null) {
      var sentence = sentence(taken, why);
      var run = findings.openRun(taken, taken.isLook() ? Reach.ASKED : Reach.ALL);
      findings.endRun(run, new Result(0, taken.lines(), 0, NOTHING, "failed", sentence));
      cases.open(UNCOMPARED, taken.channel(), taken.entity(), sentence);
    }
  }

  private static String sentence(Taken taken, RuntimeException why) {
    return "DIV-002 snapshot %d of %s's %s (sync %s) could not be compared: %s. What differs there is not known. Its next snapshot is compared as ever; if this stays, read the log of that minute and have what it names put right."
        .formatted(taken.id(), taken.channel(), taken.entity(), taken.sync(), said(why));
  }

  private static String said(RuntimeException why) {
    var cause = NestedExceptionUtils.getMostSpecificCause(why);
    var first = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return first.substring(0, Math.min(first.length(), LONGEST));
  }
}
