package dev.crossdock.divergence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.crossdock.delivery.Audit;
import dev.crossdock.delivery.Repairs;
import dev.crossdock.divergence.HealTable.Place;
import dev.crossdock.divergence.HealTable.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a person decides about where systems disagree: make our number win once, leave it, try
 * again, or take a correction back.
 *
 * <p>Everything may be asked twice: what is done already is not done again, and not counted.
 */
@Service
public class Heals {
  private final HealTable table;
  private final Healing healing;
  private final Repairs repairs;
  private final Audit audit;
  private final TransactionTemplate transaction;

  Heals(
      HealTable table,
      Healing healing,
      Repairs repairs,
      Audit audit,
      TransactionTemplate transaction) {
    this.table = table;
    this.healing = healing;
    this.repairs = repairs;
    this.audit = audit;
    this.transaction = transaction;
  }

  /**
   * What came of it.
   *
   * @param asked how many were asked for
   * @param done for how many it was done; the others were settled already, cannot be, or have
   *     changed since they were found
   */
  public record Done(int asked, int done) {}

  /** Corrects these once, whatever policy, budget and brake say. */
  public Done approve(List<Long> items, String who) {
    return batches(items, part -> approved(part, who), who, "approved", named(items));
  }

  /** Leaves these as they are for as long as they show the same number. */
  public Done dismiss(List<Long> items, String who) {
    return batches(items, table::dismiss, who, "dismissed", named(items));
  }

  /** Lets these that are stuck be corrected again, with all their tries. */
  public Done retry(List<Long> items, String who) {
    return batches(items, part -> table.retry(part, who), who, "tried again", named(items));
  }

  /**
   * Has the channel show what it showed before our last correction of these, where it still shows
   * what we wrote and nothing has changed since. It stays so until our own number changes.
   */
  public Done undo(List<Long> items, String who) {
    return batches(items, part -> undone(part, who), who, "undone", named(items));
  }

  /**
   * Lets all go that the brake holds in a channel, and lifts the brake for an hour: what a whole
   * snapshot says is believed, and corrected within the budgets.
   */
  public Done letGo(String channel, String who) {
    transaction.executeWithoutResult(
        status -> {
          if (table.letGo(channel, who)) {
            audit.note(who, "lifted the brake", channel, 1);
          }
        });
    return held(
        channel,
        part -> {
          var done = approved(part, who);
          table.release(part);
          return done;
        },
        who,
        "let go");
  }

  /** Whether a person lifted the brake of a channel within the hour. */
  public boolean isLetGo(String channel) {
    return table.isLetGo(channel);
  }

  /** Leaves all as it is that the brake holds in a channel. */
  public Done dismissHeld(String channel, String who) {
    return held(channel, table::dismiss, who, "dismissed");
  }

  private int approved(Collection<Long> items, String who) {
    var done = 0;
    for (var of : byChannel(table.open(items), Row::channel).entrySet()) {
      done += healing.correct(of.getKey(), who, of.getValue());
    }
    return done;
  }

  private int undone(Collection<Long> items, String who) {
    var done = 0;
    for (var of : byChannel(table.lastDone(items), HealTable.Done::channel).entrySet()) {
      var ids = of.getValue().stream().collect(toMap(d -> Place.of(d.told()), HealTable.Done::id));
      var told =
          repairs.restore(of.getKey(), of.getValue().stream().map(HealTable.Done::told).toList());
      table.undone(of.getKey(), who, ids, told);
      done += told.size();
    }
    return done;
  }

  /** A transaction for as many as it takes; a note of all of them. */
  private Done batches(
      List<Long> items, ToIntFunction<List<Long>> work, String who, String what, String about) {
    var done = 0;
    for (var from = 0; from < items.size(); from += HealTable.AT_ONCE) {
      var part = items.subList(from, Math.min(items.size(), from + HealTable.AT_ONCE));
      done += noted(part, work, who, what, about);
    }
    return new Done(items.size(), done);
  }

  private Done held(String channel, ToIntFunction<List<Long>> work, String who, String what) {
    var asked = 0;
    var done = 0;
    for (var part = table.braked(channel, 0);
        !part.isEmpty();
        part = table.braked(channel, part.get(part.size() - 1))) {
      asked += part.size();
      done += noted(part, work, who, what, "what the brake held of " + channel);
    }
    return new Done(asked, done);
  }

  private int noted(
      List<Long> part, ToIntFunction<List<Long>> work, String who, String what, String about) {
    Integer done =
        transaction.execute(
            status -> {
              var n = work.applyAsInt(part);
              if (n > 0) {
                audit.note(who, what, about, n);
              }
              return n;
            });
    return done == null ? 0 : done;
  }

  private static String named(List<Long> items) {
    return "divergences " + new ArrayList<>(items.subList(0, Math.min(items.size(), 50)));
  }

  private static <T> java.util.Map<String, List<T>> byChannel(
      List<T> all, Function<T, String> channel) {
    return all.stream()
        .collect(groupingBy(channel, java.util.TreeMap::new, java.util.stream.Collectors.toList()));
  }
}
