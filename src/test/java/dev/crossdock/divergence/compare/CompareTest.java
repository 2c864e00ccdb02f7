package dev.crossdock.divergence.compare;

import static dev.crossdock.divergence.compare.CompareRig.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.crossdock.divergence.compare.CompareRig.Said;
import dev.crossdock.divergence.compare.DifferingTable.Reach;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What a snapshot says is compared with what was true at its instant; late is not wrong. */
class CompareTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final int FIRST = 120;
  private static final int SECOND = 60;

  private CompareRig rig;

  @BeforeEach
  void open(@TempDir Path folder) {
    rig = new CompareRig(DATABASE, folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void isStrictlyOverFivePercentAndAtLeastTwoUnits() {
    rig.shows("JUST-UNDER", 1_000);
    rig.shows("EXACTLY", 1_000);
    rig.shows("JUST-OVER", 1_000);
    rig.shows("NOTHING", 0);
    rig.shows("NOTHING-MORE", 0);
    rig.shows("THREE", 3);
    rig.shows("FOUR", 4);

    twice(
        said("JUST-UNDER", 1_049),
        said("EXACTLY", 1_050),
        said("JUST-OVER", 1_051),
        said("NOTHING", 1),
        said("NOTHING-MORE", 0),
        said("THREE", 2),
        said("FOUR", 2));

    assertThat(rig.states())
        .containsOnly(
            entry("JUST-OVER", "drift"), entry("NOTHING", "drift"), entry("FOUR", "drift"));
    assertThat(rig.lastRun())
        .containsEntry("expected", 7L)
        .containsEntry("observed", 7L)
        .containsEntry("agreed", 1L)
        .containsEntry("tolerated", 3L)
        .containsEntry("drift", 3L);
  }

  @Test
  void isStrictlyOverTheThresholdInEitherDirection() {
    rig.shows("LESS", 1_000);
    rig.shows("LESS-ENOUGH", 1_000);
    rig.shows("NONE", 2);

    twice(said("LESS", 950), said("LESS-ENOUGH", 949), said("NONE", 0));

    assertThat(rig.states()).containsOnly(entry("LESS-ENOUGH", "drift"), entry("NONE", "drift"));
  }

  @Test
  void isOnlySuspectedAtTheFirstLook() {
    rig.shows("TEE", 10);

    rig.shopSays(FIRST, said("TEE", 4));

    assertThat(rig.states()).containsOnly(entry("TEE", "suspected"));
    assertThat(rig.cases()).isEmpty();
  }

  @Test
  void isNotDriftBeforeSomethingUnheardWouldHaveBeenHeard() {
    rig.shows("TEE", 10);

    rig.shopSays(FIRST, said("TEE", 4));
    rig.shopSays(FIRST - 14, said("TEE", 4));
    assertThat(rig.states()).containsOnly(entry("TEE", "suspected"));

    rig.shopSays(FIRST - 16, said("TEE", 4));
    assertThat(rig.states()).containsOnly(entry("TEE", "drift"));
  }

  @Test
  void tellsOfASnapshotThatCannotBeComparedUntilTheNextOneIs() {
    rig.shows("TEE", 10);

    rig.sql().execute("alter table divergence_items rename to gone");
    try {
      rig.shopSays(FIRST, said("TEE", 4));
    } finally {
      rig.sql().execute("alter table gone rename to divergence_items");
    }

    assertThat(rig.lastRun())
        .containsEntry("outcome", "failed")
        .containsEntry("observed", 1L)
        .containsEntry("look", false);
    assertThat(String.valueOf(rig.lastRun().get("sentence")))
        .startsWith("DIV-002 ")
        .contains("shop's stock", "divergence_items");
    assertThat(rig.cases()).containsExactly("uncompared stock");
    assertThat(rig.states()).isEmpty();

    rig.shopSays(SECOND, said("TEE", 10));
    assertThat(rig.cases()).isEmpty();
    assertThat(rig.lastRun()).containsEntry("outcome", "compared");
  }

  @Test
  void callsNothingFailedWhoseLinesCannotBeForgotten() {
    rig.shows("TEE", 10);

    rig.sql()
        .execute(
            "alter table sync_snapshots add constraint kept check (state <> 'compared') not valid");
    try {
      rig.shopSays(FIRST, said("TEE", 10));
    } finally {
      rig.sql().execute("alter table sync_snapshots drop constraint kept");
    }

    assertThat(rig.lastRun()).containsEntry("outcome", "compared").containsEntry("agreed", 1L);
    assertThat(rig.cases()).isEmpty();
  }

  @Test
  void keepsNobodyFromTakingAnotherSnapshotMeanwhile() {
    rig.shows("TEE", 10);
    var id = rig.staged("stock-shop", "shop", "stock", 1, true, List.of(said("TEE", 4)));

    rig.get(TransactionTemplate.class)
        .executeWithoutResult(
            status -> {
              compare(id);
              for (var what : List.of("open", "drop")) {
                rig.sql()
                    .execute(
                        "set lock_timeout = '1s'; select sync_%s_staging(999999); reset lock_timeout"
                            .formatted(what));
              }
              status.setRollbackOnly();
            });
  }

  /** All that is read of what was staged. */
  private void compare(long id) {
    var taken = Objects.requireNonNull(rig.get(CompareTable.class).taken(id));
    rig.get(CompareTable.class).begin(taken);
    for (var reach : List.of(Reach.LINES, Reach.ALL)) {
      rig.get(DifferingTable.class).join(taken, Book.SHOWN, false, reach, List.of());
      rig.get(FindingTable.class).close(taken, List.of(), reach, List.of());
      rig.get(ToldTable.class).twice(taken, true);
      rig.get(JdbcTemplate.class).execute("drop table divergence_differing");
    }
  }

  @Test
  void isOverWhenTheSecondLookAgrees() {
    rig.shows("TEE", 10);

    rig.shopSays(FIRST, said("TEE", 4));
    rig.shopSays(SECOND, said("TEE", 10));

    assertThat(rig.states()).isEmpty();
    assertThat(rig.ended()).containsOnly(entry("TEE", "lag"));
  }

  @Test
  void allowsWhatWasInFlightEitherWay() {
    for (var sku : List.of("OLD", "NEW", "NEITHER")) {
      rig.shows(sku, 30);
      rig.told("shop", sku, "1", 20, FIRST + 5, null);
    }

    twice(said("OLD", 30), said("NEW", 20), said("NEITHER", 12));

    assertThat(rig.states()).containsOnly(entry("NEITHER", "drift"));
    assertThat(rig.lastRun()).containsEntry("lag", 1L).containsEntry("agreed", 1L);
  }

  /** Whoever sells all the time takes no write that names what it showed a while ago. */
  @Test
  void allowsWhatItSoldWhileItTookNothing() {
    for (var sku : List.of("SOLD", "LESS-THAN-SOLD")) {
      rig.shows(sku, 30);
      rig.moved("shop/" + sku, "shop", "reservation", sku, "main", 5, 0, FIRST + 9, FIRST + 8);
      rig.told("shop", sku, "1", 55, FIRST + 5, null);
    }

    twice(said("SOLD", 25), said("LESS-THAN-SOLD", 22));

    assertThat(rig.states()).containsOnly(entry("LESS-THAN-SOLD", "drift"));
  }

  @Test
  void allowsWhatCameSince() {
    rig.shows("SOLD", 30);
    rig.told("shop", "SOLD", "1", 25, FIRST - 1, FIRST - 1);

    rig.shopSays(FIRST, said("SOLD", 30));

    assertThat(rig.states()).isEmpty();
    assertThat(rig.lastRun()).containsEntry("lag", 1L);
  }

  @Test
  void allowsNoLongerWhatWasConfirmedLongAgo() {
    rig.shows("STALE", 30);
    rig.told("shop", "STALE", "1", 25, FIRST + 60, FIRST + 60);

    twice(said("STALE", 30));

    assertThat(rig.states()).containsOnly(entry("STALE", "drift"));
  }

  /** The order came while a delivery went in, so that the number it should show is the same. */
  @Test
  void explainsTheFirstLookByASaleThatWasHeardOfSince() {
    rig.shows("TEE", 10);
    rig.shopSays(FIRST, said("TEE", 7));
    assertThat(rig.states()).containsOnly(entry("TEE", "suspected"));

    rig.moved("shop/1", "shop", "reservation", "TEE", "main", 3, 0, FIRST + 2, FIRST - 10);
    rig.shopSays(SECOND, said("TEE", 6));

    assertThat(rig.states()).containsOnly(entry("TEE", "suspected"));
    assertThat(rig.lastRun()).containsEntry("suspected", 1L).containsEntry("drift", 0L);
  }

  @Test
  void isLateForAListingThatIsNewAndDriftForOneThatNeverCame() {
    rig.told("shop", "FRESH", "1", 5, FIRST + 1, null);
    rig.shows("GONE", 5);
    rig.shows("NONE-LEFT", 0);

    twice();

    assertThat(rig.states()).containsOnly(entry("GONE", "drift"));
  }

  @Test
  void findsWhatItDoesNotKnowUnlessThereIsNoneOfIt() {
    twice(said("THEIRS", 4), said("EMPTY", 0));

    assertThat(rig.states()).containsOnly(entry("THEIRS", "drift"));
  }

  @Test
  void closesOnlyWellWithinTheThreshold() {
    rig.shows("TEE", 1_000);
    twice(said("TEE", 1_080));
    assertThat(rig.cases()).containsExactly("divergence stock TEE at 1");

    rig.shopSays(50, said("TEE", 1_040));
    assertThat(rig.states()).containsOnly(entry("TEE", "drift"));

    rig.shopSays(40, said("TEE", 1_025));
    assertThat(rig.states()).isEmpty();
    assertThat(rig.ended()).containsOnly(entry("TEE", "by-itself"));
    assertThat(rig.cases()).isEmpty();
  }

  @Test
  void followsTheRulesOfAPlace() {
    rig.policies("channels: { shop: { stock: { places: { \"1\": { over: 50%, units: 1 } } } } }");
    rig.shows("TEE", 10);
    rig.shows("CAP", 10);

    twice(said("TEE", 15), said("CAP", 16));

    assertThat(rig.states()).containsOnly(entry("CAP", "drift"));
  }

  @Test
  void ranksOversellingAboveLostSales() {
    rig.shows("MORE", 10);
    rig.shows("LESS", 100);

    rig.shopSays(FIRST, said("MORE", 15), said("LESS", 10));

    assertThat(
            rig.sql()
                .queryForList(
                    "select key || ' ' || risk from divergence_items order by key", String.class))
        .containsExactly("LESS lost-sales", "MORE oversell");
  }

  @Test
  void believesNothingThatIsTooMuchToBeTrue() {
    var zero = new ArrayList<Said>();
    for (int n = 0; n < 100; n++) {
      rig.shows("S" + n, 10);
      zero.add(said("S" + n, 0));
    }

    rig.says("shop", "stock", FIRST, true, zero);
    rig.says("shop", "stock", SECOND, true, zero);

    assertThat(rig.states()).isEmpty();
    assertThat(rig.cases()).containsExactly("brake stock");
    assertThat(rig.lastRun()).containsEntry("outcome", "braked");

    rig.says("shop", "stock", 30, true, zero.stream().map(s -> said(s.key(), 10)).toList());
    assertThat(rig.cases()).isEmpty();
  }

  @Test
  void doesNotBrakeForWhatIsOnlyLate() {
    var old = new ArrayList<Said>();
    for (int n = 0; n < 100; n++) {
      rig.shows("S" + n, 10);
      rig.told("shop", "S" + n, "1", 20, FIRST + 5, null);
      old.add(said("S" + n, 10));
    }

    rig.says("shop", "stock", FIRST, true, old);

    assertThat(rig.states()).isEmpty();
    assertThat(rig.cases()).isEmpty();
    assertThat(rig.lastRun()).containsEntry("outcome", "compared").containsEntry("lag", 100L);
  }

  @Test
  void knowsHowMuchIsExpectedByWhatASnapshotCountsAndByCountingItself() {
    rig.shows("TEE", 10);
    rig.shows("CAP", 20);
    rig.shows("HAT", 5);

    rig.shopSays(FIRST, said("TEE", 10), said("CAP", 3), said("NEW", 7));
    assertThat(rig.lastRun()).containsEntry("expected", 3L).containsEntry("agreed", 1L);

    rig.shopSays(SECOND, said("TEE", 10), said("TEE", 10), said("CAP", 3), said("NEW", 7));
    assertThat(rig.lastRun()).containsEntry("expected", 3L).containsEntry("agreed", 1L);
  }

  @Test
  void tellsOnceWhereOneCauseTouchesMany() {
    var lines = new ArrayList<Said>();
    for (int n = 0; n < 1_000; n++) {
      rig.shows("S" + n, 10);
      lines.add(said("S" + n, n < 30 ? 4 : 10));
    }
    rig.says("shop", "stock", FIRST, true, lines);
    rig.says("shop", "stock", SECOND, true, lines);

    assertThat(rig.states()).hasSize(30);
    assertThat(rig.cases()).hasSize(1).allMatch(about -> about.startsWith("divergence stock "));

    rig.says("shop", "stock", 30, true, lines.stream().map(s -> said(s.key(), 10)).toList());
    assertThat(rig.cases()).isEmpty();
  }

  @Test
  void tellsOfManyThatShowNoneAndOfLinesThatStandTwice() {
    var lines = new ArrayList<Said>();
    for (int n = 0; n < 400; n++) {
      rig.shows("S" + n, 10);
      lines.add(said("S" + n, n < 25 ? 0 : 10));
    }
    lines.add(said("S399", 10));

    rig.says("shop", "stock", FIRST, true, lines);

    assertThat(rig.cases()).containsExactly("duplicate-sku stock", "zeroed stock");
    assertThat(
            rig.sql()
                .queryForObject(
                    "select sentence from delivery_cases where kind = 'duplicate-sku'",
                    String.class))
        .contains("S399 at 1");
  }

  @Test
  void saysNothingOfWhatAPartOfACatalogueDoesNotName() {
    rig.shows("TEE", 10);
    rig.shows("CAP", 10);
    twice(said("TEE", 4), said("CAP", 4));

    rig.says("shop", "stock", 30, false, List.of(said("TEE", 10)));

    assertThat(rig.states()).containsOnly(entry("CAP", "drift"));
  }

  @Test
  void takesWhatWasAskedForAndIsNotThereForGone() {
    rig.shows("TEE", 10);
    rig.shows("CAP", 10);
    rig.shopSays(FIRST, said("CAP", 10));

    rig.get(Compare.class).expecting("shop", "stock", List.of("TEE"), () -> rig.looked(SECOND));

    assertThat(rig.states()).containsOnly(entry("TEE", "drift"));
  }

  @Test
  void takesAPartThatIsReadDuringASecondLookForWhatItNames() {
    rig.shows("TEE", 10);
    rig.shows("CAP", 10);
    rig.shopSays(FIRST, said("CAP", 10));

    rig.get(Compare.class)
        .expecting(
            "shop",
            "stock",
            List.of("TEE"),
            () -> rig.says("shop", "stock", SECOND, false, List.of(said("CAP", 10))));

    assertThat(rig.states()).containsOnly(entry("TEE", "suspected"));
    assertThat(rig.lastRun()).containsEntry("look", false);
  }

  @Test
  void saysNothingOfOthersByASecondLookAtSome() {
    rig.shows("TEE", 10);
    rig.shows("CAP", 10);
    rig.shopSays(FIRST, said("TEE", 10), said("CAP", 4));
    rig.get(Compare.class)
        .expecting("shop", "stock", List.of("CAP"), () -> rig.looked(FIRST - 20, said("CAP", 4)));

    rig.shopSays(SECOND, said("TEE", 4), said("CAP", 4));

    assertThat(rig.agreed("TEE")).isEqualTo(FIRST);
  }

  @Test
  void lessensWhatTheErpShouldHoldByWhatItHasNotBooked() {
    for (var sku : List.of("UNBOOKED", "BOOKED", "WRONG")) {
      rig.holds(sku, "main", 50);
      rig.moved("tills/" + sku, "tills", "sale", sku, "main", 10, -10, FIRST + 3, FIRST + 2);
      rig.sql()
          .update(
              "insert into inventory_postings (movement, channel, sku, location, on_hand) values (?, 'erp', ?, 'main', -10)",
              "tills/" + sku,
              sku);
    }

    var lines =
        List.of(
            new Said("UNBOOKED", "M", 60), new Said("BOOKED", "M", 50), new Said("WRONG", "M", 70));
    rig.says("erp", "stock", FIRST, true, lines);

    assertThat(rig.states()).containsOnly(entry("WRONG", "suspected"));
    assertThat(rig.lastRun()).containsEntry("lag", 1L).containsEntry("agreed", 1L);
  }

  @Test
  void comparesOrdersExactlyAndBothWays() {
    order("kept", "open", "12.00", 600);
    order("dearer", "open", "12.00", 600);
    order("forgotten", "open", "12.00", 600);
    order("sent", "sent", "12.00", 600);
    order("just-sent", "sent", "12.00", 1);

    var lines =
        List.of(
            new Said("kept", "", 1_200),
            new Said("dearer", "", 1_201),
            new Said("unheard", "", 500),
            new Said("sent", "", 1_200),
            new Said("just-sent", "", 1_200));
    rig.says("shop", "orders", FIRST, true, lines);
    rig.says("shop", "orders", SECOND, true, lines);

    assertThat(rig.states())
        .isEqualTo(
            Map.of("dearer", "drift", "forgotten", "drift", "unheard", "drift", "sent", "drift"));
    assertThat(rig.cases()).contains("divergence orders unheard");
  }

  private void order(String id, String state, String total, int changed) {
    rig.sql()
        .update(
            """
            insert into orders_book (channel, id, state, told_at, currency, total, document, heard_at, changed_at)
            values ('shop', ?, ?, crossdock_now(), 'GBP', ?::numeric, '{}', crossdock_now() - interval '2 days',
                    crossdock_now() - ? * interval '1 minute')
            """,
            id,
            state,
            total,
            changed);
  }

  private void twice(Said... lines) {
    rig.shopSays(FIRST, lines);
    rig.shopSays(SECOND, lines);
  }
}
