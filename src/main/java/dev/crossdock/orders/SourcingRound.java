package dev.crossdock.orders;

import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.Slots;
import dev.crossdock.inventory.ParcelPromises;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import dev.crossdock.orders.Parcel.State;
import dev.crossdock.orders.ParcelTable.Which;
import dev.crossdock.orders.sourcing.Demand;
import dev.crossdock.orders.sourcing.Plan;
import dev.crossdock.orders.sourcing.Sourcing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes the parcels of one order what its open units need: asks for those that are missing, takes
 * back those that are too many. Within the caller's transaction.
 */
@Component
class SourcingRound {
  private static final String CASE = "not-sourced";
  private static final long SOON_MILLIS = 1_000;
  private static final long LATER_MILLIS = Duration.ofMinutes(5).toMillis();

  private final OrderTable orders;
  private final ParcelTable parcels;
  private final ParcelPromises promises;
  private final SupplyTable supply;
  private final Slots slots;
  private final Cases cases;
  private final PickUps pickUps;
  private final SourcingFile file;
  private final Clock clock;

  SourcingRound(
      OrderTable orders,
      ParcelTable parcels,
      ParcelPromises promises,
      SupplyTable supply,
      Slots slots,
      Cases cases,
      PickUps pickUps,
      SourcingFile file,
      Clock clock) {
    this.orders = orders;
    this.parcels = parcels;
    this.promises = promises;
    this.supply = supply;
    this.slots = slots;
    this.cases = cases;
    this.pickUps = pickUps;
    this.file = file;
    this.clock = clock;
  }

  /** Looks at one order. */
  void lookAt(Which which, Sourcing sourcing) {
    var kept = orders.lock(which.channel(), new TreeSet<>(Set.of(which.id()))).get(which.id());
    var from = slots.reserveAt(which.channel());
    if (!parcels.take(which)
        || kept == null
        || from.isEmpty()
        || !kept.folded().order().isWhole()) {
      return;
    }
    var order = kept.folded().order();
    var all = parcels.of(which.channel(), which.id());
    var open = open(order, all);
    if (tooMany(open, all)) {
      takeBack(all);
      all = parcels.of(which.channel(), which.id());
    }
    var left = left(open, all);
    if (order.cancelledAt() != null || Counts.unsent(order, all).isEmpty()) {
      pickUps.settled(which.channel(), which.id());
    }
    if (left.isEmpty() || kept.onHold() || order.test()) {
      cases.close(CASE, which.channel(), which.id());
      return;
    }
    ask(which, order, promisedAt(which, order, left).orElse(from.get()), left, all, sourcing);
  }

  /** Nobody sends anything of it any more; within the caller's transaction, which holds it. */
  void callOff(Which which) {
    takeBack(parcels.of(which.channel(), which.id()));
    pickUps.settled(which.channel(), which.id());
    cases.close(CASE, which.channel(), which.id());
  }

  /** Units of each line that are sent by nobody yet. */
  private static Map<String, Integer> open(Order order, List<Parcel> all) {
    var open = new TreeMap<String, Integer>();
    Counts.of(order)
        .filter(count -> count.line().isSent() && count.line().sku() != null)
        .forEach(
            count -> {
              var let = units(all, count.line().id(), Set.of(State.EXPIRED));
              var needed =
                  order.cancelledAt() != null
                      ? 0
                      : count.line().quantity() - count.released() - count.sent(all) - let;
              open.put(count.line().id(), Math.max(0, needed));
            });
    return open;
  }

  private static int units(List<Parcel> all, String line, Set<State> states) {
    return all.stream()
        .filter(parcel -> states.contains(parcel.state()))
        .mapToInt(parcel -> parcel.units(line))
        .sum();
  }

  private static boolean tooMany(Map<String, Integer> open, List<Parcel> all) {
    return all.stream()
        .filter(Parcel::isOpen)
        .flatMap(parcel -> parcel.lines().stream())
        .anyMatch(line -> asked(all, line.line()) > open.getOrDefault(line.line(), 0));
  }

  private static int asked(List<Parcel> all, String line) {
    return units(all, line, Set.of(State.ASKED, State.READY));
  }

  private void takeBack(List<Parcel> all) {
    for (var parcel : all.stream().filter(Parcel::isOpen).toList()) {
      promises.giveBack(parcel.units(), clock.instant());
      parcels.end(parcel, State.CANCELLED, null);
      pickUps.ended(parcel);
    }
  }

  private static Map<String, Integer> left(Map<String, Integer> open, List<Parcel> all) {
    var left = new TreeMap<String, Integer>();
    open.forEach(
        (line, units) -> {
          var missing = units - asked(all, line);
          if (missing > 0) {
            left.put(line, missing);
          }
        });
    return left;
  }

  /** Whatever its channel's file says since, the order's stock is where it was promised. */
  private Optional<LocationId> promisedAt(Which which, Order order, Map<String, Integer> left) {
    var lines = new TreeMap<String, Sku>();
    left.keySet().forEach(line -> lines.put(line, sku(order, line)));
    return promises.promisedAt(which.channel(), which.id(), lines);
  }

  private void ask(
      Which which,
      Order order,
      LocationId from,
      Map<String, Integer> left,
      List<Parcel> all,
      Sourcing sourcing) {
    var rejected =
        all.stream()
            .filter(parcel -> parcel.state() == State.REJECTED)
            .map(Parcel::location)
            .collect(Collectors.toSet());
    var lines =
        order.lines().stream()
            .filter(line -> left.containsKey(line.id()))
            .map(line -> new Demand.Line(line.id(), sku(line), left.getOrDefault(line.id(), 0)))
            .toList();
    var demand = new Demand(lines, order.shipTo(), order.pickUpAt(), rejected);
    var plan = sourcing.plan(demand, supply.of(demand.lines(), from));
    if (!plan.isPossible()) {
      cases.open(CASE, which.channel(), which.id(), sentence(order, which, plan));
      parcels.lookAgain(which, LATER_MILLIS);
    } else if (give(which, order, from, plan, all.size())) {
      cases.close(CASE, which.channel(), which.id());
    } else {
      parcels.lookAgain(which, SOON_MILLIS);
    }
  }

  private boolean give(Which which, Order order, LocationId from, Plan plan, int before) {
    var news = new ArrayList<Parcel>();
    for (var parcel : plan.parcels()) {
      news.add(parcel(which, order, from, plan, parcel, before + news.size() + 1));
    }
    var units = news.stream().flatMap(parcel -> parcel.units().stream()).toList();
    if (!promises.assign(units, clock.instant())) {
      return false;
    }
    news.forEach(
        parcel -> parcels.add(parcel, parcel.pickUp() ? file.pickUp().readyWithinHours() : null));
    return true;
  }

  private Parcel parcel(
      Which which, Order order, LocationId from, Plan plan, Plan.Parcel parcel, int n) {
    var lines =
        parcel.lines().entrySet().stream()
            .map(line -> new Parcel.Line(line.getKey(), sku(order, line.getKey()), line.getValue()))
            .toList();
    var pickUp = order.pickUpAt() != null;
    return new Parcel(
        which.channel(),
        which.id(),
        n,
        parcel.from(),
        from,
        State.ASKED,
        lines,
        plan.because(),
        pickUp,
        null,
        clock.instant());
  }

  private static Sku sku(Order order, String line) {
    return order.lines().stream()
        .filter(one -> one.id().equals(line))
        .map(SourcingRound::sku)
        .findFirst()
        .orElseThrow();
  }

  private static Sku sku(Order.Line line) {
    @Nullable String sku = line.sku();
    return new Sku(sku == null ? "" : sku);
  }

  private static String sentence(Order order, Which which, Plan plan) {
    return "order %s of %s is sent from nowhere: %s. It is tried again in 5 min; bring stock where it is wanted, or cancel it at %s."
        .formatted(
            order.name() == null ? order.id() : order.name(),
            which.channel(),
            String.join("; ", plan.because()),
            which.channel());
  }
}
