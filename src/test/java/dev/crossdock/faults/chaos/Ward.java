package dev.crossdock.faults.chaos;

import dev.crossdock.faults.chaos.Compare.Found;
import dev.crossdock.faults.chaos.Snapshots.Wanted;
import dev.crossdock.faults.simulation.Agenda;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Who is hurt, from the moment it happens until it is well again; and what was called drift
 * although it is not.
 */
final class Ward {
  /** What is not found by then is not waited for any longer. */
  static final int MOST_LOOKS = 2;

  private static final long LOOK_AGAIN_MILLIS = 60_000;
  private static final long WELL_AFTER_MILLIS = 1_500_000;
  private static final int MOST_PATIENCE = 90;

  private final Agenda agenda;
  private final Goods goods;
  private final Mistakes mistakes;
  private final List<Stall> stalls;
  private final Function<List<String>, Map<Line, Wanted>> wanted;
  private final Function<Line, String> story;
  private final List<Injury> hurt = new ArrayList<>();
  private final List<Injury> over = new ArrayList<>();
  private final List<String> falseDrifts = new ArrayList<>();
  private final Set<Long> accounted = new HashSet<>();
  private final Set<String> lostOrders = new HashSet<>();
  private int planned;
  private int unplaced;

  Ward(
      Agenda agenda,
      Goods goods,
      Mistakes mistakes,
      List<Stall> stalls,
      Function<List<String>, Map<Line, Wanted>> wanted,
      Function<Line, String> story) {
    this.story = story;
    this.agenda = agenda;
    this.goods = goods;
    this.mistakes = mistakes;
    this.stalls = stalls;
    this.wanted = wanted;
  }

  /** So many of one kind go wrong some time soon. */
  void plan(Cause cause, int many) {
    planned += many;
    choose(cause, many, 0);
  }

  private void choose(Cause cause, int many, int tries) {
    var skus = mistakes.candidates(cause);
    if (skus.stream().allMatch(goods::isFree)) {
      goods.hold(skus);
      agenda.in(LOOK_AGAIN_MILLIS, () -> prepare(cause, many, skus, tries, 0));
    } else if (tries > 5_000) {
      planned -= many;
      unplaced += many;
    } else {
      choose(cause, many, tries + 1);
    }
  }

  private void prepare(Cause cause, int many, List<String> skus, int tries, int waited) {
    if (!isAtRest(skus)) {
      if (waited < MOST_PATIENCE) {
        agenda.in(LOOK_AGAIN_MILLIS, () -> prepare(cause, many, skus, tries, waited + 1));
      } else {
        goods.release(skus);
        choose(cause, many, tries + 1);
      }
      return;
    }
    var made = mistakes.make(cause, skus);
    if (made.isEmpty()) {
      goods.release(skus);
      choose(cause, many, tries + 1);
      return;
    }
    planned -= many;
    made.forEach(this::happened);
  }

  private void happened(Injury injury) {
    hurt.add(injury);
    lostOrders.addAll(injury.orders());
    agenda.in(LOOK_AGAIN_MILLIS, () -> settle(injury));
  }

  /** It stands when nothing is under way that would still explain it. */
  private void settle(Injury injury) {
    if (goods.isUnderWay(injury.skus()) || !isSettled(injury)) {
      agenda.in(LOOK_AGAIN_MILLIS, () -> settle(injury));
    } else if (injury.lines().stream().allMatch(line -> isWrong(injury.stall(), line))) {
      injury.stands(agenda.micros());
    } else {
      throw new IllegalStateException("it does no harm: " + injury);
    }
  }

  private boolean isSettled(Injury injury) {
    return wanted.apply(injury.skus()).entrySet().stream()
        .allMatch(e -> e.getValue().settled() && !isUnderWay(e.getKey()));
  }

  private boolean isUnderWay(Line line) {
    return stalls.stream().anyMatch(stall -> stall.isUnderWay(line));
  }

  private boolean isWrong(Stall stall, Line line) {
    var right = wanted.apply(List.of(line.key())).get(line);
    var should = right == null ? 0 : right.units();
    return Tolerance.isOver(should, stall.shows(line))
        || (right != null && right.stopped() && should > 0);
  }

  private boolean isAtRest(List<String> skus) {
    return !goods.isUnderWay(skus)
        && wanted.apply(skus).entrySet().stream().allMatch(e -> isAtRest(e.getKey(), e.getValue()));
  }

  private boolean isAtRest(Line line, Wanted right) {
    return right.settled()
        && !isUnderWay(line)
        && stalls.stream()
            .filter(stall -> stall.channel().equals(line.channel()))
            .allMatch(stall -> stall.shows(line) == right.units());
  }

  /** A snapshot of a channel was compared, and this is what is called drift now. */
  void looked(String channel, long asOfMicros, List<Found> drifts) {
    drifts.forEach(this::attribute);
    for (var injury : List.copyOf(hurt)) {
      if (injury.channel().equals(channel)) {
        injury.looked(asOfMicros);
        if (injury.isStanding() && (injury.isFound() || injury.looks() >= MOST_LOOKS)) {
          heal(injury);
        }
      }
    }
  }

  /** This is what is called drift between two snapshots. */
  void saw(List<Found> drifts) {
    drifts.forEach(this::attribute);
  }

  private void attribute(Found found) {
    var of =
        hurt.stream()
            .filter(injury -> found.entity().equals("stock"))
            .filter(injury -> injury.lines().contains(found.line()))
            .toList();
    of.forEach(injury -> injury.found(found.line(), found.cause()));
    var known = !of.isEmpty() || lostOrders.contains(found.line().key());
    if (accounted.add(found.id()) && !known) {
      falseDrifts.add(
          "%s %s, said to be %s at %s; the hub wants %s: %s"
              .formatted(
                  found.entity(),
                  found.line(),
                  found.cause().word(),
                  Instant.EPOCH.plus(agenda.micros(), ChronoUnit.MICROS),
                  wanted.apply(List.of(found.line().key())).get(found.line()),
                  story.apply(found.line())));
    }
  }

  private void heal(Injury injury) {
    hurt.remove(injury);
    over.add(injury);
    injury.mend();
    agenda.in(WELL_AFTER_MILLIS, () -> goods.release(injury.skus()));
  }

  /** Whether nothing is about to go wrong, or wrong. */
  boolean isEmpty() {
    return planned == 0 && hurt.isEmpty();
  }

  List<Injury> over() {
    return over;
  }

  List<String> falseDrifts() {
    return falseDrifts;
  }

  List<Injury> missed() {
    return over.stream().filter(injury -> !injury.isFound()).toList();
  }

  int unplaced() {
    return unplaced;
  }
}
