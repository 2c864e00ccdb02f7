package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.inventory.Bookkeeper.Level;
import dev.crossdock.inventory.Fact.Kind;
import dev.crossdock.inventory.Fact.Place;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each fact changes, in whatever order facts arrive. */
class BookkeeperTest {
  private static final Sku TEE = new Sku("TEE-RED-M");
  private static final LocationId LEEDS = new LocationId("leeds");
  private static final Place SHELF = new Place(TEE, LEEDS);
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final Map<Place, Level> levels = new HashMap<>(Map.of(SHELF, new Level(10, 0, 1)));
  private final List<Movement> kept = new ArrayList<>();
  private final Bookkeeper books =
      new Bookkeeper(
          levels,
          new HashMap<>(),
          new HashMap<>(),
          new HashSet<>(),
          (place, after) -> keptSince(after));

  @Test
  void keepsASaleOnceHoweverOftenTheTillSendsIt() {
    assertThat(books.book(sale("417-1", 2, NOON))).isTrue();
    assertThat(books.book(sale("417-1", 2, NOON))).isFalse();

    assertThat(level().onHand).isEqualTo(8);
  }

  @Test
  void holdsNothingForAnOrderWhoseCancelWasHeardFirst() {
    books.book(fact("release", Kind.RELEASE, 3, NOON, "promise"));
    books.book(fact("promise", Kind.RESERVATION, 3, NOON, "promise"));

    assertThat(level().reserved).isZero();
    assertThat(level().onHand).isEqualTo(10);
  }

  @Test
  void takesFulfilledUnitsFromTheShelfAndFromThePromise() {
    books.book(fact("promise", Kind.RESERVATION, 3, NOON, "promise"));
    books.book(fact("parcel", Kind.FULFILMENT, 2, NOON, "promise"));

    assertThat(level().reserved).isEqualTo(1);
    assertThat(level().onHand).isEqualTo(8);
  }

  @Test
  void remembersTheLatestCountThoughAnOlderOneIsHeardBehindIt() {
    books.book(fact("count", Kind.COUNT, 9, NOON, null));
    books.book(fact("older", Kind.COUNT, 5, NOON.minusSeconds(60), null));

    assertThat(level().onHand).isEqualTo(9);
    assertThat(books.newCounts()).extracting(Fact::occurredAt).containsExactly(NOON);
  }

  @Test
  void countsOnlyWhatHappenedAfterTheCount() {
    kept.add(movement(sale("early", 1, NOON.minusSeconds(60)), -1));
    kept.add(movement(sale("late", 2, NOON.plusSeconds(60)), -2));

    books.book(fact("count", Kind.COUNT, 9, NOON, null));

    assertThat(level().onHand).isEqualTo(7);
  }

  @Test
  void doesNotTakeOffASaleTwiceThatWasMadeBeforeTheCountAndHeardAfterIt() {
    books.book(fact("count", Kind.COUNT, 9, NOON, null));
    books.book(sale("heard-late", 1, NOON.minusSeconds(60)));

    assertThat(level().onHand).isEqualTo(9);
    assertThat(books.movements())
        .extracting(m -> m.fact().key().value())
        .contains("heard-late", "heard-late/rebase");
  }

  @Test
  void leavesALaterCountStandingWhenAnEarlierOneArrives() {
    books.book(fact("later", Kind.COUNT, 7, NOON, null));
    books.book(fact("earlier", Kind.COUNT, 20, NOON.minusSeconds(60), null));

    assertThat(level().onHand).isEqualTo(7);
  }

  @Test
  void saysHowManyUnitsWereNotThere() {
    books.book(sale("too-many", 12, NOON));

    assertThat(books.shortages()).extracting(Bookkeeper.Shortage::quantity).containsExactly(2);
    assertThat(level().onHand).isEqualTo(-2);
  }

  @Test
  void endsTheSameInWhateverOrderFactsArrive() {
    var facts =
        List.of(
            sale("s1", 1, NOON.minusSeconds(50)),
            sale("s2", 2, NOON.plusSeconds(50)),
            fact("c1", Kind.COUNT, 8, NOON.minusSeconds(20), null),
            fact("c2", Kind.COUNT, 6, NOON, null),
            fact("back", Kind.RETURN, 1, NOON.plusSeconds(10), null),
            fact("p", Kind.RESERVATION, 4, NOON, "p"),
            fact("r", Kind.RELEASE, 1, NOON, "p"),
            fact("f", Kind.FULFILMENT, 2, NOON.plusSeconds(5), "p"));
    for (int seed = 0; seed < 500; seed++) {
      var shuffled = new ArrayList<>(facts);
      Collections.shuffle(shuffled, new Random(seed));
      var fresh = new HashMap<>(Map.of(SHELF, new Level(10, 0, 1)));
      var book =
          new Bookkeeper(fresh, new HashMap<>(), new HashMap<>(), new HashSet<>(), (p, t) -> 0);
      shuffled.forEach(book::book);

      // counted 6 at noon; after it two sold, one came back, two shipped
      assertThat(of(fresh).onHand).as("seed %d", seed).isEqualTo(3);
      assertThat(of(fresh).reserved).as("seed %d", seed).isEqualTo(1);
      assertThat(book.movements().stream().mapToInt(Movement::onHand).sum()).isEqualTo(3 - 10);
    }
  }

  private Level level() {
    return of(levels);
  }

  private static Level of(Map<Place, Level> levels) {
    return Objects.requireNonNull(levels.get(SHELF));
  }

  private int keptSince(Instant after) {
    return kept.stream()
        .filter(m -> m.fact().occurredAt().isAfter(after))
        .mapToInt(Movement::onHand)
        .sum();
  }

  private static Movement movement(Fact fact, int onHand) {
    return new Movement(fact, onHand, 0, 1, null);
  }

  private static Fact sale(String key, int quantity, Instant at) {
    return fact(key, Kind.SALE, quantity, at, null);
  }

  private static Fact fact(
      String key, Kind kind, int quantity, Instant at, @Nullable String promise) {
    var reservation = promise == null ? null : new BusinessKey(promise);
    return new Fact(0, new BusinessKey(key), kind, TEE, LEEDS, quantity, at, "tills", reservation);
  }
}
