package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.crossdock.delivery.Targets.OwnChange;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a channel did to its own number is followed, however many changes come at once. */
class OwnChangesTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Instant SENT = Instant.parse("2026-06-01T10:00:00Z");

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final Targets targets =
      new Targets(
          jdbc, mock(DeliveryWorkers.class), new SecondLook(jdbc, e -> {}, Duration.ofSeconds(10)));

  @BeforeEach
  void showsTen() {
    jdbc.update("delete from delivery_targets");
    for (var sku : List.of("TEE", "CAP")) {
      jdbc.update(
          """
          insert into delivery_targets (channel, sku, slot, desired, version, owed_at, sent_at, seen, seen_at)
          values ('shop', ?, '1', 10, 1, now(), ?::timestamptz, 10, ?::timestamptz)
          """,
          sku,
          SENT.toString(),
          SENT.toString());
    }
  }

  @Test
  void countsEveryChangeOfOneTargetThatComesInOneBatch() {
    targets.follow(
        List.of(change("TEE", -1, 5, true), change("TEE", -2, 9, true), change("CAP", 4, 7, true)));

    assertThat(seen("TEE")).isEqualTo(7);
    assertThat(seen("CAP")).isEqualTo(14);
    assertThat(seenAt("TEE")).isEqualTo(SENT.plusSeconds(9));
  }

  @Test
  void leavesOutWhatAWriteHadSeenWhereWritesDoNotCompare() {
    targets.follow(List.of(change("TEE", -1, 1, false), change("TEE", -2, 9, false)));

    assertThat(seen("TEE")).isEqualTo(8);
  }

  @Test
  void isToldAgainWhatItSoldAwayFromThoughWeWantTheSame() {
    confirmed();

    targets.follow(List.of(change("TEE", -4, 5, true)));
    owe("TEE", 10);
    owe("CAP", 10);

    assertThat(owed()).containsExactly("TEE");
  }

  @Test
  void isNotToldAgainThatItHasNoneWhenItSoldMoreThanThat() {
    confirmed();
    owe("TEE", 0);
    jdbc.update("update delivery_targets set seen = 0");
    confirmed();

    targets.follow(List.of(change("TEE", -1, 5, true)));
    owe("TEE", 0);

    assertThat(owed()).isEmpty();
  }

  @Test
  void isNotToldAgainWhatSomebodyElseChanged() {
    confirmed();
    jdbc.update("update delivery_targets set seen = 7");

    owe("TEE", 10);

    assertThat(owed()).isEmpty();
  }

  private void confirmed() {
    jdbc.update("update delivery_targets set confirmed_version = version, confirmed_at = now()");
  }

  private void owe(String sku, int quantity) {
    targets.owe(List.of(new Targets.Owed("shop", new Sku(sku), "1", quantity)));
  }

  private List<String> owed() {
    return jdbc.queryForList(
        "select sku from delivery_targets where version > confirmed_version", String.class);
  }

  private static OwnChange change(String sku, int by, int secondsAfter, boolean exact) {
    return new OwnChange("shop", new Sku(sku), "1", by, SENT.plusSeconds(secondsAfter), exact);
  }

  private Integer seen(String sku) {
    return jdbc.queryForObject(
        "select seen from delivery_targets where sku = ?", Integer.class, sku);
  }

  private Instant seenAt(String sku) {
    return jdbc.queryForObject(
        "select seen_at from delivery_targets where sku = ?", Instant.class, sku);
  }
}
