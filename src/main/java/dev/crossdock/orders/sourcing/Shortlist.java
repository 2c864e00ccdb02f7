package dev.crossdock.orders.sourcing;

import dev.crossdock.kernel.Sku;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Who is tried together: all pairs of hundreds of sites would take too long, and the best by the
 * rules alone may have none of what is missing.
 */
final class Shortlist {
  /** So many of the best by the rules. */
  private static final int BEST = 24;

  /** And so many more at most, for what they have. */
  private static final int MOST = 2 * BEST;

  private Shortlist() {}

  /** In the order in which the candidates stand, which is that of the rules. */
  static List<Candidate> of(List<Candidate> candidates, int together, Map<Sku, Integer> units) {
    if (candidates.size() <= BEST) {
      return candidates;
    }
    var chosen = new HashSet<>(candidates.subList(0, BEST));
    add(chosen, candidates, together, one -> one.useful(units));
    units.forEach(
        (sku, wanted) -> {
          var enough = candidates.stream().anyMatch(one -> one.has(sku) >= wanted);
          add(chosen, candidates, enough ? 1 : together, one -> one.has(sku));
        });
    return candidates.stream().filter(chosen::contains).toList();
  }

  /** So many that have the most; of two with as much, the better by the rules. */
  private static void add(
      Set<Candidate> chosen, List<Candidate> from, int many, ToIntFunction<Candidate> has) {
    from.stream()
        .sorted(Comparator.comparingInt(has).reversed())
        .limit(many)
        .takeWhile(one -> chosen.size() < MOST)
        .forEach(chosen::add);
  }
}
