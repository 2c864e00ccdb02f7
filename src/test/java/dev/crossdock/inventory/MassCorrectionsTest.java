package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.kernel.MassChange;
import dev.crossdock.kernel.MassChange.Changed;
import dev.crossdock.platform.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** From where on a correction is one of too much at once. */
class MassCorrectionsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());
  private final MassCorrections corrections = new MassCorrections(sql);

  /** A thousand places of ten units each, and one of another system. */
  @BeforeEach
  void aThousandPlaces() {
    var owner = new JdbcTemplate(DATABASE.owner());
    owner.update("delete from inventory_counts");
    owner.update("delete from inventory_levels");
    known("book", "sku-", 1_000);
    known("other", "other-", 1);
  }

  private void known(String source, String prefix, int places) {
    sql.update(
        "insert into inventory_levels (sku, location, on_hand, version) select ? || n, 'dc', 10, 1 from generate_series(1, ?) n",
        prefix,
        places);
    sql.update(
        "insert into inventory_counts (sku, location, source, rebased, counted, as_of)"
            + " select ? || n, 'dc', ?, 'by-booking', 10, now() from generate_series(1, ?) n",
        prefix,
        source,
        places);
  }

  @ParameterizedTest
  @CsvSource({
    "200, 3000, false",
    "201,    0, true",
    "20,  3001, true",
    "19, 10000, false",
    "1000, 10000, true",
    "0,      0, false"
  })
  void isOverAFifthOfThePlacesOrOverThreeTenthsOfTheUnits(int places, long units, boolean much) {
    var why = corrections.tooMuch("book", "stock", new Changed(places, units));

    assertThat(why.isPresent()).isEqualTo(much);
    why.ifPresent(
        failure -> {
          assertThat(failure.code()).isEqualTo(MassChange.CODE);
          assertThat(failure.passes()).isFalse();
          assertThat(failure.sentence())
              .contains("book's read 'stock'")
              .contains("%d of 1000".formatted(places))
              .contains("%d of 10000".formatted(units));
        });
  }

  @Test
  void isAllOfASmallCatalogueAsLongAsItIsTwentyPlaces() {
    known("small", "small-", 20);

    assertThat(corrections.tooMuch("small", "stock", new Changed(20, 200))).isPresent();
    assertThat(corrections.tooMuch("other", "stock", new Changed(1, 10))).isEmpty();
  }

  @Test
  void isLookedForWhereTwentyMessagesAreAHundredthOfWhatIsKnown() {
    assertThat(corrections.possible("book", 19)).isFalse();
    assertThat(corrections.possible("book", 20)).isTrue();
    assertThat(corrections.possible("nobody", 1_000)).as("the first read").isFalse();
    known("large", "large-", 10_000);
    assertThat(corrections.possible("large", 99)).isFalse();
    assertThat(corrections.possible("large", 100)).isTrue();
  }

  @Test
  void isCountedUpAndDownAlikeAndNotWhereAPlaceIsCountedForTheFirstTime() {
    moved("a", 1, "count", "book", -7, 2);
    moved("b", 2, "count", "book", 5, 3);
    moved("c", 3, "count", "book", 100, 1);
    moved("d", 4, "count", "other", 100, 2);
    moved("e", 5, "sale", "book", -1, 2);
    moved("f", 6, "count", "book", -50, 2);

    assertThat(corrections.by("book", List.of(1L, 2L, 3L, 4L, 5L))).isEqualTo(new Changed(2, 12));
  }

  private void moved(
      String sku, long message, String kind, String source, int change, long version) {
    sql.update(
        "insert into inventory_movements (key, kind, sku, location, quantity, on_hand, reserved, source, occurred_at,"
            + " message_id, version) values (?, ?, ?, 'dc', 1, ?, 0, ?, now(), ?, ?)",
        "key-" + sku,
        kind,
        sku,
        change,
        source,
        message,
        version);
  }
}
