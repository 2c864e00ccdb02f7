package dev.crossdock.divergence.causes;

import dev.crossdock.divergence.Cause;
import dev.crossdock.divergence.causes.Drifted.Elsewhere;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why something drifted: of what speaks for itself first, of what is left when nothing else fits
 * last. The first rule that finds evidence names the cause.
 */
public final class Rules {
  private static final List<Rule> OF_STOCK =
      List.of(
          new Rule(Cause.UNKNOWN_SKU, Rules::unknownSku),
          new Rule(Cause.NEVER_LISTED, Rules::neverListed),
          new Rule(Cause.WRONG_LOCATION, Rules::wrongLocation),
          new Rule(Cause.BUNDLE, Rules::bundle),
          new Rule(Cause.MAPPING, Rules::mapping),
          new Rule(Cause.DUPLICATE, Rules::duplicate),
          new Rule(Cause.MISSED_EVENT, Rules::missedEvent),
          new Rule(Cause.MANUAL_EDIT, Rules::manualEdit));

  private static final List<Rule> OF_ORDERS =
      List.of(
          new Rule(Cause.MAPPING, Rules::mapping),
          new Rule(Cause.MISSED_EVENT, Rules::missedOrder));

  private Rules() {}

  /** What speaks for one cause, in short sentences; none when nothing does. */
  private record Rule(Cause cause, BiFunction<Drifted, Around, List<String>> evidence) {}

  /** The cause, and what led to it. */
  public record Named(Cause cause, List<String> evidence) {

    /** Takes a copy. */
    public Named {
      evidence = List.copyOf(evidence);
    }
  }

  /** Names the cause of something. */
  public static Named name(String entity, Drifted drifted, Around around) {
    for (var rule : entity.equals("orders") ? OF_ORDERS : OF_STOCK) {
      var evidence = rule.evidence().apply(drifted, around);
      if (!evidence.isEmpty()) {
        return new Named(rule.cause(), evidence);
      }
    }
    return new Named(Cause.UNKNOWN, List.of("nothing that we know of explains it"));
  }

  private static List<String> unknownSku(Drifted drifted, Around around) {
    return drifted.expected() == null
        ? List.of(
            "%s has %d of it, and no SKU of ours has that name there"
                .formatted(around.channel(), drifted.observed()))
        : List.of();
  }

  private static List<String> neverListed(Drifted drifted, Around around) {
    if (drifted.observed() != null) {
      return List.of();
    }
    var told = drifted.told();
    return List.of(
        "a whole snapshot has no line for it",
        told != null && told.refusal() != null
            ? "%s refused what it was told of it: %s".formatted(around.channel(), told.refusal())
            : "it should say %d".formatted(drifted.expected()));
  }

  /** Swapped, shown at another place, or added to what another place has. */
  private static List<String> wrongLocation(Drifted here, Around around) {
    for (var there : here.elsewhere()) {
      if (there.differs() && isMixedUp(here, there)) {
        return List.of(
            "%s has %d, expected %d; %s has %d, expected %d: the number of one stands at the other"
                .formatted(
                    here.place(),
                    here.observed(),
                    here.expected(),
                    there.place(),
                    there.observed(),
                    there.expected()));
      }
    }
    return List.of();
  }

  private static boolean isMixedUp(Drifted here, Elsewhere there) {
    long said = orZero(here.observed());
    long meant = orZero(here.expected());
    var hereThere = said == there.expected() && said > 0;
    var thereHere = there.observed() == meant && meant > 0;
    var moved =
        said - meant == there.expected() - there.observed()
            && Math.max(said, there.observed()) == meant + there.expected();
    return hereThere || thereHere || moved;
  }

  private static List<String> bundle(Drifted drifted, Around around) {
    var observed = drifted.observed();
    if (observed == null
        || !around.isBundle().test(drifted.key())
        || !drifted.earlier().contains(observed)) {
      return List.of();
    }
    return List.of(
        "it is a bundle, and its parts agree",
        "%d is what it was told earlier; its parts make %d now"
            .formatted(observed, drifted.expected()));
  }

  private static List<String> mapping(Drifted drifted, Around around) {
    return around.alike().of(drifted).map(List::of).orElse(List.of());
  }

  private static List<String> duplicate(Drifted drifted, Around around) {
    var off = drifted.difference();
    if (drifted.own().contains(off)) {
      return List.of(
          "%s changed its number by %d for an order that we heard once; it is off by just as much again"
              .formatted(around.channel(), off));
    }
    if (drifted.booked().contains(off)) {
      return List.of(
          "%s booked %d once by its own word; it is off by just as much again"
              .formatted(around.channel(), off));
    }
    return List.of();
  }

  private static List<String> missedEvent(Drifted drifted, Around around) {
    var evidence = new ArrayList<String>();
    var unbooked = drifted.unbooked().stream().mapToLong(Long::longValue).sum();
    if (unbooked != 0 && drifted.difference() == -unbooked) {
      evidence.add(
          "%s was told of %d, and has not booked it for longer than it takes"
              .formatted(around.channel(), unbooked));
    }
    if (isOneOrder(drifted, around)) {
      var less = drifted.difference() < 0;
      missing("numbers that never came", less ? around.gaps() : List.of(), drifted, evidence);
      missing(
          less
              ? "orders that it lists and nobody told us of"
              : "orders that are open here and not there",
          less ? around.unheard() : around.unlisted(),
          drifted,
          evidence);
    }
    if (evidence.isEmpty() && drifted.wasToldSince() && saysWhatItWasToldBefore(drifted)) {
      evidence.add(
          "%s took what it was told last, and says %d, which it was told before that"
              .formatted(around.channel(), drifted.observed()));
    }
    return evidence;
  }

  private static void missing(
      String what, List<Around.Missing> all, Drifted drifted, List<String> evidence) {
    var missing = Around.since(all, drifted.agreedAt());
    if (!missing.isEmpty()) {
      evidence.add(
          "since it last agreed there are %s: %s"
              .formatted(
                  what,
                  missing.stream()
                      .limit(5)
                      .map(Around.Missing::name)
                      .collect(Collectors.joining(", "))));
    }
  }

  /** Few buy twice as many as anybody did lately. */
  private static boolean isOneOrder(Drifted drifted, Around around) {
    return !drifted.wasToldSince()
        && Math.abs(drifted.difference()) <= 2 * Math.max(1, around.largestSale());
  }

  private static boolean saysWhatItWasToldBefore(Drifted drifted) {
    return drifted.observed() != null && drifted.earlier().contains(drifted.observed());
  }

  private static List<String> manualEdit(Drifted drifted, Around around) {
    var told = drifted.told();
    if (told == null && around.books() && drifted.unbooked().isEmpty()) {
      return List.of(
          "%s booked all that it was told, and says %d"
              .formatted(around.channel(), drifted.observed()),
          "nothing that happened anywhere explains the difference");
    }
    if (told == null || !told.tookIt()) {
      return List.of();
    }
    return List.of(
        "%s took %d from us%s and says %d"
            .formatted(
                around.channel(),
                told.quantity(),
                drifted.wasToldSince() ? "" : ", agreed afterwards,",
                drifted.observed()),
        "no order, no booking and no write of ours explains the difference");
  }

  private static List<String> missedOrder(Drifted drifted, Around around) {
    if (drifted.expected() == null) {
      return List.of("%s lists it as open, and it is not open here".formatted(around.channel()));
    }
    if (drifted.observed() == null) {
      return List.of("it is open here, and %s does not list it".formatted(around.channel()));
    }
    return List.of(
        "%s says that it is worth %d, and told us %d: a change of it never came"
            .formatted(around.channel(), drifted.observed(), drifted.expected()));
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }
}
