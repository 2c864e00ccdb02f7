package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.crossdock.delivery.Targets.Observed;
import dev.crossdock.delivery.Targets.Owed;
import dev.crossdock.delivery.Targets.OwnChange;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a channel says it shows, beside what we know it did by itself. */
class ObservedLevelsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Sku TEE = new Sku("TEE");
  private static final Instant SOLD = Instant.parse("2026-06-01T10:00:05Z");

  private final List<Object> told = new ArrayList<>();
  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final Targets targets =
      new Targets(
          jdbc,
          mock(DeliveryWorkers.class),
          new SecondLook(jdbc, told::add, Duration.ofSeconds(10)));

  @BeforeEach
  void showsTen() {
    jdbc.update("delete from delivery_targets");
    jdbc.update("delete from delivery_target_changes");
    jdbc.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, confirmed_version, owed_at, seen, observed,
                                      observed_at)
        values ('shop', 'TEE', '1', 10, 1, 1, now(), 10, 10, ?::timestamptz)
        """,
        SOLD.minusSeconds(60).toString());
  }

  @Test
  void countsASaleOnceWhicheverOfLevelAndOrderIsHeardFirst() {
    observe(9, SOLD);
    sold(1, SOLD);
    assertThat(target()).containsEntry("seen", 9).containsEntry("differs", false);

    sold(2, SOLD.plusSeconds(1));
    observe(7, SOLD.plusSeconds(1));
    assertThat(target()).containsEntry("seen", 7);
  }

  @Test
  void believesWhatItIsToldWhileAConflictLastsAndCountsNothingTwiceAfterwards() {
    jdbc.update(
        "update delivery_targets set desired = 8, version = 2, failure_class = 'conflict', attempts = 3,"
            + " next_attempt_at = now() + interval '1 hour'");

    observe(6, SOLD);
    assertThat(target()).containsEntry("seen", 6).containsEntry("waits", false);

    sold(4, SOLD.minusSeconds(1));
    assertThat(target()).as("sold before it was read").containsEntry("seen", 6);
    sold(1, SOLD.plusSeconds(1));
    assertThat(target()).as("sold after it was read").containsEntry("seen", 5);
  }

  @Test
  void triesAtOnceWhenItHearsWhyAWriteMetAnotherNumber() {
    jdbc.update(
        "update delivery_targets set version = 2, failure_class = 'conflict', attempts = 2,"
            + " next_attempt_at = now() + interval '1 hour'");

    sold(1, SOLD);

    assertThat(target())
        .containsEntry("seen", 9)
        .containsEntry("waits", false)
        .containsEntry("attempts", 0);
  }

  @Test
  void tellsOfWhatTwoLooksFindDifferentAndDoesNothingItself() {
    observe(14, SOLD);
    assertThat(target()).containsEntry("seen", 10).containsEntry("version", 1L);

    jdbc.update(
        "update delivery_targets set differs_since = differs_since - interval '11 seconds'");
    observe(14, SOLD.plusSeconds(60));
    assertThat(target()).containsEntry("seen", 14).containsEntry("version", 1L);
    assertThat(told)
        .containsExactly(
            new LevelsDrifted("shop", List.of(new LevelsDrifted.Drifted(TEE, "1", 10, 14, SOLD))));
  }

  @Test
  void forgetsADifferenceThatTheNextLookDoesNotFind() {
    observe(14, SOLD);
    jdbc.update(
        "update delivery_targets set differs_since = differs_since - interval '11 seconds'");
    observe(10, SOLD.plusSeconds(60));

    assertThat(target()).containsEntry("version", 1L).containsEntry("differs", false);
  }

  @Test
  void takesNoNoticeOfALevelOlderThanTheOneItKnows() {
    observe(14, SOLD.plusSeconds(60));
    observe(10, SOLD);

    assertThat(target()).containsEntry("differs", true);
  }

  @Test
  void needsNoCallForWhatComesBackToWhatIsShownAndClosesWhatWasOwedMeanwhile() {
    targets.owe(List.of(new Owed("shop", TEE, "1", 9)));
    targets.owe(List.of(new Owed("shop", TEE, "1", 10)));

    assertThat(
            jdbc.queryForList(
                "select confirmed_at is not null from delivery_target_changes where sku = 'TEE'",
                Boolean.class))
        .containsExactly(true, true);
  }

  @Test
  void keepsThePlaceInTheQueueOfATargetThatChangesAgain() {
    targets.owe(List.of(new Owed("shop", TEE, "1", 9)));
    jdbc.update("update delivery_targets set owed_at = owed_at - interval '1 minute'");
    targets.owe(List.of(new Owed("shop", TEE, "1", 8)));

    assertThat(
            jdbc.queryForObject(
                "select owed_at < now() - interval '50 seconds' from delivery_targets",
                Boolean.class))
        .isTrue();
  }

  private void observe(int quantity, Instant asOf) {
    targets.observe("shop", List.of(new Observed(TEE, "1", quantity, asOf)));
  }

  private void sold(int units, Instant at) {
    targets.follow(List.of(new OwnChange("shop", TEE, "1", -units, at, true)));
  }

  private Map<String, Object> target() {
    return jdbc.queryForMap(
        "select seen, version, attempts::integer as attempts, differs_since is not null as differs,"
            + " coalesce(next_attempt_at > now(), false) as waits from delivery_targets");
  }
}
