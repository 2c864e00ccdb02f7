package dev.crossdock.divergence.compare;

import dev.crossdock.delivery.Cases;
import dev.crossdock.divergence.compare.CompareTable.Taken;
import dev.crossdock.divergence.compare.DifferingTable.Amount;
import dev.crossdock.divergence.compare.DifferingTable.Sizes;
import dev.crossdock.divergence.compare.ToldTable.Group;
import dev.crossdock.divergence.compare.ToldTable.One;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Has people told of what is wrong: one case for each divergence while it lasts, and one for all of
 * them where one cause touches many.
 */
@Component
class Told {
  private static final Logger LOG = LoggerFactory.getLogger(Told.class);
  private static final String DIVERGENCE = "divergence";
  private static final String BRAKE = "brake";
  private static final String ZEROED = "zeroed";
  private static final String DUPLICATE = "duplicate-sku";

  /** More of one cause in one channel are one case. */
  static final int MOST_ALONE = 25;

  /** So many at once are no coincidence, if they are this part of all. */
  private static final int MANY = 20;

  private static final int ONE_IN = 50;

  private final ToldTable table;
  private final Cases cases;
  private final TransactionTemplate transaction;

  Told(ToldTable table, Cases cases, TransactionTemplate transaction) {
    this.table = table;
    this.cases = cases;
    this.transaction = transaction;
  }

  /** A whole snapshot was doubted. */
  void braked(Taken taken, String sentence) {
    cases.open(BRAKE, taken.channel(), taken.entity(), sentence);
  }

  /** A whole snapshot was believed. */
  void believed(Taken taken, Sizes sizes, Amount all) {
    cases.close(BRAKE, taken.channel(), taken.entity());
    var emptied = Math.max(sizes.emptied(), sizes.toEmpty());
    if (emptied >= MANY && emptied * ONE_IN >= all.lines()) {
      cases.open(ZEROED, taken.channel(), taken.entity(), zeroed(taken, sizes, all));
    } else {
      cases.close(ZEROED, taken.channel(), taken.entity());
    }
    var twice = twice(taken, sizes, all);
    if (twice.isEmpty()) {
      cases.close(DUPLICATE, taken.channel(), taken.entity());
    } else {
      cases.open(DUPLICATE, taken.channel(), taken.entity(), duplicate(taken, twice));
    }
  }

  /** Where each line is named once there are as many as there are things; else one looks closer. */
  private List<String> twice(Taken taken, Sizes sizes, Amount all) {
    var named = taken.lines() - sizes.unknown();
    return named > all.lines() - sizes.absent() || sizes.unknown() > 1
        ? table.twice(taken, named > all.lines() - sizes.absent())
        : List.of();
  }

  /** Opens what somebody must be told of a channel, and closes what is over. */
  void tell(String channel, String entity) {
    var wanted = wanted(channel, entity);
    var open = table.open(DIVERGENCE, channel, entity);
    open.keySet().stream()
        .filter(about -> !wanted.containsKey(about))
        .forEach(about -> cases.close(DIVERGENCE, channel, about));
    wanted.forEach(
        (about, sentence) -> {
          if (!sentence.equals(open.get(about))) {
            cases.open(DIVERGENCE, channel, about, sentence);
          }
        });
  }

  /** What ended between two comparisons, because it was corrected or dismissed. */
  @Scheduled(initialDelay = 15_000, fixedDelay = 10_000)
  void look() {
    try {
      for (var link : table.links()) {
        transaction.executeWithoutResult(status -> tell(link.channel(), link.entity()));
      }
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not look for divergences to tell of; looking again");
    }
  }

  private Map<String, String> wanted(String channel, String entity) {
    var wanted = new HashMap<String, String>();
    for (var group : table.groups(channel, entity)) {
      var worst = table.worst(channel, entity, group.cause(), MOST_ALONE);
      if (group.count() > MOST_ALONE) {
        wanted.put(entity + " " + group.cause(), many(channel, entity, group, worst));
      } else {
        worst.forEach(one -> wanted.put(one.about(entity), single(channel, one)));
      }
    }
    return wanted;
  }

  private static String single(String channel, One one) {
    return "DIV-010 %s %s; expected %s%s. Cause: %s%s."
        .formatted(
            channel,
            one.observed() == null ? "has no such line" : "says " + one.observed(),
            one.expected() == null ? "nothing, we know of no such thing" : one.expected(),
            one.risk().equals("oversell") ? ", so it may sell what is not there" : "",
            one.cause(),
            one.because().isEmpty() ? "" : " (" + one.because() + ")");
  }

  private static String many(String channel, String entity, Group group, List<One> worst) {
    return "DIV-011 %d %s of %s differ by one cause, %s. The worst: %s. Look for what they have in common before you correct them one by one."
        .formatted(
            group.count(),
            entity.equals("stock") ? "levels" : entity,
            channel,
            group.cause(),
            worst.stream().limit(5).map(One::words).collect(Collectors.joining(", ")));
  }

  private static String zeroed(Taken taken, Sizes sizes, Amount all) {
    var shows = sizes.emptied() >= sizes.toEmpty();
    return "DIV-013 %d of %d SKUs of %s%s at once. See whether all of that is really gone."
        .formatted(
            Math.max(sizes.emptied(), sizes.toEmpty()),
            all.lines(),
            taken.channel(),
            shows
                ? " show none although there is stock"
                : " are to show none although it still shows some");
  }

  private static String duplicate(Taken taken, List<String> twice) {
    return "DIV-014 %s names one SKU on several lines: %s%s. Nothing was merged; give each its own SKU, or remove what is too many."
        .formatted(
            taken.channel(),
            twice.stream().limit(5).collect(Collectors.joining(", ")),
            twice.size() > 5 ? ", and more" : "");
  }
}
