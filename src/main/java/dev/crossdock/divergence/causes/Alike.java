package dev.crossdock.divergence.causes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * In which way many lines of one system differ alike: in packs instead of pieces, rounded, or with
 * another number of ours. One such line may be chance.
 */
public final class Alike {
  /** So many are no chance. */
  private static final int FEWEST = 3;

  private static final List<Integer> PACKS =
      List.of(2, 3, 4, 5, 6, 8, 10, 12, 20, 24, 25, 48, 50, 100, 144, 1_000);
  private static final List<Integer> ROUNDED_TO = List.of(5, 10, 25, 50, 100, 1_000);

  private final List<Way> ways;
  private final List<Drifted> all;

  private Alike(List<Way> ways, List<Drifted> all) {
    this.ways = ways;
    this.all = all;
  }

  private record Way(String words, Predicate<Drifted> fits, long count) {}

  /** Compares these with each other. */
  public static Alike among(Collection<Drifted> drifted) {
    var all = drifted.stream().filter(Alike::hasBoth).toList();
    var ways =
        all().stream()
            .map(way -> new Way(way.words(), way.fits(), all.stream().filter(way.fits()).count()))
            .filter(way -> way.count() >= FEWEST)
            .sorted(Comparator.comparingLong(Way::count).reversed())
            .toList();
    return new Alike(ways, all);
  }

  /** In which way this one differs like others; empty when it is alone. */
  Optional<String> of(Drifted one) {
    return ways.stream()
        .filter(way -> way.fits().test(one))
        .findFirst()
        .map(
            way ->
                "%d lines say %s: %s"
                    .formatted(
                        way.count(),
                        way.words(),
                        all.stream()
                            .filter(way.fits())
                            .limit(5)
                            .map(d -> "%s %d for %d".formatted(d.name(), d.observed(), told(d)))
                            .collect(Collectors.joining(", "))));
  }

  private static List<Way> all() {
    var ways = new ArrayList<Way>();
    for (var k : PACKS) {
      ways.add(way("what was meant, divided by " + k, d -> told(d) / k == said(d) && said(d) > 0));
      ways.add(way("what was meant, times " + k, d -> told(d) * k == said(d)));
    }
    for (var r : ROUNDED_TO) {
      ways.add(way("what was meant, rounded down to " + r, d -> told(d) / r * r == said(d)));
      ways.add(
          way("what was meant, rounded up to " + r, d -> (told(d) + r - 1) / r * r == said(d)));
    }
    ways.add(
        way(
            "what is on hand instead of what can be promised",
            d -> d.onHand() != null && d.onHand() == said(d)));
    return ways;
  }

  private static Way way(String words, Predicate<Drifted> fits) {
    return new Way(words, d -> hasBoth(d) && fits.test(d), 0);
  }

  /**
   * A wrong translation comes with what it translates: what agreed after it was last told was
   * translated rightly.
   */
  private static boolean hasBoth(Drifted one) {
    return one.expected() != null
        && one.observed() != null
        && one.expected() > 0
        && one.difference() != 0
        && (one.told() == null || one.wasToldSince());
  }

  private static long told(Drifted one) {
    return one.told() == null ? one.expected() == null ? 0 : one.expected() : one.told().quantity();
  }

  private static long said(Drifted one) {
    return one.observed() == null ? 0 : one.observed();
  }
}
