package dev.crossdock.divergence.causes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.divergence.Cause;
import dev.crossdock.divergence.causes.Around.Missing;
import dev.crossdock.divergence.causes.Drifted.Elsewhere;
import dev.crossdock.divergence.causes.Drifted.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happened since something last agreed tells why it differs. */
class RulesTest {
  private static final Instant AGREED = Instant.parse("2026-06-01T10:00:00Z");
  private static final Instant BEFORE = AGREED.minusSeconds(3_600);
  private static final Instant AFTER = AGREED.plusSeconds(600);

  @Test
  void callsALineThatNoSkuOfOursHasAnUnknownSku() {
    assertThat(named(new Example("LOCAL-1").says(null, 12L))).isEqualTo(Cause.UNKNOWN_SKU);
  }

  @Test
  void callsAListingThatNeverCameNeverListedAndSaysWhoRefusedIt() {
    var refused = new Example("NEW-1").says(5L, null).refused("NOT-LISTED");

    assertThat(named(refused)).isEqualTo(Cause.NEVER_LISTED);
    assertThat(Rules.name("stock", refused.drifted(), around()).evidence())
        .contains("shop refused what it was told of it: NOT-LISTED");
  }

  @Test
  void callsANumberThatStandsAtTheOtherLocationAWrongLocation() {
    var here = new Example("TEE").says(40L, 25L).told(40, AFTER, 25);
    var there = new Example("TEE").says(15L, 40L).told(15, BEFORE);

    assertThat(named(here.elsewhere(15, 40))).isEqualTo(Cause.WRONG_LOCATION);
    assertThat(named(there.elsewhere(40, 25))).isEqualTo(Cause.WRONG_LOCATION);
  }

  @Test
  void callsWhatWasAddedToAnotherLocationAWrongLocation() {
    assertThat(named(new Example("TEE").says(10L, 17L).told(10, BEFORE).elsewhere(7, 0)))
        .isEqualTo(Cause.WRONG_LOCATION);
    assertThat(named(new Example("TEE").says(10L, 17L).told(10, BEFORE).elsewhere(7, 7)))
        .isNotEqualTo(Cause.WRONG_LOCATION);
  }

  @Test
  void callsABundleThatDidNotFollowItsPartsABundle() {
    var kit = new Example("KIT").says(8L, 11L).told(8, AFTER, 11);

    assertThat(Rules.name("stock", kit.drifted(), around("KIT")).cause()).isEqualTo(Cause.BUNDLE);
    assertThat(named(kit)).isNotEqualTo(Cause.BUNDLE);
  }

  @Test
  void callsManyThatAreOffByOneFactorAMapping() {
    var packs =
        List.of(
            new Example("T-S").says(40L, 6L).told(40, AFTER),
            new Example("T-M").says(61L, 10L).told(61, AFTER),
            new Example("T-L").says(25L, 4L).told(25, AFTER));
    var rounded =
        List.of(
            new Example("T-S").says(48L, 40L).told(48, AFTER),
            new Example("T-M").says(17L, 10L).told(17, AFTER),
            new Example("T-L").says(9L, 0L).told(9, AFTER));

    assertThat(packs).allMatch(one -> named(one, packs) == Cause.MAPPING);
    assertThat(rounded).allMatch(one -> named(one, rounded) == Cause.MAPPING);
    assertThat(named(packs.get(0), packs.subList(0, 2))).isNotEqualTo(Cause.MAPPING);
  }

  @Test
  void callsManyThatShowWhatIsOnHandAMapping() {
    var onHand =
        Stream.of("A", "B", "C")
            .map(sku -> new Example(sku).says(20L, 27L).told(20, AFTER).onHand(27))
            .toList();

    assertThat(onHand).allMatch(one -> named(one, onHand) == Cause.MAPPING);
  }

  @Test
  void callsWhatAgreedAfterItWasToldNoMapping() {
    var edited =
        Stream.of("A", "B", "C")
            .map(sku -> new Example(sku).says(48L, 40L).told(48, BEFORE))
            .toList();

    assertThat(edited).allMatch(one -> named(one, edited) == Cause.MANUAL_EDIT);
  }

  @Test
  void callsAnOrderThatWasTakenOffTwiceADuplicate() {
    assertThat(named(new Example("TEE").says(10L, 7L).told(12, BEFORE).own(-1, -3)))
        .isEqualTo(Cause.DUPLICATE);
  }

  @Test
  void callsABookingThatWasBookedTwiceADuplicate() {
    assertThat(named(new Example("TEE").says(10L, 6L).booked(-4))).isEqualTo(Cause.DUPLICATE);
  }

  @Test
  void callsWhatAnUnheardOrderExplainsAMissedEvent() {
    var less = new Example("TEE").says(10L, 7L).told(10, BEFORE);
    var gap = List.of(new Missing("orders 17", AFTER));

    assertThat(Rules.name("stock", less.drifted(), around(gap, List.of())))
        .satisfies(named -> assertThat(named.cause()).isEqualTo(Cause.MISSED_EVENT))
        .satisfies(
            named ->
                assertThat(named.evidence())
                    .containsExactly(
                        "since it last agreed there are numbers that never came: orders 17"));
    assertThat(Rules.name("stock", less.drifted(), around(List.of(), gap)).cause())
        .isEqualTo(Cause.MISSED_EVENT);
  }

  @Test
  void doesNotBlameAnOrderThatWasMissingWhenItStillAgreed() {
    var less = new Example("TEE").says(10L, 7L).told(10, BEFORE);
    var old = List.of(new Missing("orders 17", BEFORE));

    assertThat(Rules.name("stock", less.drifted(), around(old, List.of())).cause())
        .isEqualTo(Cause.MANUAL_EDIT);
  }

  @Test
  void doesNotBlameOneOrderForMoreThanAnybodyBuys() {
    var emptied = new Example("TEE").says(60L, 0L).told(60, BEFORE);
    var gap = List.of(new Missing("orders 17", AFTER));

    assertThat(Rules.name("stock", emptied.drifted(), around(gap, List.of())).cause())
        .isEqualTo(Cause.MANUAL_EDIT);
  }

  @Test
  void callsABookingThatNeverArrivedAMissedEvent() {
    assertThat(named(new Example("TEE").says(10L, 13L).unbooked(-3))).isEqualTo(Cause.MISSED_EVENT);
  }

  @Test
  void callsAWriteThatWasTakenAndNotMadeAMissedEvent() {
    assertThat(named(new Example("TEE").says(10L, 14L).told(10, AFTER, 14)))
        .isEqualTo(Cause.MISSED_EVENT);
  }

  @Test
  void callsANumberThatNobodyWroteAManualEdit() {
    assertThat(named(new Example("TEE").says(37L, 50L).told(37, BEFORE)))
        .isEqualTo(Cause.MANUAL_EDIT);
    assertThat(named(new Example("TEE").says(37L, 50L))).isEqualTo(Cause.MANUAL_EDIT);
  }

  @Test
  void admitsThatItDoesNotKnow() {
    var drifted = new Example("TEE").says(10L, 14L).drifted();
    var tills =
        new Around("tills", List.of(), List.of(), List.of(), 3, false, alike(), sku -> false);

    assertThat(Rules.name("stock", drifted, tills).cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(Rules.name("stock", drifted, tills).evidence()).isNotEmpty();
  }

  @Test
  void saysOfAnOrderWhichOfTheTwoWasNeverTold() {
    assertThat(order(null, 500L).evidence())
        .containsExactly("shop lists it as open, and it is not open here");
    assertThat(order(500L, null).evidence())
        .containsExactly("it is open here, and shop does not list it");
    assertThat(order(500L, 700L).cause()).isEqualTo(Cause.MISSED_EVENT);
  }

  private static Rules.Named order(@Nullable Long expected, @Nullable Long observed) {
    return Rules.name("orders", new Example("1001").says(expected, observed).drifted(), around());
  }

  private static Cause named(Example example) {
    return Rules.name("stock", example.drifted(), around()).cause();
  }

  private static Cause named(Example example, List<Example> all) {
    var around =
        new Around("shop", List.of(), List.of(), List.of(), 3, true, alike(all), sku -> false);
    return Rules.name("stock", example.drifted(), around).cause();
  }

  private static Around around() {
    return around(List.of(), List.of());
  }

  private static Around around(List<Missing> gaps, List<Missing> unheard) {
    return new Around("shop", gaps, unheard, List.of(), 3, true, alike(), sku -> false);
  }

  private static Around around(String bundle) {
    return new Around(
        "shop", List.of(), List.of(), List.of(), 3, true, alike(), sku -> sku.equals(bundle));
  }

  private static Alike alike() {
    return alike(List.of());
  }

  private static Alike alike(List<Example> all) {
    return Alike.among(all.stream().map(Example::drifted).toList());
  }

  /** Something that drifted, in the words of a test. */
  private static final class Example {
    private final String sku;
    private @Nullable Long expected;
    private @Nullable Long observed;
    private @Nullable Told told;
    private @Nullable Long onHand;
    private final List<Long> earlier = new ArrayList<>();
    private final List<Long> own = new ArrayList<>();
    private final List<Long> unbooked = new ArrayList<>();
    private final List<Long> booked = new ArrayList<>();
    private final List<Elsewhere> elsewhere = new ArrayList<>();

    Example(String sku) {
      this.sku = sku;
    }

    Example says(@Nullable Long expected, @Nullable Long observed) {
      this.expected = expected;
      this.observed = observed;
      return this;
    }

    Example told(long quantity, Instant at, long... before) {
      told = new Told(quantity, at, true, null);
      for (var one : before) {
        earlier.add(one);
      }
      return this;
    }

    Example refused(String code) {
      told = new Told(0, BEFORE, false, code);
      return this;
    }

    Example own(long... units) {
      for (var one : units) {
        own.add(one);
      }
      return this;
    }

    Example unbooked(long units) {
      unbooked.add(units);
      return this;
    }

    Example booked(long units) {
      booked.add(units);
      return this;
    }

    Example onHand(long units) {
      onHand = units;
      return this;
    }

    Example elsewhere(long expected, long observed) {
      elsewhere.add(new Elsewhere("2", expected, observed));
      return this;
    }

    Drifted drifted() {
      return new Drifted(
          1, sku, "1", expected, observed, AGREED, told, earlier, own, unbooked, booked, onHand,
          elsewhere);
    }
  }
}
