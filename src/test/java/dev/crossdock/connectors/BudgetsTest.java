package dev.crossdock.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 600)).isZero();
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 400)).isZero();
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 50))
        .isEqualTo(Duration.ofMillis(500));

    passes(Duration.ofMillis(500));
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 50)).isZero();
  }

  @Test
  void keepsCallsApartThatMayUseOnlyAShare() {
    var budgets = budgets();

    assertThat(budgets.apart("shop", "calls", 10, 1)).isZero();
    assertThat(budgets.apart("shop", "calls", 10, 0.2)).isEqualTo(Duration.ofMillis(500));
    budgets.learn("shop", "calls", json("{\"perSecond\":10}"));
    assertThat(budgets.apart("shop", "calls", 10, 0.2)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void takesNothingFromOneWhoMustWait() {
    var budgets = budgets();
    budgets.acquire(Precedence.STOCK, "shop", "calls", 1000);

    budgets.acquire(Precedence.STOCK, "shop", "calls", 100);
    passes(Duration.ofSeconds(1));

    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 100)).isZero();
  }

  @Test
  void savesUpNoMoreThanTheBurst() {
    var budgets = budgets();
    passes(Duration.ofDays(1));

    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 1000)).isZero();
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 1)).isPositive();
  }

  @Test
  void neverWaitsForMoreThanCanBeSavedUp() {
    var budgets = budgets();

    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 5000)).isZero();
  }

  @Test
  void believesTheSystemAboutWhatIsLeftAndHowFastItComesBack() {
    var budgets = budgets();
    budgets.acquire(Precedence.STOCK, "shop", "calls", 10);

    budgets.learn("shop", "calls", json("{\"available\":40,\"perSecond\":1000,\"maximum\":20000}"));

    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 50))
        .isEqualTo(Duration.ofMillis(10));
    passes(Duration.ofSeconds(100));
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 20000)).isZero();
  }

  @Test
  void believesTheSmallerCountWhileOtherCallsAreUnderWay() {
    var budgets = budgets();
    budgets.acquire(Precedence.STOCK, "shop", "calls", 500);
    budgets.acquire(Precedence.STOCK, "shop", "calls", 500);

    budgets.learn("shop", "calls", json("{\"available\":500}"));

    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 100))
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void ignoresNonsenseTheSystemSays() {
    var budgets = budgets();

    budgets.learn("shop", "calls", json("{\"available\":\"lots\",\"perSecond\":0,\"maximum\":-5}"));
    budgets.learn("shop", "calls", json("null"));
    budgets.learn("shop", "calls", null);

    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 1000)).isZero();
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 100))
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void callsNobodyBeforeAThrottledSystemAllowsIt() {
    var budgets = budgets();

    budgets.throttled("shop", "calls", Duration.ofSeconds(3));

    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 1))
        .isEqualTo(Duration.ofSeconds(3));
    passes(Duration.ofSeconds(3));
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 300)).isZero();
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 1)).isPositive();
  }

  @Test
  void isNotStoppedForADayByAWrongDate() {
    var budgets = budgets();

    budgets.throttled("shop", "calls", Duration.ofDays(365));

    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 1))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void sharesOneBudgetBetweenChannelsWithOneCredential() {
    folders.write("config/channels/kiosk.yaml", Folders.CHANNEL.replace("id: shop", "id: kiosk"));
    var budgets = budgets();

    budgets.acquire(Precedence.STOCK, "shop", "calls", 1000);

    assertThat(budgets.acquire(Precedence.STOCK, "kiosk", "calls", 100))
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void givesEachChannelItsOwnBudgetWhenTheSystemCountsSo() {
    folders
        .write(
            "connectors/corner/manifest.yaml",
            Folders.MANIFEST.replace("scope: credential", "scope: channel"))
        .write("config/channels/kiosk.yaml", Folders.CHANNEL.replace("id: shop", "id: kiosk"));
    var budgets = budgets();

    budgets.acquire(Precedence.STOCK, "shop", "calls", 1000);

    assertThat(budgets.acquire(Precedence.STOCK, "kiosk", "calls", 100)).isZero();
  }

  @Test
  void putsBackWhatWasTakenForACallThatWasNotMade() {
    var budgets = budgets();
    budgets.acquire(Precedence.STOCK, "shop", "calls", 1000);

    budgets.giveBack("shop", "calls", 1000);

    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 1000)).isZero();
  }

  @Test
  void letsGoWhatHasNoBudget() {
    assertThat(budgets().acquire(Precedence.STOCK, "shop", "undeclared", 1e9)).isZero();
    assertThat(budgets().acquire(Precedence.STOCK, "nobody", "calls", 1e9)).isZero();
  }

  @Test
  void waitsAlsoWithoutABudgetWhenTheSystemSaysSo() {
    var budgets = budgets();

    budgets.throttled("shop", "", Duration.ofSeconds(3));

    assertThat(budgets.acquire(Precedence.STOCK, "shop", "", 1)).isEqualTo(Duration.ofSeconds(3));
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 1)).isZero();
    passes(Duration.ofSeconds(3));
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "", 1)).isZero();
  }

  @Test
  void neverSpendsMoreThanThereIsHoweverManyAsk() throws Exception {
    var budgets = budgets();
    var went = new AtomicInteger();
    var tasks = new ArrayList<Callable<Void>>();
    for (var i = 0; i < 400; i++) {
      tasks.add(
          () -> {
            if (budgets.acquire(Precedence.STOCK, "shop", "calls", 10).isZero()) {
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
      budgets.acquire(Precedence.STOCK, "shop-" + i, "calls", 1000);
    }
    var cap = budgets.caps().get(0);

    assertThat(cap.used().getAsLong()).isEqualTo(cap.limit().getAsLong());
    assertThat(cap.refused().getAsLong()).isEqualTo(10);
    assertThat(budgets.acquire(Precedence.STOCK, "shop-" + Budgets.MOST, "calls", 1))
        .as("still spent")
        .isPositive();
  }

  @Test
  void letsOrdersThroughWhileAReadOfThousandsOfPagesDrainsTheBudget() {
    var budgets = budgets();
    var catalogue = new Asker(budgets, Precedence.CATALOGUE, 80);
    var orders = new Asker(budgets, Precedence.ORDERS, 616);
    var ordersGot = new ArrayList<Long>();
    long askedAt = -1;

    // a page whenever one goes, and the orders once a minute
    for (var millis = 0L; millis < 600_000; millis += 10) {
      if (millis % 60_000 == 30_000) {
        askedAt = millis;
      }
      if (askedAt >= 0 && orders.asks()) {
        ordersGot.add(millis - askedAt);
        askedAt = -1;
      }
      catalogue.asks();
      passes(Duration.ofMillis(10));
    }

    // 616 points come back in 6.2 s; a page that has waited for 5 s goes before
    assertThat(ordersGot).hasSize(10).allSatisfy(wait -> assertThat(wait).isLessThan(7_000));
    assertThat(catalogue.got).isGreaterThan((60_000 - 10 * 616) / 80 - 5);
  }

  @Test
  void goesInTheOrderOfPrecedence() {
    var budgets = budgets();
    budgets.acquire(Precedence.STOCK, "shop", "calls", 1000);

    assertThat(budgets.acquire(Precedence.CATALOGUE, "shop", "calls", 10))
        .isEqualTo(Duration.ofMillis(100));
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 10))
        .isEqualTo(Duration.ofMillis(100));
    assertThat(budgets.acquire(Precedence.ORDERS, "shop", "calls", 10))
        .isEqualTo(Duration.ofMillis(100));
    passes(Duration.ofMillis(100));

    assertThat(budgets.acquire(Precedence.CATALOGUE, "shop", "calls", 10))
        .isEqualTo(Duration.ofMillis(200));
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 10))
        .isEqualTo(Duration.ofMillis(100));
    assertThat(budgets.acquire(Precedence.ORDERS, "shop", "calls", 10)).isZero();
    passes(Duration.ofMillis(100));
    assertThat(budgets.acquire(Precedence.CATALOGUE, "shop", "calls", 10)).isPositive();
    assertThat(budgets.acquire(Precedence.STOCK, "shop", "calls", 10)).isZero();
    passes(Duration.ofMillis(100));
    assertThat(budgets.acquire(Precedence.CATALOGUE, "shop", "calls", 10)).isZero();
  }

  @Test
  void makesNobodyWaitForEverHoweverManyOrdersThereAre() {
    var budgets = budgets();
    var orders = new Asker(budgets, Precedence.ORDERS, 10);
    var stock = new Asker(budgets, Precedence.STOCK, 10);
    var catalogue = new Asker(budgets, Precedence.CATALOGUE, 500);

    for (var n = 0; n < 60_000; n++) {
      orders.asks();
      stock.asks();
      catalogue.asks();
      passes(Duration.ofMillis(10));
    }

    // ten minutes of 100 points a second, of which each may wait for five seconds and its own cost
    assertThat(stock.got).isGreaterThan(50);
    assertThat(catalogue.got).isGreaterThan(50);
    assertThat(orders.got).isGreaterThan(2_000);
    assertThat(orders.got * 10 + stock.got * 10 + catalogue.got * 500).isLessThan(61_001);
  }

  @Test
  void goesInTheOrderOfPrecedenceAlsoAfterItWasThrottled() {
    var budgets = budgets();
    budgets.throttled("shop", "calls", Duration.ofMinutes(1));
    budgets.acquire(Precedence.CATALOGUE, "shop", "calls", 80);
    passes(Duration.ofSeconds(10));
    budgets.acquire(Precedence.ORDERS, "shop", "calls", 950);
    budgets.learn("shop", "calls", json("{\"available\":1000}"));
    passes(Duration.ofSeconds(50));

    assertThat(budgets.acquire(Precedence.CATALOGUE, "shop", "calls", 80)).isPositive();
    assertThat(budgets.acquire(Precedence.ORDERS, "shop", "calls", 950)).isZero();
  }

  @Test
  void keepsNothingForOneWhoDoesNotComeBack() {
    var budgets = budgets();
    budgets.acquire(Precedence.STOCK, "shop", "calls", 1000);
    budgets.acquire(Precedence.ORDERS, "shop", "calls", 500);
    passes(Duration.ofSeconds(5).plusMillis(100));
    assertThat(budgets.acquire(Precedence.CATALOGUE, "shop", "calls", 100)).isPositive();

    passes(Duration.ofSeconds(4).plusMillis(900).plusNanos(1));

    assertThat(budgets.acquire(Precedence.CATALOGUE, "shop", "calls", 1000)).isZero();
  }

  @Test
  void knowsARoutesPrecedenceByItsDomain() {
    assertThat(Precedence.of(read("orders-snapshot-corner"))).isEqualTo(Precedence.ORDERS);
    assertThat(Precedence.of(read("inventory-snapshot-corner"))).isEqualTo(Precedence.LEVELS);
    assertThat(Precedence.of(read("catalog-snapshot-corner"))).isEqualTo(Precedence.CATALOGUE);
  }

  private static Manifest.Read read(String route) {
    return new Manifest.Read(
        route, null, Duration.ZERO, Manifest.FirstRead.ALL, List.of(), false, "calls", 1.0);
  }

  /** Asks for a call, as soon as it is told to come back and not before. */
  private final class Asker {
    private final Budgets budgets;
    private final Precedence who;
    private final double cost;
    private long comesBackAt = nanos.get();
    private int got;

    private Asker(Budgets budgets, Precedence who, double cost) {
      this.budgets = budgets;
      this.who = who;
      this.cost = cost;
    }

    private boolean asks() {
      if (comesBackAt - nanos.get() > 0) {
        return false;
      }
      var wait = budgets.acquire(who, "shop", "calls", cost);
      comesBackAt = nanos.get() + wait.toNanos();
      got += wait.isZero() ? 1 : 0;
      return wait.isZero();
    }
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
