package dev.crossdock.divergence;

import static java.util.stream.Collectors.groupingBy;

import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.Offer;
import dev.crossdock.delivery.Repairs;
import dev.crossdock.delivery.Slots;
import dev.crossdock.divergence.HealRounds.Amount;
import dev.crossdock.divergence.HealRounds.Place;
import dev.crossdock.divergence.HealRounds.Stuck;
import dev.crossdock.divergence.HealTable.Limit;
import dev.crossdock.divergence.HealTable.Row;
import dev.crossdock.divergence.Policy.Heal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes our number win where a system drifted, as far as the policy goes: within budgets, a few
 * times, and never for a great part of a channel at once (ADR 0041).
 *
 * <p>Nothing is written here: a level is owed again, and delivery tells it, comparing first.
 */
@Component
class Healing {
  private static final Logger LOG = LoggerFactory.getLogger(Healing.class);

  /** Who corrects by policy. */
  static final String HUB = "hub";

  static final String STUCK = "heal-stuck";
  static final String BRAKE = "brake";

  /** What the brake's case is about: the levels of a channel, in contrast to what a read finds. */
  static final String LEVELS = "stock levels";

  private static final String STOCK = "stock";

  /** Fewer are no mass, however small the catalogue. */
  private static final int FEWEST = 20;

  private final HealRounds rounds;
  private final HealTable table;
  private final Policies policies;
  private final Repairs repairs;
  private final Slots slots;
  private final Cases cases;
  private final TransactionTemplate transaction;

  Healing(
      HealRounds rounds,
      HealTable table,
      Policies policies,
      Repairs repairs,
      Slots slots,
      Cases cases,
      TransactionTemplate transaction) {
    this.rounds = rounds;
    this.table = table;
    this.policies = policies;
    this.repairs = repairs;
    this.slots = slots;
    this.cases = cases;
    this.transaction = transaction;
  }

  /** Decides about all that drifted. */
  @Scheduled(fixedDelayString = "2s")
  void round() {
    repairs.giveUpLateRestores();
    rounds.settle();
    rounds.places().stream().collect(groupingBy(Place::channel)).forEach(this::round);
    rounds.casesOver(LEVELS).forEach(c -> cases.close(c.kind(), c.channel(), c.about()));
  }

  /** One channel about which nothing can be decided keeps no other waiting. */
  private void round(String channel, List<Place> places) {
    try {
      List<Limit> free = transaction.execute(status -> decide(channel, places));
      if (free != null && !free.isEmpty()) {
        transaction.executeWithoutResult(
            status -> {
              if (table.isFree(channel)) {
                correct(channel, HUB, table.due(channel, free));
              }
            });
      }
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("channel", channel)
          .setCause(e)
          .log("what drifted could not be healed; trying again");
    }
  }

  /**
   * Where something may be corrected now. It ends before anything is owed: who reads levels takes
   * the level first and what is said of it afterwards, and so does a correction.
   */
  private List<Limit> decide(String channel, List<Place> places) {
    if (!table.isFree(channel)) {
      return List.of();
    }
    var limits = limits(places);
    for (var limit : limits) {
      rounds.proposeTooLarge(channel, limit);
      rounds.stuck(channel, limit).forEach(stuck -> tell(channel, stuck, limit.policy().tries()));
    }
    return limits.isEmpty() || isHeld(channel, limits.stream().map(Limit::place).toList())
        ? List.of()
        : limits;
  }

  /**
   * Asks a person where the policy or the system says so; what is left may be healed. What nobody
   * knows here, or was never listed there, stays as it is and is weighed against nothing.
   */
  private List<Limit> limits(List<Place> places) {
    var limits = new ArrayList<Limit>();
    for (var place : places) {
      var policy = policies.of(place.channel(), place.entity(), place.place());
      if (policy.heal() == Heal.HEAL && isTold(place)) {
        if (place.healable()) {
          limits.add(new Limit(place.place(), policy));
        }
      } else if (policy.heal() != Heal.NEVER) {
        rounds.propose(place);
      }
    }
    return limits;
  }

  /** What a system keeps or books itself, and what is no level, is not ours to correct. */
  private boolean isTold(Place place) {
    return place.entity().equals(STOCK)
        && slots.offer(place.channel()).filter(Offer::shows).isPresent();
  }

  /** Owes these again; how many it did. */
  int correct(String channel, String who, List<Row> rows) {
    if (rows.isEmpty()) {
      return 0;
    }
    var told = repairs.repair(channel, rows.stream().map(Row::found).toList());
    table.healing(
        channel,
        who,
        rows.stream().collect(Collectors.toMap(r -> HealTable.Place.of(r.found()), Row::id)),
        told);
    return told.size();
  }

  /** Whether nothing may be written now: a person must look, or a second look must come first. */
  private boolean isHeld(String channel, List<String> places) {
    var mass = rounds.mass(channel, places);
    if (mass.suspected().places() < FEWEST || table.isLetGo(channel)) {
      return false;
    }
    var all = rounds.all(channel);
    if (!isTooMuch(mass.waiting(), all)) {
      return isTooMuch(mass.suspected(), all);
    }
    var sentence = sentence(channel, mass.waiting(), all);
    if (rounds.brake(channel, places, sentence) > 0 && !rounds.isTold(channel)) {
      cases.open(BRAKE, channel, LEVELS, sentence);
    }
    return true;
  }

  private boolean isTooMuch(Amount part, Amount all) {
    var most = policies.brake();
    return part.places() >= FEWEST
        && (part.places() * 10_000 > most.skus() * all.places()
            || part.units() * 10_000 > most.units() * all.units());
  }

  private String sentence(String channel, Amount part, Amount all) {
    var most = policies.brake();
    return "DIV-021 channel %s shows other numbers than it should at %d of %d places, by %d of %d units; expected at most %s and %s at once. Nothing more is corrected. See what happened there, then let it go or dismiss it."
        .formatted(
            channel,
            part.places(),
            all.places(),
            part.units(),
            all.units(),
            percent(most.skus()),
            percent(most.units()));
  }

  private static String percent(int hundredths) {
    return new java.math.BigDecimal(hundredths)
            .movePointLeft(2)
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  private void tell(String channel, Stuck stuck, int tries) {
    cases.open(
        STUCK,
        channel,
        stuck.about(),
        "DIV-020 channel %s was told %d times within a day what it should show of %s, and shows %d again; expected %d. It is not told any more. See who else changes it there, then try again or dismiss it."
            .formatted(channel, tries, stuck.about(), stuck.observed(), stuck.expected()));
  }
}
