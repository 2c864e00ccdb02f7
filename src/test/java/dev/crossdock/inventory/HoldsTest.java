package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.inventory.Hold.State;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The last units are promised once, whoever asks at the same moment. */
class HoldsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Duration LONG = Duration.ofHours(2);
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration NOTHING = Duration.ZERO;

  /** {@code -Dholds.races=10000} for the long form. */
  private static final int RACES = Integer.getInteger("holds.races", 100);

  private static HubCore core;
  private static Holds holds;
  private static ExecutorService buyers;

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.owner());

  @BeforeAll
  static void open() {
    core =
        new HubCore(
            DATABASE.app(), DATABASE.app(), Path.of("src/test/resources/simulation"), Map.of());
    holds = new Holds(core.get(HoldLedger.class), core.get(TransactionTemplate.class));
    holds.start();
    buyers = Executors.newFixedThreadPool(32);
  }

  @AfterAll
  static void close() {
    buyers.shutdownNow();
    holds.stop();
    core.close();
  }

  /** One in five walks away and lets the hold expire; who was refused looks again. */
  @Test
  void sellsAHundredUnitsToAHundredOfNineHundred() throws Exception {
    stock("HOT", 100);
    var sold = new AtomicInteger();
    var channels = List.of("shop", "market", "web", "tills");

    var answers =
        all(
            900,
            n -> {
              var channel = channels.get(n % channels.size());
              var walksAway = n % 5 == 0;
              var time = walksAway ? SOON : LONG;
              var answer = holds.hold(request(channel, "b" + n, time, "HOT*1"));
              for (var again = 1; answer.state() == State.REFUSED && sold.get() < 100; again++) {
                holds.expire();
                answer = holds.hold(request(channel, "b" + n + "-" + again, time, "HOT*1"));
              }
              if (answer.state() == State.HELD && !walksAway) {
                answer = holds.commit(channel, "b" + n + suffix(answer)).orElseThrow();
                sold.addAndGet(answer.state() == State.COMMITTED ? 1 : 0);
              }
              return answer;
            });

    assertThat(sold).hasValue(100);
    assertThat(reserved("HOT")).isEqualTo(100);
    assertThat(committed("HOT")).isEqualTo(100);
    assertThat(answers)
        .filteredOn(hold -> hold.state() == State.REFUSED)
        .as("who did not walk away and found nothing, at the least")
        .hasSizeGreaterThanOrEqualTo(900 - 180 - 100)
        .allSatisfy(
            hold ->
                assertThat(hold.missing())
                    .isEqualTo(new Hold.Missing(new Sku("HOT"), new LocationId("main"), 1, 0)));
  }

  /** What was added to the buyer's number when it looked again. */
  private static String suffix(Hold hold) {
    var key = hold.key();
    return key.contains("-") ? key.substring(key.indexOf('-')) : "";
  }

  private int committed(String sku) {
    Integer held =
        sql.queryForObject(
            "select count(*) from inventory_holds where state = 'committed' and lines -> 0 ->> 'sku' = ?",
            Integer.class,
            sku);
    return held == null ? 0 : held;
  }

  @Test
  void holdsAllLinesOrNone() throws Exception {
    stock("LEFT", 50);
    stock("RIGHT", 30);

    var answers =
        all(
            100,
            n ->
                holds.hold(
                    n % 2 == 0
                        ? request("shop", "lr" + n, LONG, "LEFT*1", "RIGHT*1")
                        : request("shop", "lr" + n, LONG, "RIGHT*1", "LEFT*1")));

    assertThat(answers).filteredOn(hold -> hold.state() == State.HELD).hasSize(30);
    assertThat(reserved("LEFT")).isEqualTo(30);
    assertThat(reserved("RIGHT")).isEqualTo(30);
    assertThat(
            sql.queryForObject(
                "select deadlocks from pg_stat_database where datname = current_database()",
                Integer.class))
        .isZero();
  }

  @Test
  void givesTheSameAnswerToTheSameKey() throws Exception {
    stock("SAME", 5);

    var answers = all(50, n -> holds.hold(request("shop", "same", LONG, "SAME*2")));

    assertThat(answers).allMatch(hold -> hold.state() == State.HELD);
    assertThat(reserved("SAME")).isEqualTo(2);
    assertThat(holds.release("shop", "same")).hasValueSatisfying(this::isReleased);
    assertThat(holds.release("shop", "same")).hasValueSatisfying(this::isReleased);
    assertThat(reserved("SAME")).isZero();
    assertThat(holds.hold(request("shop", "same", LONG, "SAME*2")).state())
        .isEqualTo(State.RELEASED);
    assertThat(holds.release("shop", "never")).isEmpty();
  }

  private void isReleased(Hold hold) {
    assertThat(hold.state()).isEqualTo(State.RELEASED);
  }

  @Test
  void turnsAwayWhoFindsNoPlaceInLine() {
    var nobodyAnswers = new Holds(core.get(HoldLedger.class), core.get(TransactionTemplate.class));
    var cap = nobodyAnswers.caps().get(0);
    for (long n = 0; n < cap.limit().getAsLong(); n++) {
      nobodyAnswers.ask(request("shop", "full" + n, LONG, "FULL*1"));
    }

    assertThatThrownBy(() -> nobodyAnswers.hold(request("shop", "over", LONG, "FULL*1")))
        .isInstanceOf(HubException.class)
        .hasMessageContainingAll("INV-030", "too many are waiting");
    assertThat(cap.refused().getAsLong()).isEqualTo(1);
  }

  @Test
  void countsAPlaceThatIsNamedTwiceTogether() {
    stock("TWICE", 3);

    assertThat(holds.hold(request("shop", "t1", LONG, "TWICE*2", "TWICE*2")).state())
        .isEqualTo(State.REFUSED);
    assertThat(holds.hold(request("shop", "t2", LONG, "TWICE*2", "TWICE*1")).state())
        .isEqualTo(State.HELD);
  }

  @Test
  void checksAnewWhatIsBoughtAfterItsTime() {
    stock("LATE", 1);
    holds.hold(request("shop", "slow", NOTHING, "LATE*1"));
    holds.expire();
    assertThat(reserved("LATE")).isZero();

    holds.hold(request("market", "quick", NOTHING, "LATE*1"));
    assertThat(holds.commit("shop", "slow"))
        .hasValueSatisfying(
            hold -> {
              assertThat(hold.state()).isEqualTo(State.EXPIRED);
              assertThat(hold.missing())
                  .isEqualTo(new Hold.Missing(new Sku("LATE"), new LocationId("main"), 1, 0));
            });
    holds.expire();

    assertThat(holds.commit("shop", "slow"))
        .hasValueSatisfying(hold -> assertThat(hold.state()).isEqualTo(State.COMMITTED));
    holds.expire();
    assertThat(reserved("LATE")).isEqualTo(1);
    assertThat(holds.release("shop", "slow")).hasValueSatisfying(this::isReleased);
    assertThat(reserved("LATE")).isZero();
  }

  @Test
  void hasOneWinnerWhereItExpiresWhileItIsBought() throws Exception {
    stock("RACE", RACES);
    var random = new Random(3);
    for (int round = 0; round < RACES; round++) {
      var key = "race" + round;
      holds.hold(request("shop", key, Duration.ofMillis(random.nextInt(3)), "RACE*1"));
      all(4, n -> n == 0 ? expired() : holds.commit("shop", key).orElseThrow());
    }

    // every one of them was bought: in its time, or anew, as there was enough; none of them twice
    assertThat(committed("RACE")).isEqualTo(RACES);
    assertThat(reserved("RACE")).isEqualTo(RACES);
    assertThat(
            sql.queryForObject(
                """
                select count(*) from inventory_holds h where h.key like 'shop/hold/race%'
                  and h.times <> (select count(*) from inventory_movements m where m.key like h.key || '/line/0/reservation/%')
                """,
                Integer.class))
        .isZero();
  }

  @Test
  void anOrderTakesThePlaceOfItsHold() {
    stock("CART", 2);
    holds.hold(request("shop", "cart", LONG, "CART*2"));

    take(order("bought", "CART", 2, "cart"));

    assertThat(reserved("CART")).isEqualTo(2);
    assertThat(holds.hold(request("shop", "cart", LONG, "CART*2")).state()).isEqualTo(State.BOUGHT);
    assertThat(holds.release("shop", "cart")).map(Hold::state).contains(State.BOUGHT);
    take(order("bought", "CART", 2, "cart"));
    take(order("thief", "CART", 1, "cart"));
    assertThat(reserved("CART")).isEqualTo(3);
    assertThat(
            sql.queryForList(
                "select quantity from inventory_shortages where sku = 'CART'", Integer.class))
        .containsExactly(1);
  }

  @Test
  void doesNotBelieveThatTheShopCountedAHoldItself() {
    stock("SEEN", 5);
    sql.update("insert into catalog_skus (sku) values ('SEEN')");
    sql.update(
        "insert into catalog_references (channel, kind, code, sku) values ('shop', 'id', 'SEEN', 'SEEN')");
    holds.hold(request("shop", "seen-1", LONG, "SEEN*1"));
    assertThat(shop("desired")).isEqualTo(4);
    sql.update(
        "update delivery_targets set seen = 4, seen_at = crossdock_now() where sku = 'SEEN'");

    holds.hold(request("shop", "seen-2", LONG, "SEEN*1"));

    assertThat(shop("desired")).isEqualTo(3);
    assertThat(shop("seen")).as("it shows what it showed").isEqualTo(4);
  }

  private Integer shop(String column) {
    return sql.queryForObject(
        "select %s from delivery_targets where channel = 'shop' and sku = 'SEEN'".formatted(column),
        Integer.class);
  }

  private static String order(String id, String sku, int quantity, String reservation) {
    return """
        {"id": "%s", "placedAt": "2026-06-01T10:00:00Z", "updatedAt": "2026-06-01T10:00:00Z", "reservation": "%s",
         "lines": [{"id": "1", "sku": "%s", "quantity": %d}], "fulfilments": [], "refunds": []}
        """
        .formatted(id, reservation, sku, quantity);
  }

  private static void take(String order) {
    var document = Json.read(order.getBytes(StandardCharsets.UTF_8));
    var message = new Message(1, "shop", "orders", Map.of(), Instant.EPOCH, document, null);
    core.get(TransactionTemplate.class)
        .executeWithoutResult(
            status ->
                core.get(StockLedger.class).takeOrders(new Batch("shop", 1, List.of(message))));
  }

  private static Hold expired() {
    holds.expire();
    return new Hold("", State.EXPIRED, List.of(), Instant.EPOCH, 1, null);
  }

  private interface Buyer {
    Hold buy(int n);
  }

  private static List<Hold> all(int buyersAtOnce, Buyer buyer) throws Exception {
    var tasks = new ArrayList<Callable<Hold>>();
    for (int n = 0; n < buyersAtOnce; n++) {
      var number = n;
      tasks.add(() -> buyer.buy(number));
    }
    var answers = new ArrayList<Hold>();
    for (var answer : buyers.invokeAll(tasks)) {
      answers.add(answer.get());
    }
    return answers;
  }

  private static Hold.Request request(String channel, String key, Duration ttl, String... lines) {
    return new Hold.Request(
        channel,
        key,
        Arrays.stream(lines)
            .map(line -> line.split("\\*", 2))
            .map(
                part ->
                    new Hold.Line(
                        new Sku(part[0]), new LocationId("main"), Integer.parseInt(part[1])))
            .toList(),
        ttl);
  }

  private void stock(String sku, int onHand) {
    sql.update(
        "insert into inventory_levels (sku, location, on_hand, version) values (?, 'main', ?, 1)",
        sku,
        onHand);
  }

  private int reserved(String sku) {
    Integer reserved =
        sql.queryForObject(
            "select reserved from inventory_levels where sku = ?", Integer.class, sku);
    return reserved == null ? 0 : reserved;
  }
}
