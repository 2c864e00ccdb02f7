package dev.crossdock.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.connectors.calls.Credentials;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoorsTest {
  private static final String SILENT = "CON-050";
  private static final String BUSY = "CON-051";
  private static final String REFUSED = "CON-052";

  private final PlayedDoors played = new PlayedDoors();
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void callsASilentChannelNoMoreAfterTheFourthTime() {
    falls("shop");

    assertThat(calls).hasValue(4);
    assertThatNobodyIsCalled(SILENT);
    assertThat(played.doors().states()).containsEntry("shop", "silent");
    assertThat(played.doors().closedFor("shop")).isEqualTo(Door.PROBE);
    assertThat(played.gauge("shop")).isEqualTo(1);
  }

  @Test
  void letsOneProbeThroughAndOpensWhenItIsAnswered() {
    falls("shop");

    played.passes(Door.PROBE.minusMillis(1));
    assertThatNobodyIsCalled(SILENT);
    played.passes(Duration.ofMillis(2));
    played
        .doors()
        .through(
            "shop",
            () -> {
              assertThat(played.doors().states()).containsEntry("shop", "probing");
              assertThatNobodyIsCalled(SILENT);
              return taken();
            });

    played.taken("shop");
    assertThat(played.doors().states()).containsEntry("shop", "open");
    assertThat(played.doors().closedFor("shop")).isZero();
    assertThat(played.gauge("shop")).isZero();
  }

  @Test
  void waitsAsLongAgainWhenTheProbeIsNotAnsweredEither() {
    falls("shop");

    played.passes(Door.PROBE.plusMillis(1));
    played.answered("shop", 503, "{}");

    assertThatNobodyIsCalled(SILENT);
    assertThat(played.doors().closedFor("shop")).isEqualTo(Door.PROBE);
  }

  @Test
  void slowsNobodyElseWhileOneChannelIsSilent() {
    falls("shop");

    played.taken("market");

    assertThat(played.doors().closedFor("market")).isZero();
    assertThat(played.doors().states())
        .containsEntry("market", "open")
        .containsEntry("shop", "silent");
  }

  @ParameterizedTest
  @CsvSource({"200, applied", "200, data", "409, conflict", "429, throttled", "404, refused"})
  void doesNotTakeAnAnswerForSilenceWhateverItSays(int status, String outcome) {
    for (var n = 0; n < 20; n++) {
      played.answered(
          "shop", status, "{\"outcomes\":[{\"key\":\"TEE@1\",\"outcome\":\"" + outcome + "\"}]}");
    }

    assertThat(played.doors().states()).containsEntry("shop", "open");
  }

  @Test
  void doesNotTakeOurOwnMistakeForSilence() {
    for (var n = 0; n < 20; n++) {
      fails("shop", new HubException(new Failure.Data("MAP-011", "a mapping refuses it")));
      fails("shop", new IllegalStateException("a bug of ours"));
    }

    assertThat(played.doors().states()).containsEntry("shop", "open");
  }

  @Test
  void takesATokenThatCannotBeHadForSilence() {
    for (var n = 0; n < 4; n++) {
      fails("shop", new HubException(new Failure.Transient(Credentials.NO_TOKEN, "no answer")));
    }

    assertThat(played.doors().states()).containsEntry("shop", "silent");
  }

  @Test
  void refusesTheFifthCallWhileFourAreUnderWay() throws Exception {
    var entered = new CountDownLatch(4);
    var over = new CountDownLatch(1);
    var pool = Executors.newFixedThreadPool(4);
    for (var n = 0; n < 4; n++) {
      pool.execute(() -> played.doors().through("shop", () -> waiting(entered, over)));
    }
    entered.await();

    assertThatNobodyIsCalled(BUSY);
    played.taken("market");

    over.countDown();
    pool.shutdown();
    assertThat(pool.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    played.taken("shop");
  }

  @Test
  void leavesAChannelAloneThatRefusesUsButForAProbeThatGetsRarer() {
    played.refused("shop");

    for (var pause : new int[] {30, 60, 120, 240, 300, 300}) {
      assertThat(played.doors().closedFor("shop")).isEqualTo(Duration.ofSeconds(pause));
      assertThatNobodyIsCalled(REFUSED);
      played.passes(Duration.ofSeconds(pause));
      played.refused("shop");
    }
    assertThat(played.doors().states()).containsEntry("shop", "refused");
    assertThat(played.gauge("shop")).isEqualTo(1);
  }

  @Test
  void believesThatItIsTakenAgainAfterOneProbe() {
    played.refused("shop");
    played.passes(Door.PROBE);

    played.taken("shop");
    played.taken("shop");

    assertThat(played.doors().states()).containsEntry("shop", "open");
    assertThat(played.told())
        .containsExactly(
            new ChannelRefusesUs("shop", "HTTP-401", "who are you"), new ChannelTakesUs("shop"));
  }

  @Test
  void doesNotBelieveThatItIsTakenByAnAnswerToWhatWasAskedBeforeItWasRefused() {
    isRefusedWhileAnotherCallIsUnderWay(taken());

    assertThat(played.doors().states()).containsEntry("shop", "refused");
    assertThat(played.told())
        .containsExactly(new ChannelRefusesUs("shop", "HTTP-401", "who are you"));
  }

  @Test
  void countsOnceWhatWasUnderWayTogetherAndIsAllRefused() {
    isRefusedWhileAnotherCallIsUnderWay(refused());

    assertThat(played.doors().closedFor("shop")).isEqualTo(Door.PROBE);
  }

  @Test
  void tellsOnceAfterAStartThatItIsTakenBecauseTheHubBeforeMayHaveComplained() {
    played.taken("shop");
    played.taken("shop");

    assertThat(played.told()).containsExactly(new ChannelTakesUs("shop"));
  }

  @Test
  void triesEveryClosedDoorAtOnceWhenAFileWasEdited() {
    falls("shop");
    played.refused("market");

    played.doors().on(new ChannelsChanged(List.of()));

    played.taken("shop");
    played.taken("market");
    assertThat(played.doors().states()).containsValues("open").doesNotContainValue("silent");
  }

  private void isRefusedWhileAnotherCallIsUnderWay(Answered other) {
    played
        .doors()
        .through(
            "shop",
            () -> {
              played.passes(Duration.ofMillis(1));
              played.refused("shop");
              return other;
            });
  }

  private void falls(String channel) {
    for (var n = 0; n < 4; n++) {
      played.answered(channel, n % 2 == 0 ? 503 : 408, "{}");
      calls.incrementAndGet();
    }
  }

  private void fails(String channel, RuntimeException failure) {
    assertThatThrownBy(
            () ->
                played
                    .doors()
                    .through(
                        channel,
                        () -> {
                          throw failure;
                        }))
        .isSameAs(failure);
  }

  private void assertThatNobodyIsCalled(String code) {
    ThrowingCallable call =
        () ->
            played
                .doors()
                .through(
                    "shop",
                    () -> {
                      throw new AssertionError("was called");
                    });
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HubException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(code);
              assertThat(Doors.notAsked(e.failure())).isTrue();
            });
  }

  private static Answered waiting(CountDownLatch entered, CountDownLatch over) {
    entered.countDown();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return taken();
  }

  private static Answered refused() {
    return new Answered(Json.read(PlayedDoors.REFUSED.getBytes(UTF_8)), 401);
  }

  private static Answered taken() {
    return new Answered(Json.mapper().createObjectNode(), 200);
  }
}
