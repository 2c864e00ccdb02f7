package dev.crossdock.faults.chaos;

import dev.crossdock.faults.chaos.Snapshots.Wanted;
import dev.crossdock.faults.simulation.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * The eight mistakes, each made as it is made in life. Empty where the numbers are such that nobody
 * would notice.
 */
final class Mistakes {
  private static final List<IntUnaryOperator> MISREADINGS =
      List.of(units -> units / 6, units -> units / 12, units -> units / 10 * 10);

  private final Dice dice;
  private final Goods goods;
  private final Post post;
  private final Traffic traffic;
  private final Stall shop;
  private final List<Stall> stalls;
  private final Function<List<String>, Map<Line, Wanted>> wanted;
  private final Consumer<Line> introduce;
  private int turn;
  private int number;

  /**
   * Knows who trades.
   *
   * @param wanted what the hub wants shown
   * @param introduce gives the hub a name that a channel has for something
   */
  Mistakes(
      Dice dice,
      Goods goods,
      Post post,
      Traffic traffic,
      List<Stall> stalls,
      Function<List<String>, Map<Line, Wanted>> wanted,
      Consumer<Line> introduce) {
    this.dice = dice;
    this.goods = goods;
    this.post = post;
    this.traffic = traffic;
    this.stalls = stalls;
    this.shop = stalls.get(0);
    this.wanted = wanted;
    this.introduce = introduce;
  }

  /** What must be at rest before it can go wrong in such a way. */
  List<String> candidates(Cause cause) {
    return switch (cause) {
      case BUNDLE -> dice.oneOf(goods.kits()).all();
      case MAPPING -> goods.family(dice.oneOf(goods.singles()));
      case UNKNOWN_SKU, NEVER_LISTED -> List.of("%s%05d".formatted(prefix(cause), number++));
      default -> List.of(dice.oneOf(goods.singles()));
    };
  }

  private static String prefix(Cause cause) {
    return cause == Cause.UNKNOWN_SKU ? "LOCAL-" : "NEW-";
  }

  /** Makes the mistake. */
  List<Injury> make(Cause cause, List<String> skus) {
    var stall = stalls.get(turn++ % stalls.size());
    var sku = skus.get(0);
    if (cause == Cause.MAPPING) {
      return misread(skus);
    }
    var made =
        switch (cause) {
          case MISSED_EVENT -> missed(stall, sku);
          case DUPLICATE -> counted(stall, sku);
          case MANUAL_EDIT -> edited(stall, sku);
          case WRONG_LOCATION -> landed(sku);
          case BUNDLE -> putBack(skus);
          case UNKNOWN_SKU -> unknown(stall, sku);
          case NEVER_LISTED -> neverListed(stall, sku);
          case MAPPING, UNKNOWN -> throw new IllegalArgumentException(cause.word());
        };
    return made.map(List::of).orElse(List.of());
  }

  private Optional<Injury> missed(Stall stall, String sku) {
    var line = stall.front(sku);
    var units = 2 + dice.upTo(4) - 1;
    if (stall.shows(line) < units
        || !Tolerance.isOver(stall.shows(line), stall.shows(line) - units)) {
      return Optional.empty();
    }
    var order = traffic.sell(stall, Map.of(sku, units));
    return one(Cause.MISSED_EVENT, stall, line, () -> post.orderSoon(order))
        .map(injury -> injury.without(order));
  }

  private Optional<Injury> counted(Stall stall, String sku) {
    var line = stall.front(sku);
    var units = 2 + dice.upTo(3) - 1;
    var after = stall.shows(line) - units;
    if (after < units || !Tolerance.isOver(after, after - units)) {
      return Optional.empty();
    }
    post.orderSoon(traffic.sell(stall, Map.of(sku, units)));
    stall.change(line, -units);
    return one(Cause.DUPLICATE, stall, line, () -> right(stall, line));
  }

  private Optional<Injury> edited(Stall stall, String sku) {
    var line = stall.front(sku);
    var before = stall.shows(line);
    var typed =
        switch (dice.upTo(5)) {
          case 1, 2 -> 0;
          case 3, 4 -> 10 * dice.upTo(12);
          default -> before + (dice.chance(0.5) ? 1 : -1) * (1 + dice.upTo(5));
        };
    if (typed < 0 || !Tolerance.isOver(before, typed)) {
      return Optional.empty();
    }
    stall.set(line, typed);
    return one(Cause.MANUAL_EDIT, stall, line, () -> right(stall, line));
  }

  /** Since somebody changed the mapping, this family goes out in packs, or in round numbers. */
  private List<Injury> misread(List<String> skus) {
    var misreading = MISREADINGS.get(turn % MISREADINGS.size());
    var meant = skus.stream().map(sku -> shop.shows(shop.front(sku)) + 4 + dice.upTo(20)).toList();
    if (!meant.stream().allMatch(m -> Tolerance.isOver(m, misreading.applyAsInt(m)))) {
      return List.of();
    }
    var injuries = new ArrayList<Injury>();
    for (int i = 0; i < skus.size(); i++) {
      var line = shop.front(skus.get(i));
      shop.roundings.put(line, misreading);
      post.movementSoon("depot", "receipt", line.key(), "main", meant.get(i) - shop.shows(line));
      one(
              Cause.MAPPING,
              shop,
              line,
              () -> {
                shop.roundings.remove(line);
                right(shop, line);
              })
          .ifPresent(injuries::add);
    }
    return injuries;
  }

  private Optional<Injury> landed(String sku) {
    var here = shop.line(sku, shop.places().get(0));
    var there = shop.line(sku, shop.places().get(1));
    var units = 5 + dice.upTo(20);
    var meant = shop.shows(here) + units;
    if (!Tolerance.isOver(meant, shop.shows(here)) || !Tolerance.isOver(shop.shows(there), meant)) {
      return Optional.empty();
    }
    shop.landings.put(here, there);
    post.movementSoon("depot", "receipt", sku, "main", units);
    return Optional.of(
        new Injury(
            Cause.WRONG_LOCATION,
            shop,
            List.of(sku),
            List.of(here, there),
            () -> {
              shop.landings.remove(here);
              right(shop, here);
              right(shop, there);
            }));
  }

  private Optional<Injury> putBack(List<String> skus) {
    var store = shop.places().get(1);
    var kit = shop.line(skus.get(0), store);
    var part = skus.get(2);
    var before = shop.shows(kit);
    var there = shop.shows(shop.line(part, store));
    var fewer = Math.max(2, before / 20 + 1) + dice.upTo(3);
    var units = there - 2 * (before - fewer);
    if (before < fewer || units > there || !Tolerance.isOver(before - fewer, before)) {
      return Optional.empty();
    }
    shop.putBack.add(kit);
    traffic.soldAtTill(part, units);
    post.movementSoon("tills", "sale", part, "store", units);
    return Optional.of(
        new Injury(
            Cause.BUNDLE,
            shop,
            skus,
            List.of(kit),
            () -> {
              shop.putBack.remove(kit);
              right(shop, kit);
            }));
  }

  private Optional<Injury> unknown(Stall stall, String sku) {
    var line = stall.front(sku);
    stall.set(line, 1 + dice.upTo(40));
    return one(Cause.UNKNOWN_SKU, stall, line, () -> stall.unlist(line));
  }

  private Optional<Injury> neverListed(Stall stall, String sku) {
    var line = stall.front(sku);
    introduce.accept(line);
    post.movementSoon("depot", "count", sku, "main", 2 + dice.upTo(40));
    return one(
        Cause.NEVER_LISTED,
        stall,
        line,
        () -> {
          stall.listInFront(sku);
          right(stall, line);
        });
  }

  private static Optional<Injury> one(Cause cause, Stall stall, Line line, Runnable mend) {
    return Optional.of(new Injury(cause, stall, List.of(line.key()), List.of(line), mend));
  }

  /** Somebody makes it what it should be. */
  private void right(Stall stall, Line line) {
    var right = wanted.apply(List.of(line.key())).get(line);
    if (right != null) {
      stall.set(line, right.units());
    }
  }
}
