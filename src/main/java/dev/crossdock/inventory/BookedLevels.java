package dev.crossdock.inventory;

import dev.crossdock.delivery.Slots;
import dev.crossdock.inventory.Fact.Kind;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.inventory.LevelIntake.StockLevel;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Takes levels from a system that books stock: what it had booked by then is confirmed, and where
 * it decides, the level becomes its figure and all that it has not booked yet. A whole batch at
 * once, under one lock.
 */
@Component
class BookedLevels {
  private final Ledger ledger;
  private final LedgerTables tables;
  private final Postings postings;
  private final Slots slots;
  private final Heard heard;

  BookedLevels(Ledger ledger, LedgerTables tables, Postings postings, Slots slots, Heard heard) {
    this.ledger = ledger;
    this.tables = tables;
    this.postings = postings;
    this.slots = slots;
    this.heard = heard;
  }

  /**
   * One level of a batch.
   *
   * @param message its message's place in the batch
   * @param messageId the inbox's number for it
   */
  record Level(int message, long messageId, Place place, StockLevel said) {
    Instant asOf() {
      return said.asOf();
    }

    Fact fact(String channel) {
      var key = "%s/level/%s/%s/%s".formatted(channel, said.sku(), said.slot(), said.asOf());
      return new Fact(
          0,
          new BusinessKey(key),
          Kind.COUNT,
          said.sku(),
          place.location(),
          said.quantity(),
          asOf(),
          channel,
          null);
    }
  }

  /**
   * Takes them; the verdicts of those that change nothing any more, by their place in the batch.
   */
  Map<Integer, Verdict> take(String channel, List<Level> levels) {
    var verdicts = new HashMap<Integer, Verdict>();
    if (levels.isEmpty()) {
      return verdicts;
    }
    levels.forEach(level -> heard.from(channel, level.place().location()));
    // which one is the newest is asked under the lock: somebody may be taking a newer one just now
    tables.lockLevels(places(levels));
    // however old a level is: each booking is told once
    postings.confirm(channel, levels);
    var latest = latest(channel, levels, verdicts);
    if (latest.isEmpty()) {
      return verdicts;
    }
    var counted = tables.everCounted(latest.keySet());
    var facts = new ArrayList<Fact>();
    var messages = new ArrayList<Long>();
    latest
        .values()
        .forEach(
            level -> {
              messages.add(level.messageId());
              facts.add(level.fact(channel).inMessage(messages.size() - 1));
            });
    ledger.change(
        new TreeSet<>(latest.keySet()),
        facts,
        messages,
        books -> {
          var unbooked = postings.unconfirmed(channel, latest.keySet());
          for (var fact : facts) {
            var onHand = fact.quantity() + unbooked.getOrDefault(fact.place(), 0);
            if (!counted.contains(fact.place())) {
              books.open(fact, onHand);
            } else if (slots.keeps(channel, fact.location())) {
              books.level(fact, onHand);
            }
          }
        });
    tables.putLevelsSaid(channel, latest.values());
    CrashPoints.hit("levels.said");
    return verdicts;
  }

  private static SortedSet<Place> places(List<Level> levels) {
    return levels.stream().map(Level::place).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The newest level for each place, if it is newer than the last one we took. */
  private Map<Place, Level> latest(
      String channel, List<Level> levels, Map<Integer, Verdict> verdicts) {
    var latest = new TreeMap<Place, Level>();
    var last = tables.lastSaid(channel, levels.stream().map(Level::place).distinct().toList());
    for (var level : levels) {
      var before = last.get(level.place());
      if (before != null && !level.asOf().isAfter(before)) {
        var same = level.asOf().equals(before);
        verdicts.put(
            level.message(), same ? Verdict.DUPLICATE : Verdict.ignored("older-than-last-level"));
      } else {
        latest.merge(level.place(), level, (a, b) -> b.asOf().isAfter(a.asOf()) ? b : a);
      }
    }
    return latest;
  }
}
