package dev.crossdock.delivery;

import dev.crossdock.delivery.BrakeTable.Gathered;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.MassChange;
import dev.crossdock.kernel.MassChange.Changed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
    if (gathered.isEmpty()) {
      closeWhenOver(channel, read, topics);
      return;
    }
    var parked = table.parked(channel, topics);
    var why = tooMuch(channel, read, gathered);
    if (why.isPresent()) {
      park(channel, read, gathered, why.get());
      return;
    }
    var again = gathered.stream().filter(g -> parked.containsKey(g.orderKey())).toList();
    if (again.stream().map(Gathered::orderKey).distinct().count() * 2 >= parked.size()) {
      release(gathered);
      return;
    }
    if (!again.isEmpty()) {
      park(channel, read, again, parked.values().iterator().next());
    }
    release(gathered.stream().filter(g -> !parked.containsKey(g.orderKey())).toList());
  }

  private Optional<Failure> tooMuch(String channel, String read, List<Gathered> gathered) {
    if (!massChange.possible(channel, gathered.size())) {
      return Optional.empty();
    }
    var byIntake = new HashMap<String, List<Long>>();
    gathered.forEach(
        g -> byIntake.computeIfAbsent(g.intake(), intake -> new ArrayList<>()).add(g.id()));
    var all = Changed.NOTHING;
    for (var intake : byIntake.entrySet()) {
      var place = new TrialTable.Place(channel, intake.getKey());
      for (var part : parts(intake.getValue())) {
        all = all.and(tried(place, part));
      }
    }
    return massChange.tooMuch(channel, read, all);
  }

  private static List<List<Long>> parts(List<Long> ids) {
    return IntStream.iterate(0, from -> from < ids.size(), from -> from + PART)
        .mapToObj(from -> ids.subList(from, Math.min(ids.size(), from + PART)))
        .toList();
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

  private void release(List<Gathered> gathered) {
    table.release(gathered.stream().map(Gathered::id).toList());
    CrashPoints.hit("inbox.released");
    relay.wake(gathered.stream().map(Gathered::lane).distinct().toList());
  }

  private void park(String channel, String read, List<Gathered> gathered, Failure why) {
    transaction.executeWithoutResult(
        status -> {
          table.park(gathered.stream().map(Gathered::id).toList(), why);
          cases.open(CASE, channel, read, why.sentence());
        });
    LOG.atWarn()
        .addKeyValue("channel", channel)
        .addKeyValue("read", read)
        .addKeyValue("messages", gathered.size())
        .addKeyValue("code", why.code())
        .log("parked a run that would change too much at once");
  }

  private void closeWhenOver(String channel, String read, List<String> topics) {
    if (table.parked(channel, topics).isEmpty()) {
      cases.close(CASE, channel, read);
    }
  }
}
