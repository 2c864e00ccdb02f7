package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyDouble;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.delivery.Calls;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For how long a channel in trouble, or without calls, is waited for. */
class PagingTest {
  private static final String PAGE = "{\"items\":[]}";
  private static final String DOWN = "{\"outcome\":\"transient\"}";

  private final MovedClock clock = new MovedClock(Instant.parse("2026-06-01T10:00:00Z"));
  private final Calls calls = mock(Calls.class);
  private final Budgets budgets = mock(Budgets.class);
  private final Paging paging = new Paging(calls, budgets, clock);
  private final Queue<String> answers = new ArrayDeque<>();
  private Duration eachTakes = Duration.ZERO;

  @BeforeEach
  void answers() {
    when(calls.call(anyString(), anyString(), any()))
        .thenAnswer(
            call -> {
              clock.move(eachTakes);
              return Json.mapper().readTree(answers.remove());
            });
    doReturn(Duration.ZERO).when(budgets).acquire(any(), anyString(), anyString(), anyDouble());
  }

  @Test
  void waitsForAChannelThatIsGoneForMinutesWhereARunIsKept() throws Exception {
    eachTakes = Duration.ofMinutes(2);
    answers.addAll(List.of(DOWN, DOWN, PAGE));

    assertThat(ask(new Kept(7)).has("items")).isTrue();
    assertThat(answers).isEmpty();
  }

  @Test
  void givesUpAfterAnHour() {
    eachTakes = Duration.ofMinutes(31);
    answers.addAll(List.of(DOWN, DOWN, PAGE));

    assertThatThrownBy(() -> ask(new Kept(7)))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("SYN-002");
    assertThat(answers).hasSize(1);
  }

  @Test
  void givesUpAtOnceWhenItIsToldToWaitForLongerThanThat() {
    answers.add("{\"outcome\":\"quota\",\"retryAfter\":3700000}");

    assertThatThrownBy(() -> ask(new Kept(7))).hasMessageContaining("SYN-002");
  }

  @Test
  void doesNotWaitForLongWhereItSimplyComesAgain() {
    eachTakes = Duration.ofSeconds(11);
    answers.addAll(List.of(DOWN, PAGE));

    assertThatThrownBy(() -> ask(new Kept(0))).hasMessageContaining("SYN-002");
  }

  @Test
  void waitsForACallOfABudgetThatHasFew() throws Exception {
    var waits = new ArrayDeque<>(List.of(Duration.ofMillis(20), Duration.ZERO));
    doAnswer(
            call -> {
              clock.move(Duration.ofMinutes(3));
              return waits.remove();
            })
        .when(budgets)
        .acquire(any(), anyString(), anyString(), anyDouble());
    answers.add(PAGE);

    assertThat(ask(new Kept(7)).has("items")).isTrue();
  }

  @Test
  void isCancelledWhileItWaitsForHalfAnHour() {
    answers.add("{\"outcome\":\"throttled\",\"retryAfter\":1800000}");
    var progress = new Kept(7);
    progress.checksLeft = 2;

    assertThatThrownBy(() -> ask(progress)).isInstanceOf(Progress.Stopped.class);
  }

  private JsonNode ask(Progress progress) throws InterruptedException {
    var by = new Paging.By("shop", Precedence.CATALOGUE, "all", null, 1, 1);
    return paging.ask(by, Json.mapper().createObjectNode(), progress);
  }

  /** A run with a number, which somebody cancels after a while. */
  private static final class Kept implements Progress {
    private final long run;
    private int checksLeft = Integer.MAX_VALUE;

    Kept(long run) {
      this.run = run;
    }

    @Override
    public long run() {
      return run;
    }

    @Override
    public Instant begunAt() {
      return Instant.EPOCH;
    }

    @Override
    public @Nullable String position() {
      return null;
    }

    @Override
    public void expect(long items) {}

    @Override
    public void moved(int pages, long items, int kept, @Nullable String position) {}

    @Override
    public void check() {
      if (checksLeft-- == 0) {
        throw new Stopped(true);
      }
    }
  }
}
