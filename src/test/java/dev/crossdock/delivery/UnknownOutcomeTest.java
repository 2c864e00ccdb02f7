package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A write that may have been done, and a target that then comes back to what was shown before: a
 * hub that takes the old number for shown leaves the new one on sale.
 */
class UnknownOutcomeTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final TargetClaims claims = new TargetClaims(jdbc);
  private final Targets targets =
      new Targets(
          jdbc, mock(DeliveryWorkers.class), new SecondLook(jdbc, e -> {}, Duration.ofSeconds(10)));

  @BeforeEach
  void showsNothingAndOwesFour() {
    jdbc.update("delete from delivery_targets");
    jdbc.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, confirmed_version, owed_at, seen)
        values ('market', 'TEE', '1', 4, 2, 1, now(), 0)
        """);
  }

  @Test
  void tellsTheOldNumberAgainWhenNobodySaidWhatBecameOfTheNew() {
    ends("transient");
    owe(0);

    assertThat(claims.claim("market", 9)).singleElement().matches(t -> t.desired() == 0);
  }

  @Test
  void tellsItAlsoWhenItWasOwedWhileTheCallWasUnderWay() {
    var sent = claims.claim("market", 9);
    owe(0);
    notTaken(sent, "transient");

    assertThat(claims.claim("market", 9)).singleElement().matches(t -> t.desired() == 0);
  }

  @Test
  void staysUnsureWhenTheNextCallIsRefusedForAnotherReason() {
    ends("transient");
    ends("throttled");
    owe(0);

    assertThat(claims.claim("market", 9)).hasSize(1);
  }

  @Test
  void makesNoCallWhenTheNewNumberWasSurelyNotTaken() {
    ends("throttled");
    owe(0);

    assertThat(claims.claim("market", 9)).isEmpty();
    assertThat(settled()).isTrue();
  }

  @Test
  void isSureAgainAfterAWriteThatWasTaken() {
    ends("transient");
    claims.taken(
        "market", claims.claim("market", 9), List.of(0), java.util.Arrays.asList((Long) null));
    owe(7);
    owe(4);

    assertThat(claims.claim("market", 9)).isEmpty();
    assertThat(settled()).isTrue();
  }

  private void ends(String word) {
    notTaken(claims.claim("market", 9), word);
  }

  private void notTaken(List<TargetClaims.Claimed> sent, String word) {
    var outcome = new Outcome(word, "TST-001", "no answer", null, null, true);
    claims.notTaken("market", sent.stream().map(t -> Refused.of(t, outcome)).toList());
    jdbc.update("update delivery_targets set next_attempt_at = null");
  }

  private void owe(int quantity) {
    targets.owe(List.of(new Targets.Owed("market", new Sku("TEE"), "1", quantity)));
  }

  private boolean settled() {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select version = confirmed_version from delivery_targets", Boolean.class));
  }
}
