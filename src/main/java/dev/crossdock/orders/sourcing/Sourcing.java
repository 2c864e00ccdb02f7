package dev.crossdock.orders.sourcing;

import dev.crossdock.kernel.Sku;
import dev.crossdock.orders.sourcing.Plan.Parcel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Chooses from where an order is sent: in as few parcels as can be, and of those by the rules, the
 * first that tells two apart.
 */
public final class Sourcing {
  private final List<Site> sites;
  private final List<Rule> rules;
  private final int mostParcels;

  /**
   * Takes what is configured.
   *
   * @param mostParcels into how many an order may be split
   */
  public Sourcing(List<Site> sites, List<Rule> rules, int mostParcels) {
    this.sites = List.copyOf(sites);
    this.rules = List.copyOf(rules);
    this.mostParcels = mostParcels;
  }

  /** The best way, and why; a plan without parcels when there is none. */
  public Plan plan(Demand demand, Supply supply) {
    var because = new ArrayList<String>();
    var candidates = candidates(demand, supply, because);
    var parcels = demand.pickUpAt() == null ? mostParcels : 1;
    for (int together = 1; together <= parcels; together++) {
      var tried = together == 1 ? candidates : Shortlist.of(candidates, together, demand.units());
      var ways = ways(tried, together, demand.units());
      if (!ways.isEmpty()) {
        because.add(why(ways));
        return new Plan(share(ways.get(0), demand), because);
      }
    }
    because.add(nobody(candidates, demand, parcels));
    return new Plan(List.of(), because);
  }

  private List<Candidate> candidates(Demand demand, Supply supply, List<String> because) {
    var candidates = new ArrayList<Candidate>();
    for (int place = 0; place < sites.size(); place++) {
      var candidate = Candidate.of(sites.get(place), place, demand, supply);
      var why = leftOut(candidate, demand, supply);
      if (why.isEmpty()) {
        candidates.add(candidate);
      } else {
        because.add("%s is left out: %s".formatted(candidate.name(), why.get()));
      }
    }
    return candidates.stream()
        .sorted((one, other) -> better(List.of(one), List.of(other)))
        .toList();
  }

  private static Optional<String> leftOut(Candidate candidate, Demand demand, Supply supply) {
    var site = candidate.site();
    var pickUpAt = demand.pickUpAt();
    if (pickUpAt != null && !pickUpAt.equals(site.id())) {
      return Optional.of("it is fetched at %s".formatted(pickUpAt.value()));
    }
    if (pickUpAt != null && !site.pickUp()) {
      return Optional.of("nothing is fetched there");
    }
    if (pickUpAt == null && !site.ships()) {
      return Optional.of("it sends nothing");
    }
    if (demand.excluded().contains(site.id())) {
      return Optional.of("it rejected this order");
    }
    var taken = supply.takenThisHour(site.id());
    if (taken >= site.ordersPerHour()) {
      return Optional.of("it has %d of %d orders this hour".formatted(taken, site.ordersPerHour()));
    }
    return candidate.hasAny() ? Optional.empty() : Optional.of("it has none of it");
  }

  /** Those that have all of it together, the best first. */
  private List<List<Candidate>> ways(
      List<Candidate> candidates, int together, Map<Sku, Integer> units) {
    var ways = new ArrayList<List<Candidate>>();
    choose(candidates, 0, together, new ArrayList<>(), units, ways);
    ways.sort(this::better);
    return ways;
  }

  private static void choose(
      List<Candidate> from,
      int next,
      int more,
      List<Candidate> chosen,
      Map<Sku, Integer> units,
      List<List<Candidate>> ways) {
    if (more == 0) {
      if (haveAll(chosen, units)) {
        ways.add(List.copyOf(chosen));
      }
      return;
    }
    for (int i = next; i <= from.size() - more; i++) {
      chosen.add(from.get(i));
      choose(from, i + 1, more - 1, chosen, units, ways);
      chosen.remove(chosen.size() - 1);
    }
  }

  private static boolean haveAll(List<Candidate> together, Map<Sku, Integer> units) {
    return units.entrySet().stream()
        .allMatch(
            one -> together.stream().mapToInt(c -> c.has(one.getKey())).sum() >= one.getValue());
  }

  private int better(List<Candidate> one, List<Candidate> other) {
    for (var rule : rules) {
      var difference = Double.compare(rule.figure(one), rule.figure(other));
      if (difference != 0) {
        return difference;
      }
    }
    return names(one).compareTo(names(other));
  }

  private String why(List<List<Candidate>> ways) {
    var best = ways.get(0);
    var said =
        best.size() == 1
            ? "%s has all of it".formatted(names(best))
            : "%s have all of it together, as nobody has alone".formatted(names(best));
    if (ways.size() == 1) {
      return said + "; there is no other way";
    }
    var next = ways.get(1);
    for (var rule : rules) {
      if (Double.compare(rule.figure(best), rule.figure(next)) != 0) {
        return "%s; %s: %s, before %s with %s"
            .formatted(
                said,
                rule.word(),
                rule.say(rule.figure(best)),
                names(next),
                rule.say(rule.figure(next)));
      }
    }
    return "%s; no rule tells it from %s".formatted(said, names(next));
  }

  private static String nobody(List<Candidate> candidates, Demand demand, int parcels) {
    return demand.units().entrySet().stream()
        .filter(one -> most(candidates, one.getKey(), parcels) < one.getValue())
        .findFirst()
        .map(
            one ->
                "nobody: %d of %s are wanted, and %d are the most that %s"
                    .formatted(
                        one.getValue(),
                        one.getKey().value(),
                        most(candidates, one.getKey(), parcels),
                        parcels == 1
                            ? "one location has"
                            : "%d locations have together".formatted(parcels)))
        .orElse(
            "nobody: of each there is enough, but not in %s"
                .formatted(parcels == 1 ? "one parcel" : parcels + " parcels"));
  }

  private static int most(List<Candidate> candidates, Sku sku, int parcels) {
    return candidates.stream()
        .map(c -> c.has(sku))
        .sorted(Comparator.reverseOrder())
        .limit(parcels)
        .mapToInt(Integer::intValue)
        .sum();
  }

  private static String names(List<Candidate> together) {
    return together.stream().map(Candidate::name).collect(Collectors.joining(" and "));
  }

  /** A line stays whole where one of them has all of it. */
  private static List<Parcel> share(List<Candidate> together, Demand demand) {
    var shares = together.stream().map(Share::of).toList();
    for (var line : demand.lines()) {
      var whole = shares.stream().filter(s -> s.has(line.sku()) >= line.quantity()).findFirst();
      var wanted = line.quantity();
      for (var from : whole.map(List::of).orElse(shares)) {
        wanted -= from.take(line, wanted);
      }
    }
    return shares.stream()
        .filter(share -> !share.lines().isEmpty())
        .map(share -> new Parcel(share.from().site().id(), share.lines()))
        .toList();
  }

  /** What one of them has left, and what it sends, by line. */
  private record Share(Candidate from, Map<Sku, Integer> left, Map<String, Integer> lines) {
    static Share of(Candidate from) {
      return new Share(from, new HashMap<>(from.has()), new LinkedHashMap<>());
    }

    int has(Sku sku) {
      return left.getOrDefault(sku, 0);
    }

    /** Takes as many as it has, and not more than are wanted; returns how many. */
    int take(Demand.Line line, int wanted) {
      var units = Math.min(wanted, has(line.sku()));
      if (units > 0) {
        lines.put(line.id(), units);
        left.merge(line.sku(), -units, Integer::sum);
      }
      return units;
    }
  }
}
