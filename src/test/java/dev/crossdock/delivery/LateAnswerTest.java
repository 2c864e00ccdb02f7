package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.delivery.TargetClaims.Claimed;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A hub that slept longer than its claim sends what it had in hand when it wakes, over what another
 * has sent meanwhile: nobody knows which of the two the channel shows.
 */
class LateAnswerTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Manifest.Write WRITE = write(Manifest.PartialFailure.PER_ITEM);
  private static final Manifest.Write TOGETHER = write(Manifest.PartialFailure.ALL_OR_NOTHING);

  private static Manifest.Write write(Manifest.PartialFailure failure) {
    return new Manifest.Write(
        "show", 5, failure, false, false, null, null, Duration.ZERO, null, null);
  }

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final TargetClaims claims = new TargetClaims(jdbc);
  private final Targets targets =
      new Targets(
          jdbc, mock(DeliveryWorkers.class), new SecondLook(jdbc, e -> {}, Duration.ofSeconds(10)));
  private List<Claimed> slept = List.of();

  @BeforeEach
  void sleepsWithEightInHandWhileNothingIsLeft() {
    jdbc.update("delete from delivery_targets");
    jdbc.update("delete from delivery_target_changes");
    jdbc.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, confirmed_version, owed_at, seen)
        values ('market', 'TEE', '1', 8, 2, 1, now(), 9)
        """);
    slept = claims.claim("market", 9);
    jdbc.update("update delivery_targets set in_flight_until = now() - interval '1 second'");
    targets.owe(List.of(new Targets.Owed("market", new Sku("TEE"), "1", 0)));
  }

  @Test
  void isToldAgainWhatAnotherHadToldMeanwhile() {
    taken(claims.claim("market", 9));
    assertThat(claims.claim("market", 9)).isEmpty();

    taken(slept);

    assertThat(claims.claim("market", 9)).singleElement().matches(t -> t.desired() == 0);
  }

  @Test
  void isToldAgainAlsoWhenTheOthersCallIsStillUnderWay() {
    var other = claims.claim("market", 9);

    taken(slept);
    taken(other);

    assertThat(claims.claim("market", 9)).singleElement().matches(t -> t.desired() == 0);
  }

  @Test
  void isToldAgainWhenNobodyKnowsWhetherTheLateOneWasTaken() {
    taken(claims.claim("market", 9));

    notTaken(slept, "transient");

    assertThat(claims.claim("market", 9)).hasSize(1);
  }

  @Test
  void isLeftAloneWhenTheLateOneWasSurelyRefused() {
    taken(claims.claim("market", 9));

    notTaken(slept, "throttled");

    assertThat(claims.claim("market", 9)).isEmpty();
  }

  @Test
  void endsWhenNobodyIsLate() {
    taken(claims.claim("market", 9));
    taken(slept);
    taken(claims.claim("market", 9));

    assertThat(claims.claim("market", 9)).isEmpty();
    assertThat(
            jdbc.queryForList(
                "select quantity from delivery_target_changes where version > 2 order by version",
                Integer.class))
        .as("the journey tells of both")
        .containsExactly(0, 0);
  }

  @Test
  void doesNotTellWhatItTookBeforeItSlept() {
    var now = new AtomicLong();
    var calls = new AtomicInteger();
    Asking channel =
        (route, name, document) -> {
          calls.incrementAndGet();
          return Json.mapper().createObjectNode();
        };
    var round = new DeliveryRound("market", claims, channel, now::get);
    var targets = round.claim(WRITE);
    now.addAndGet(10_001);

    round.learn(targets, round.call(WRITE, targets));

    assertThat(targets).hasSize(1);
    assertThat(calls).hasValue(0);
    jdbc.update("update delivery_targets set next_attempt_at = null");
    assertThat(claims.claim("market", 9)).singleElement().matches(t -> t.attempts() == 1);
  }

  /** As slow as a call may be: what it refused together is still told apart. */
  @Test
  void looksForTheBadOneAlsoWhenTheRefusalTookLong() {
    jdbc.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, confirmed_version, owed_at, seen)
        values ('market', 'CAP', '1', 3, 2, 1, now(), 9)
        """);
    var now = new AtomicLong();
    var calls = new AtomicInteger();
    Asking channel =
        (route, name, document) -> {
          calls.incrementAndGet();
          now.addAndGet(11_000);
          return refusing(document);
        };
    var round = new DeliveryRound("market", claims, channel, now::get);
    var targets = round.claim(TOGETHER);

    var apart = round.learn(targets, round.call(TOGETHER, targets)).apart();

    assertThat(targets).hasSize(2);
    round.call(TOGETHER, Objects.requireNonNull(apart).next());
    assertThat(calls).hasValue(2);
  }

  private static JsonNode refusing(JsonNode document) {
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    document
        .path("items")
        .forEach(
            item ->
                outcomes
                    .addObject()
                    .put("key", item.path("key").asText())
                    .put("outcome", "data")
                    .put("code", "TST-002")
                    .put("message", "one of them is bad"));
    return answer;
  }

  private void taken(List<Claimed> sent) {
    claims.taken("market", sent, List.of(0), Arrays.asList((Long) null));
  }

  private void notTaken(List<Claimed> sent, String word) {
    var outcome = new Outcome(word, "TST-001", "no answer", null, null, true);
    claims.notTaken("market", sent.stream().map(t -> Refused.of(t, outcome)).toList());
  }
}
