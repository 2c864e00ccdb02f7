package dev.crossdock.delivery;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.crossdock.delivery.BrakeTable.Gathered;
import dev.crossdock.delivery.BrakeTable.One;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.MassChange;
import dev.crossdock.kernel.MassChange.Changed;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at all that one run of a read found before any of it takes effect: every message is tried
 * and taken back, and when together they would change too much, all of them are parked (rule R17,
 * ADR 0029).
 *
 * <p>What is parked so stays until a person replays or dismisses it, or until a run that changes
 * little speaks of most of it: the system has then corrected itself. Until then a small run does
 * not slip past: what it says of the same things is parked with them.
 */
@Service
public class Brake {
  private static final Logger LOG = LoggerFactory.getLogger(Brake.class);
  private static final String CASE = "brake";

  /** Tried in one transaction. */
  private static final int PART = 250;

  private static final int PARKED_AT_ONCE = 5_000;

  private final BrakeTable table;
  private final Trials trials;
  private final MassChange massChange;
  private final Cases cases;
  private final Relay relay;
  private final TransactionTemplate transaction;

  Brake(
      BrakeTable table,
      Trials trials,
      MassChange massChange,
      Cases cases,
      @Qualifier("inboxRelay") Relay relay,
      TransactionTemplate transaction) {
    this.table = table;
    this.trials = trials;
    this.massChange = massChange;
    this.cases = cases;
    this.relay = relay;
    this.transaction = transaction;
  }

  /**
   * Decides on what a read has gathered, now that it has ended; what an earlier run left behind
   * when it died is decided on with it.
   *
   * @param topics as what the read keeps what it finds
   */
  public void settle(String channel, String read, List<String> topics) {
    var gathered = table.gathered(channel, topics);
    var parked = table.parked(channel, topics);
    if (gathered.messages() == 0) {
      if (parked == 0) {
        cases.close(CASE, channel, read);
      }
      return;
    }
    var why = tooMuch(read, gathered);
    if (why.isPresent()) {
      park(read, gathered, false, why.get());
      return;
    }
    var again = table.saidAgain(gathered);
    if (again > 0 && again * 2 < parked) {
      table.why(channel, topics).ifPresent(before -> park(read, gathered, true, before));
    }
    var lanes = table.release(gathered);
    CrashPoints.hit("inbox.released");
    relay.wake(lanes);
  }

  private Optional<Failure> tooMuch(String read, Gathered gathered) {
    if (!massChange.possible(gathered.channel(), gathered.messages())) {
      return Optional.empty();
    }
    var all = Changed.NOTHING;
    for (var part = table.after(0, gathered, PART);
        !part.isEmpty();
        part = table.after(part.get(part.size() - 1).id(), gathered, PART)) {
      all = all.and(tried(gathered.channel(), part));
    }
    return massChange.tooMuch(gathered.channel(), read, all);
  }

  private Changed tried(String channel, List<One> part) {
    return part.stream()
        .collect(groupingBy(One::intake, mapping(One::id, toList())))
        .entrySet()
        .stream()
        .map(of -> tried(new TrialTable.Place(channel, of.getKey()), of.getValue()))
        .reduce(Changed.NOTHING, Changed::and);
  }

  /** Together, and when one of them cannot be taken, one by one. */
  private Changed tried(TrialTable.Place place, List<Long> ids) {
    try {
      return trials.of(place, ids, these -> massChange.by(place.channel(), these));
    } catch (RuntimeException e) {
      if (Failures.of(e).passes()) {
        throw e;
      }
      return ids.size() == 1
          ? Changed.NOTHING
          : ids.stream().map(id -> tried(place, List.of(id))).reduce(Changed.NOTHING, Changed::and);
    }
  }

  /** All or none: the rest of a run would look like a small one. */
  private void park(String read, Gathered gathered, boolean saidAgain, Failure why) {
    Integer parked =
        transaction.execute(
            status -> {
              var all = 0;
              for (var n = PARKED_AT_ONCE; n == PARKED_AT_ONCE; all += n) {
                n = table.park(gathered, saidAgain, PARKED_AT_ONCE, why);
              }
              if (all > 0) {
                cases.open(CASE, gathered.channel(), read, why.sentence());
              }
              return all;
            });
    LOG.atWarn()
        .addKeyValue("channel", gathered.channel())
        .addKeyValue("read", read)
        .addKeyValue("messages", parked)
        .addKeyValue("code", why.code())
        .log("parked what would change too much at once");
  }
}
