package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.delivery.Slots;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a channel is answered is what it is told, unless it is remembered for a while. */
class PromisesTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final AtomicLong NANOS = new AtomicLong();

  private static StockRig rig;
  private static Promises promises;

  /** Only the shop's file says how much it may promise. */
  @BeforeAll
  static void open(@TempDir Path folder) {
    rig = new StockRig(DATABASE, folder);
    rig.edit(
        "config/channels/shop.yaml",
        text -> text + "promise: { buffer: 2, cap: 30, lastUnits: 4, cacheFor: 10s }\n");
    promises =
        new Promises(
            rig.get(AvailabilityTable.class),
            rig.get(Slots.class),
            rig.get(Bundles.class),
            3,
            NANOS::get);
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  @Test
  void tellsAndAnswersTheSameNumber() {
    rig.list("BOTH");
    rig.count("BOTH", "main", 9);
    rig.count("BOTH", "store", 6);

    assertThat(rig.told("BOTH")).isEqualTo(Map.of("shop", 13, "market", 15));
    assertThat(asked("shop", "BOTH").units()).isEqualTo(13);
    assertThat(asked("market", "BOTH").units()).isEqualTo(15);

    rig.count("BOTH", "store", 600);
    assertThat(rig.told("BOTH")).isEqualTo(Map.of("shop", 30, "market", 609));
  }

  @Test
  void remembersAnAnswerForAsLongAsTheChannelSays() {
    rig.count("KEPT", "main", 22);
    var first = asked("shop", "KEPT");
    rig.count("KEPT", "main", 12);

    assertThat(asked("shop", "KEPT")).isEqualTo(first);
    assertThat(asked("market", "KEPT").units()).isEqualTo(12);
    NANOS.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThat(asked("shop", "KEPT").units()).isEqualTo(10);
    assertThat(asked("shop", "KEPT").asOf()).isAfter(first.asOf());
  }

  @Test
  void neverRemembersTheLastUnits() {
    rig.count("LAST", "main", 6);
    assertThat(asked("shop", "LAST").units()).isEqualTo(4);
    assertThat(asked("shop", "LAST").lastUnits()).isTrue();

    rig.count("LAST", "main", 3);

    assertThat(asked("shop", "LAST").units()).isEqualTo(1);
  }

  @Test
  void remembersSoManyAnswersAndNoMore() {
    var cap = promises.caps().get(0);
    for (int n = 0; n < 10; n++) {
      rig.count("MANY-" + n, "main", 50);
      asked("shop", "MANY-" + n);
    }

    assertThat(cap.used().getAsLong()).isLessThanOrEqualTo(cap.limit().getAsLong());
    assertThat(cap.refused().getAsLong()).isPositive();
  }

  @Test
  void answersNothingToNobodyAndNoneOfWhatNobodyCounted() {
    assertThat(promises.of("nobody", List.of(new Sku("X")))).isEmpty();
    assertThat(asked("shop", "NEVER").units()).isZero();
    assertThat(asked("shop", "NEVER").terms())
        .extracting(Term::because)
        .containsOnly("nobody has counted it there");
  }

  private static Promisable asked(String channel, String sku) {
    return promises.of(channel, List.of(new Sku(sku))).orElseThrow().get(0);
  }
}
