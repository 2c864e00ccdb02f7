package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.delivery.Offer;
import dev.crossdock.delivery.Offer.Pool;
import dev.crossdock.inventory.Term.Kind;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.PromiseRules;
import dev.crossdock.kernel.Sku;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A channel is never told of more than can be sold, and every number adds up to its reasons. */
class AtpTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Sku TEE = new Sku("TEE");
  private static final Sku CAP = new Sku("CAP");
  private static final Sku SET = new Sku("SET");
  private static final LocationId DC = new LocationId("dc");
  private static final LocationId LEEDS = new LocationId("leeds");

  /** One tee and two caps. */
  private static final Bundle BUNDLE =
      new Bundle(SET, List.of(new Bundle.Part(TEE, 1), new Bundle.Part(CAP, 2)));

  /** What is at the warehouse and at the store, and what a channel that sells from both is told. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // case,                      dc,          leeds,      buffer, cap, expected
    "both places together,        10 0 0 0 100, 5 0 0 0 100, 0, 0, 15",
    "less what is promised,       10 4 0 0 100, 5 1 0 0 100, 0, 0, 10",
    "less safety and damaged,     10 4 2 1 100, 5 1 1 0 100, 0, 0, 6",
    "short takes nothing else,     2 9 0 0 100, 5 0 0 0 100, 0, 0, 5",
    "less than nothing is none,    0 9 0 0 100, 0 3 0 0 100, 0, 0, 0",
    "half of a silent store,      10 0 0 0 100, 5 0 0 0 50,  0, 0, 12",
    "none of a silent store,      10 0 0 0 100, 5 0 0 0 0,   0, 0, 10",
    "silent after its promises,   10 0 0 0 100, 9 4 1 0 50,  0, 0, 10",
    "a buffer,                    10 0 0 0 100, 5 0 0 0 100, 4, 0, 11",
    "a buffer larger than stock,   2 0 0 0 100, 1 0 0 0 100, 4, 0, 0",
    "a cap,                       10 0 0 0 100, 5 0 0 0 100, 0, 8, 8",
    "a cap above what there is,   10 0 0 0 100, 5 0 0 0 100, 0, 50, 15",
    "the buffer before the cap,   10 0 0 0 100, 5 0 0 0 100, 4, 12, 11",
  })
  void promises(String name, String dc, String leeds, int buffer, int cap, int expected) {
    var atp =
        atp(
            rules(buffer, cap == 0 ? PromiseRules.NO_CAP : cap),
            pooled(),
            Map.of(TEE, shelves(shelf(DC, dc), shelf(LEEDS, leeds))));

    assertThat(atp.explain(TEE, NOW).units()).as(name).isEqualTo(expected);
    assertThat(atp.bySlot(TEE)).as(name).isEqualTo(Map.of("all", expected));
  }

  @Test
  void makesAsManyBundlesAsTheScarcestPart() {
    var shelves =
        Map.of(
            TEE, shelves(shelf(DC, "10 2 0 0 100"), shelf(LEEDS, "3 0 0 0 100")),
            CAP, shelves(shelf(DC, "7 0 0 0 100")));

    var answer = atp(PromiseRules.USUAL, pooled(), shelves).explain(SET, NOW);

    assertThat(answer.units()).isEqualTo(3);
    assertThat(answer.lastUnits()).isTrue();
    assertThat(answer.terms())
        .containsExactly(
            new Term(
                Kind.PARTS, DC, 3, "7 of CAP there are enough for so many, of which each takes 2"),
            new Term(
                Kind.PARTS,
                LEEDS,
                0,
                "0 of CAP there are enough for so many, of which each takes 2"));
    assertThat(answer.parts())
        .extracting(Promisable.OfPart::sku, Promisable.OfPart::units, Promisable.OfPart::makes)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(TEE, 11, 11),
            org.assertj.core.groups.Tuple.tuple(CAP, 7, 3));
  }

  /** Nobody can send a set whose tee is at the warehouse and whose caps are at the store. */
  @Test
  void makesABundleOnlyWhereAllItsPartsAre() {
    var tees = shelves(shelf(DC, "3 0 0 0 100"), shelf(LEEDS, "1 0 0 0 100"));
    var caps = shelves(shelf(DC, "1 0 0 0 100"), shelf(LEEDS, "6 0 0 0 100"));

    var atp = atp(PromiseRules.USUAL, pooled(), Map.of(TEE, tees, CAP, caps));

    assertThat(atp.bySlot(SET)).isEqualTo(Map.of("all", 1));
    assertThat(atp.explain(SET, NOW).units()).isEqualTo(1);
    assertThat(atp.bySlot(TEE)).isEqualTo(Map.of("all", 4));
  }

  @Test
  void makesNoBundleOfAPartThatNobodyHasCounted() {
    var atp = atp(PromiseRules.USUAL, pooled(), Map.of(TEE, shelves(shelf(DC, "10 0 0 0 100"))));

    assertThat(atp.bySlot(SET)).isEqualTo(Map.of("all", 0));
    assertThat(atp.bySlot(CAP)).isEmpty();
    assertThat(atp.explain(CAP, NOW).units()).isZero();
  }

  @Test
  void takesTheBufferFromTheLastSlotAndGivesTheCapToTheFirst() {
    var apart = List.of(new Pool("1", List.of(DC)), new Pool("2", List.of(LEEDS)));
    var shelves = Map.of(TEE, shelves(shelf(DC, "10 0 0 0 100"), shelf(LEEDS, "5 0 0 0 100")));

    assertThat(atp(rules(3, PromiseRules.NO_CAP), apart, shelves).bySlot(TEE))
        .isEqualTo(Map.of("1", 10, "2", 2));
    assertThat(atp(rules(0, 12), apart, shelves).bySlot(TEE)).isEqualTo(Map.of("1", 10, "2", 2));
    assertThat(atp(rules(0, 4), apart, shelves).bySlot(TEE)).isEqualTo(Map.of("1", 4, "2", 0));
  }

  /** Whatever there is: the reasons add up, and nobody is told of what is not there. */
  @Test
  void addsUpToItsReasonsAndNeverExceedsWhatIsThere() {
    var dice = new Random(4);
    for (int n = 0; n < 5_000; n++) {
      var shelves = new HashMap<Sku, Map<LocationId, Shelf>>();
      for (var sku : List.of(TEE, CAP)) {
        shelves.put(sku, shelves(any(DC, dice), any(LEEDS, dice)));
      }
      var slots =
          dice.nextBoolean()
              ? pooled()
              : List.of(new Pool("1", List.of(DC)), new Pool("2", List.of(LEEDS)));
      var rules =
          rules(dice.nextInt(6), dice.nextBoolean() ? PromiseRules.NO_CAP : 1 + dice.nextInt(30));
      var atp = atp(rules, slots, shelves);
      for (var sku : List.of(TEE, CAP, SET)) {
        var answer = atp.explain(sku, NOW);
        assertThat(answer.terms().stream().mapToInt(Term::units).sum()).isEqualTo(answer.units());
        assertThat(answer.units())
            .isBetween(0, rules.cap())
            .isEqualTo(atp.bySlot(sku).values().stream().mapToInt(units -> units).sum())
            .isLessThanOrEqualTo(there(sku, shelves));
        assertThat(answer.parts())
            .allSatisfy(
                part ->
                    assertThat(part.terms().stream().mapToInt(Term::units).sum())
                        .isEqualTo(part.units()));
      }
    }
  }

  private static int there(Sku sku, Map<Sku, Map<LocationId, Shelf>> shelves) {
    if (sku.equals(SET)) {
      return Stream.of(DC, LEEDS)
          .mapToInt(at -> Math.min(there(TEE, at, shelves), there(CAP, at, shelves) / 2))
          .sum();
    }
    return there(sku, DC, shelves) + there(sku, LEEDS, shelves);
  }

  private static int there(Sku sku, LocationId at, Map<Sku, Map<LocationId, Shelf>> shelves) {
    var s = shelves.getOrDefault(sku, Map.of()).get(at);
    return s == null ? 0 : Math.max(0, s.onHand() - s.promised() - s.safety() - s.apart());
  }

  private static Shelf any(LocationId at, Random dice) {
    return new Shelf(
        at,
        dice.nextInt(20) - 2,
        dice.nextInt(12),
        dice.nextInt(3),
        dice.nextInt(2),
        dice.nextBoolean() ? 100 : dice.nextInt(100));
  }

  private static Shelf shelf(LocationId at, String text) {
    var n = Stream.of(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    return new Shelf(at, n[0], n[1], n[2], n[3], n[4]);
  }

  private static Map<LocationId, Shelf> shelves(Shelf... shelves) {
    var byLocation = new HashMap<LocationId, Shelf>();
    new ArrayList<>(List.of(shelves)).forEach(s -> byLocation.put(s.location(), s));
    return byLocation;
  }

  private static List<Pool> pooled() {
    return List.of(new Pool("all", List.of(DC, LEEDS)));
  }

  private static PromiseRules rules(int buffer, int cap) {
    return new PromiseRules(buffer, cap, 5, Duration.ofSeconds(30));
  }

  private static Atp atp(
      PromiseRules rules, List<Pool> pools, Map<Sku, Map<LocationId, Shelf>> shelves) {
    return new Atp(new Offer("shop", true, rules, pools), AtpTest::bundle, shelves);
  }

  private static @Nullable Bundle bundle(Sku sku) {
    return sku.equals(SET) ? BUNDLE : null;
  }
}
