package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.PlayedBudgets;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts are paid from the budget that levels and reads are paid from, and go first. */
class PaidCallsTest {
  private static final JsonNode NOTHING = Json.mapper().createObjectNode();

  private PlayedBudgets played = new PlayedBudgets(Path.of("target/none"));
  private String answer = "{\"outcomes\":[{\"key\":\"K\",\"outcome\":\"applied\"}]}";
  private int calls;

  @BeforeEach
  void fillFolders(@TempDir Path root) {
    played = new PlayedBudgets(root);
  }

  @Test
  void paysAFactFromTheBudgetOfEverybody() {
    call();

    assertThat(calls).isEqualTo(1);
    assertThat(played.acquire(Precedence.STOCK, 1000)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void makesNoCallAndCountsNoTryWhileNothingIsLeft() {
    played.budgets().throttled("shop", "calls", Duration.ofMinutes(1));

    var outcome = Outcome.of(catchThrowableOfType(HubException.class, this::call).failure());

    assertThat(calls).isZero();
    assertThat(outcome.code()).isEqualTo("DEL-013");
    assertThat(outcome.isFree()).isTrue();
    assertThat(outcome.retryAfterMillis(0)).isEqualTo(60_000);
  }

  @Test
  void goesBeforeAReadThatWantsTheSameCalls() {
    played.budgets().throttled("shop", "calls", Duration.ofMinutes(1));
    played.acquire(Precedence.CATALOGUE, 995);
    assertThatExceptionOfType(HubException.class).isThrownBy(this::call);
    played.passes(Duration.ofMinutes(1));

    assertThat(played.acquire(Precedence.CATALOGUE, 995)).isPositive();
    call();
    played.passes(Duration.ofMillis(50));

    assertThat(calls).isEqualTo(1);
    assertThat(played.acquire(Precedence.CATALOGUE, 995)).isZero();
  }

  @Test
  void slowsEverybodyDownWhenTheSystemSaysSo() {
    answer = "{\"outcomes\":[{\"key\":\"K\",\"outcome\":\"throttled\",\"retryAfter\":3000}]}";

    call();

    assertThat(played.acquire(Precedence.STOCK, 1)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void stopsForTheDayWhenTheDaysCallsAreUsedUp() {
    answer = "{\"outcomes\":[{\"key\":\"K\",\"outcome\":\"quota\",\"retryAfter\":43200000}]}";

    call();

    assertThat(played.acquire(Precedence.STOCK, 1)).isEqualTo(Duration.ofHours(12));
  }

  @Test
  void believesWhatTheSystemSaysOfItsLimits() {
    answer = "{\"outcomes\":[],\"budget\":{\"available\":5,\"perSecond\":10}}";

    call();

    assertThat(played.acquire(Precedence.STOCK, 10)).isEqualTo(Duration.ofMillis(500));
  }

  private void call() {
    var paid =
        new PaidCalls(
            (route, channel, document) -> {
              calls++;
              return Json.read(answer.getBytes(StandardCharsets.UTF_8));
            },
            played.channels(),
            played.budgets());
    paid.call(PlayedBudgets.BOOKINGS, "shop", NOTHING);
  }
}
