package dev.crossdock.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetsTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 500_000_000);
  private Folders folders = new Folders(Path.of("target/none"));

  @BeforeEach
  void fillFolders(@TempDir Path root) {
    folders = new Folders(root);
  }

  @Test
  void letsCallsGoUntilTheBurstIsSpentThenAsFastAsItComesBack() {
    var budgets = budgets();

    assertThat(budgets.acquire("shop", "calls", 600)).isZero();
    assertThat(budgets.acquire("shop", "calls", 400)).isZero();
    assertThat(budgets.acquire("shop", "calls", 50)).isEqualTo(Duration.ofMillis(500));

    passes(Duration.ofMillis(500));
    assertThat(budgets.acquire("shop", "calls", 50)).isZero();
  }

  @Test
  void takesNothingFromOneWhoMustWait() {
    var budgets = budgets();
    budgets.acquire("shop", "calls", 1000);

    budgets.acquire("shop", "calls", 100);
    passes(Duration.ofSeconds(1));

    assertThat(budgets.acquire("shop", "calls", 100)).isZero();
  }

  @Test
  void savesUpNoMoreThanTheBurst() {
    var budgets = budgets();
    passes(Duration.ofDays(1));

    assertThat(budgets.acquire("shop", "calls", 1000)).isZero();
    assertThat(budgets.acquire("shop", "calls", 1)).isPositive();
  }

  @Test
  void neverWaitsForMoreThanCanBeSavedUp() {
    var budgets = budgets();

    assertThat(budgets.acquire("shop", "calls", 5000)).isZero();
  }

  @Test
  void believesTheSystemAboutWhatIsLeftAndHowFastItComesBack() {
    var budgets = budgets();
    budgets.acquire("shop", "calls", 10);

    budgets.learn("shop", "calls", json("{\"available\":40,\"perSecond\":1000,\"maximum\":20000}"));

    assertThat(budgets.acquire("shop", "calls", 50)).isEqualTo(Duration.ofMillis(10));
    passes(Duration.ofSeconds(100));
    assertThat(budgets.acquire("shop", "calls", 20000)).isZero();
  }

  @Test
  void believesTheSmallerCountWhileOtherCallsAreUnderWay() {
    var budgets = budgets();
    budgets.acquire("shop", "calls", 500);
    budgets.acquire("shop", "calls", 500);

    budgets.learn("shop", "calls", json("{\"available\":500}"));

    assertThat(budgets.acquire("shop", "calls", 100)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void ignoresNonsenseTheSystemSays() {
    var budgets = budgets();

    budgets.learn("shop", "calls", json("{\"available\":\"lots\",\"perSecond\":0,\"maximum\":-5}"));
    budgets.learn("shop", "calls", json("null"));
    budgets.learn("shop", "calls", null);

    assertThat(budgets.acquire("shop", "calls", 1000)).isZero();
    assertThat(budgets.acquire("shop", "calls", 100)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void callsNobodyBeforeAThrottledSystemAllowsIt() {
    var budgets = budgets();

    budgets.throttled("shop", "calls", Duration.ofSeconds(3));

    assertThat(budgets.acquire("shop", "calls", 1)).isEqualTo(Duration.ofSeconds(3));
    passes(Duration.ofSeconds(3));
    assertThat(budgets.acquire("shop", "calls", 300)).isZero();
    assertThat(budgets.acquire("shop", "calls", 1)).isPositive();
  }

  @Test
  void isNotStoppedForADayByAWrongDate() {
    var budgets = budgets();

    budgets.throttled("shop", "calls", Duration.ofDays(365));

    assertThat(budgets.acquire("shop", "calls", 1)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void sharesOneBudgetBetweenChannelsWithOneCredential() {
    folders.write("config/channels/kiosk.yaml", Folders.CHANNEL.replace("id: shop", "id: kiosk"));
    var budgets = budgets();

    budgets.acquire("shop", "calls", 1000);

    assertThat(budgets.acquire("kiosk", "calls", 100)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void givesEachChannelItsOwnBudgetWhenTheSystemCountsSo() {
    folders
        .write(
            "connectors/corner/manifest.yaml",
            Folders.MANIFEST.replace("scope: credential", "scope: channel"))
        .write("config/channels/kiosk.yaml", Folders.CHANNEL.replace("id: shop", "id: kiosk"));
    var budgets = budgets();

    budgets.acquire("shop", "calls", 1000);

    assertThat(budgets.acquire("kiosk", "calls", 100)).isZero();
  }

  @Test
  void putsBackWhatWasTakenForACallThatWasNotMade() {
    var budgets = budgets();
    budgets.acquire("shop", "calls", 1000);

    budgets.giveBack("shop", "calls", 1000);

    assertThat(budgets.acquire("shop", "calls", 1000)).isZero();
  }

  @Test
  void letsGoWhatHasNoBudget() {
    assertThat(budgets().acquire("shop", "undeclared", 1e9)).isZero();
    assertThat(budgets().acquire("nobody", "calls", 1e9)).isZero();
  }

  @Test
  void neverSpendsMoreThanThereIsHoweverManyAsk() throws Exception {
    var budgets = budgets();
    var went = new AtomicInteger();
    var tasks = new ArrayList<Callable<Void>>();
    for (var i = 0; i < 400; i++) {
      tasks.add(
          () -> {
            if (budgets.acquire("shop", "calls", 10).isZero()) {
              went.incrementAndGet();
            }
            return null;
          });
    }
    var pool = Executors.newFixedThreadPool(8);
    pool.invokeAll(tasks);
    pool.shutdown();

    assertThat(went).hasValue(100);
  }

  @Test
  void keepsSoManyAndNoMore() {
    folders.write(
        "connectors/corner/manifest.yaml",
        Folders.MANIFEST.replace("scope: credential", "scope: channel"));
    for (int i = 0; i < Budgets.MOST + 10; i++) {
      folders.write(
          "config/channels/shop-" + i + ".yaml",
          Folders.CHANNEL.replace("id: shop", "id: shop-" + i));
    }
    var budgets = budgets();
    for (int i = 0; i < Budgets.MOST + 10; i++) {
      budgets.acquire("shop-" + i, "calls", 1000);
    }
    var cap = budgets.caps().get(0);

    assertThat(cap.used().getAsLong()).isEqualTo(cap.limit().getAsLong());
    assertThat(cap.refused().getAsLong()).isEqualTo(10);
    assertThat(budgets.acquire("shop-" + Budgets.MOST, "calls", 1)).as("still spent").isPositive();
  }

  private Budgets budgets() {
    return new Budgets(folders.channels(), nanos::get);
  }

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
