package dev.crossdock.inventory;

import dev.crossdock.delivery.Offer;
import dev.crossdock.delivery.Slots;
import dev.crossdock.delivery.Targets;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Owes every channel its numbers anew where the rules they follow from are not those of before: a
 * channel's buffer, cap or locations, a bundle's parts, a location's safety, or a store that went
 * silent or was heard again. What was owed by which rules is in the database, so that an edit
 * between two starts is noticed, and one that was cut short is done again.
 */
@Component
class ChangedRules {
  private static final Logger LOG = LoggerFactory.getLogger(ChangedRules.class);
  private static final int AT_ONCE = 500;
  private static final String CHANNEL = "channel/";
  private static final String BUNDLE = "bundle/";
  private static final String LOCATION = "location/";

  private final PlacesTable table;
  private final LedgerTables levels;
  private final Availability availability;
  private final Bundles bundles;
  private final Slots slots;
  private final Targets targets;
  private final TransactionTemplate transaction;
  private final Heard heard;

  ChangedRules(
      PlacesTable table,
      LedgerTables levels,
      Availability availability,
      Bundles bundles,
      Slots slots,
      Targets targets,
      TransactionTemplate transaction,
      Heard heard,
      StockFile file) {
    this.table = table;
    this.levels = levels;
    this.availability = availability;
    this.bundles = bundles;
    this.slots = slots;
    this.targets = targets;
    this.transaction = transaction;
    this.heard = heard;
    transaction.executeWithoutResult(status -> table.put(file.places()));
  }

  @Scheduled(fixedDelayString = "${hub.inventory.new-listings-every:2s}")
  void look() {
    try {
      transaction.executeWithoutResult(
          status -> {
            table.heard(heard.take());
            table.doubt();
          });
      var before = table.owedBy();
      var now = rules();
      before.keySet().stream().filter(subject -> !now.containsKey(subject)).forEach(this::end);
      now.forEach(
          (subject, rules) -> {
            if (!rules.equals(before.get(subject))) {
              owe(subject);
              table.owed(subject, rules);
              LOG.atInfo().addKeyValue("subject", subject).log("owed by new rules");
            }
          });
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not look for changed rules; looking again");
    }
  }

  /** What is gone is owed anew if it ever comes back. */
  private void end(String subject) {
    transaction.executeWithoutResult(
        status -> {
          if (subject.startsWith(BUNDLE)) {
            var sku = new Sku(subject.substring(BUNDLE.length()));
            targets.lock(List.of(sku));
            availability.withdraw(sku);
          }
          table.forget(subject);
        });
  }

  /** By what they are of. */
  private Map<String, String> rules() {
    var rules = new TreeMap<String, String>();
    table.rules().forEach((location, text) -> rules.put(LOCATION + location, text));
    bundles.all().forEach(b -> rules.put(BUNDLE + b.sku(), "at each location " + b.parts()));
    slots.offers().stream()
        .filter(Offer::shows)
        .forEach(o -> rules.put(CHANNEL + o.channel(), text(o)));
    return rules;
  }

  private static String text(Offer offer) {
    return "buffer %d, cap %d, %s"
        .formatted(
            offer.rules().buffer(),
            offer.rules().cap(),
            offer.pools().stream()
                .map(pool -> pool.slot() + " " + pool.locations())
                .collect(Collectors.joining(", ")));
  }

  private void owe(String subject) {
    var name = subject.substring(subject.indexOf('/') + 1);
    if (subject.startsWith(BUNDLE)) {
      owe(List.of(new Sku(name)), skus -> {});
    } else if (subject.startsWith(CHANNEL)) {
      each(after -> table.skusOn(name, after, AT_ONCE), skus -> owe(skus, s -> {}));
    } else {
      each(after -> table.skusAt(name, after, AT_ONCE), skus -> owe(skus, s -> putSafety(name, s)));
    }
  }

  private interface Page {
    List<Sku> after(String sku);
  }

  private static void each(Page page, Consumer<List<Sku>> step) {
    var after = "";
    while (true) {
      var skus = page.after(after);
      if (skus.isEmpty()) {
        return;
      }
      step.accept(skus);
      after = skus.get(skus.size() - 1).value();
    }
  }

  /** Levels first, then targets, as whoever books does. */
  private void owe(List<Sku> skus, Consumer<List<Sku>> first) {
    transaction.executeWithoutResult(
        status -> {
          first.accept(skus);
          var all = bundles.andMadeOf(skus);
          targets.lock(all);
          availability.owe(all);
        });
  }

  private void putSafety(String location, List<Sku> skus) {
    var places = new TreeSet<Place>();
    skus.forEach(sku -> places.add(new Place(sku, new LocationId(location))));
    levels.lockLevels(places);
    table.putSafety(location, skus);
  }
}
