package dev.crossdock.divergence.compare;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.divergence.Heals;
import dev.crossdock.divergence.Policies;
import dev.crossdock.divergence.Policy;
import dev.crossdock.divergence.causes.Causes;
import dev.crossdock.divergence.causes.Scope;
import dev.crossdock.divergence.compare.CompareTable.Taken;
import dev.crossdock.divergence.compare.DifferingTable.Amount;
import dev.crossdock.divergence.compare.DifferingTable.Reach;
import dev.crossdock.divergence.compare.DifferingTable.Sizes;
import dev.crossdock.divergence.compare.FindingTable.Result;
import dev.crossdock.sync.SnapshotTaken;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares what a system says it holds with what we hold true, at the instant of which it speaks.
 * What is on its way is late; what differs all the same is suspected, and wrong when a second look
 * finds it again.
 */
@Component
public class Compare {
  private static final Logger LOG = LoggerFactory.getLogger(Compare.class);

  private final CompareTable table;
  private final DifferingTable differing;
  private final FindingTable findings;
  private final LinkLag lag;
  private final Policies policies;
  private final Heals heals;
  private final Channels channels;
  private final Outcomes outcomes;
  private final Causes causes;
  private final Told told;
  private final TransactionTemplate transaction;
  private final Map<String, List<String>> asked = new ConcurrentHashMap<>();

  Compare(
      CompareTable table,
      DifferingTable differing,
      FindingTable findings,
      LinkLag lag,
      Policies policies,
      Heals heals,
      Channels channels,
      Outcomes outcomes,
      Causes causes,
      Told told,
      TransactionTemplate transaction) {
    this.table = table;
    this.differing = differing;
    this.findings = findings;
    this.lag = lag;
    this.policies = policies;
    this.heals = heals;
    this.channels = channels;
    this.outcomes = outcomes;
    this.causes = causes;
    this.told = told;
    this.transaction = transaction;
  }

  /**
   * Compares a snapshot as soon as it has been read. One that cannot be is no fault of its sync.
   */
  @EventListener
  public void on(SnapshotTaken news) {
    try {
      compare(news);
    } catch (RuntimeException e) {
      outcomes.failed(news, e);
    }
  }

  /** What is long over is of no use to anybody. */
  @Scheduled(initialDelay = 300_000, fixedDelay = 3_600_000)
  void forget() {
    try {
      LOG.atDebug().addKeyValue("rows", findings.forget()).log("forgot what is long over");
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not forget what is long over; trying again");
    }
  }

  /** Looks at these alone: whatever is asked for and not in the snapshot is not there. */
  void expecting(String channel, String entity, List<String> keys, Runnable look) {
    asked.put(channel + '/' + entity, keys);
    try {
      look.run();
    } finally {
      asked.remove(channel + '/' + entity);
    }
  }

  private void compare(SnapshotTaken news) {
    var taken = table.taken(news.snapshot());
    var channel = channels.find(news.channel());
    if (taken == null || channel.isEmpty()) {
      return;
    }
    transaction.executeWithoutResult(
        status -> {
          table.begin(taken);
          new Comparison(taken, channel.get(), news.whole()).run();
        });
    outcomes.forget(taken);
  }

  static Book book(Channel channel, String entity) {
    if (entity.equals("orders")) {
      return Book.ORDERS;
    }
    return channel.shows() ? Book.SHOWN : Book.KEPT;
  }

  /** One comparison. */
  private final class Comparison {
    private final Taken taken;
    private final Channel channel;
    private final Book book;
    private final Reach reach;
    private final Collection<String> keys;
    private final Map<String, Policy> rules = new TreeMap<>();

    Comparison(Taken taken, Channel channel, boolean whole) {
      this.taken = taken;
      this.channel = channel;
      this.book = book(channel, taken.entity());
      // a part of it may be read by a sync of its own meanwhile, and was not asked for these
      this.keys =
          taken.isLook()
              ? asked.getOrDefault(taken.channel() + '/' + taken.entity(), List.of())
              : List.of();
      this.reach = whole ? Reach.ALL : keys.isEmpty() ? Reach.LINES : Reach.ASKED;
      rules.put("", policies.of(taken.channel(), taken.entity(), ""));
      for (var slot : channel.slots()) {
        rules.put(slot.slot(), policies.of(taken.channel(), taken.entity(), slot.slot()));
      }
    }

    void run() {
      outcomes.compared(taken, reach);
      var run = findings.openRun(taken, reach);
      var patience = lag.of(channel, book);
      differing.join(taken, book, isPooled(), reach, keys);
      var sizes = differing.sizes();
      var all = all(sizes);
      var brake = new Brake(taken, all);
      if (reach == Reach.ALL
          && brake.isPossible(sizes, policies.brake())
          && !heals.isLetGo(taken.channel())
          && brake.holds(differing.quiet(taken, book, patience), policies.brake())) {
        told.braked(taken, brake.sentence());
        findings.endRun(run, brake.result(sizes));
        return;
      }
      var found = new Findings(book, place -> rules.getOrDefault(place, rule()));
      table.lines(taken, book, patience, rules, own(), found::take);
      write(run, found);
      findings.endRun(run, result(sizes, all, found));
      if (found.counts().wrong() > 0) {
        causes.name(scope(run));
      }
      if (reach == Reach.ALL) {
        told.believed(taken, sizes, all);
      }
      told.tell(taken.channel(), taken.entity());
    }

    private Scope scope(long run) {
      var what =
          switch (book) {
            case SHOWN -> Scope.What.SHOWN;
            case KEPT -> Scope.What.KEPT;
            case ORDERS -> Scope.What.ORDERS;
          };
      return new Scope(taken.channel(), taken.entity(), what, run, own(), channel.books());
    }

    private Policy rule() {
      return java.util.Objects.requireNonNull(rules.get(""));
    }

    private void write(long run, Findings found) {
      findings.suspect(taken, book, run, found.suspected());
      findings.again(book, run, found.again());
      findings.anew(book, run, found.anew());
      findings.drifted(book, run, found.drifted());
      findings.close(taken, found.over(), reach, keys);
    }

    /** What a snapshot counts, and how much more is expected, is all that is expected. */
    private Amount all(Sizes sizes) {
      var units = taken.units();
      return reach == Reach.ALL && units == null
          ? differing.expected(taken, book)
          : new Amount(
              taken.lines() - sizes.unknown() + sizes.absent(),
              units == null ? 0 : units + sizes.missing());
    }

    private Result result(Sizes sizes, Amount all, Findings found) {
      var counts = found.counts();
      var apart = sizes.known() + sizes.unknown();
      return new Result(
          all.lines(),
          taken.lines(),
          Math.max(0, all.lines() - sizes.known()),
          new Findings.Counts(
              counts.late(),
              counts.tolerated() + Math.max(0, apart - counts.all()),
              counts.doubted(),
              counts.wrong()),
          "compared",
          counts.doubted() > Findings.MOST
              ? "%d differ for the first time; the worst %d are kept."
                  .formatted(counts.doubted(), Findings.MOST)
              : null);
    }

    private boolean isPooled() {
      return book == Book.KEPT && channel.slots().stream().anyMatch(s -> s.locations().size() > 1);
    }

    /** What the channel does to its own number when it sells, cancels and takes back. */
    private List<String> own() {
      var effects = channels.manifestOf(channel).ownEffects();
      return java.util.stream.Stream.of(
              effects.sells() ? "reservation" : "",
              effects.cancels() ? "release" : "",
              effects.refunds() ? "return" : "")
          .filter(kind -> !kind.isEmpty())
          .toList();
    }
  }
}
