package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.HubCore;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Bought in one place, brought back in another, paid back where it was paid. */
class ReturnsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static HubCore core;
  private static Returns returns;

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.owner());
  private final AtomicLong messages = new AtomicLong();

  @BeforeAll
  static void wire() {
    core =
        new HubCore(DATABASE.app(), DATABASE.app(), Path.of("src/test/resources/orders"), Map.of());
    returns = core.get(Returns.class);
  }

  @AfterAll
  static void close() {
    core.close();
  }

  @Test
  void putsTheGoodsOnTheShelfWhereTheyAreAndOwesTheMoneyWhereItWasPaid() {
    tell("shop", Telling.sent(Telling.of("r-1", 1), "p", 2));

    var taken = returns.take(request("a", "shop", "r-1", 1, true));

    assertThat(taken.refund()).isEqualByComparingTo("19.00");
    assertThat(taken.due()).isZero();
    assertThat(onHand("store", "web/return/a/%")).isEqualTo(1);
    assertThat(
            sql.queryForList(
                "select payload ->> 'amount' || ' ' || order_key from delivery_outbox where key = 'return/web/a'",
                String.class))
        .containsExactly("19.00 shop/order/r-1");
    assertThat(returns.take(request("a", "shop", "r-1", 1, true)).refund())
        .isEqualByComparingTo(taken.refund());
    assertThat(onHand("store", "web/return/a/%")).isEqualTo(1);
  }

  @Test
  void leavesOffTheShelfWhatCannotBeSoldAgain() {
    tell("shop", Telling.sent(Telling.of("r-2", 1), "p", 2));

    returns.take(request("b", "shop", "r-2", 2, false));

    assertThat(onHand("store", "web/return/b/%")).isZero();
  }

  @Test
  void setsWhatWasTakenInsteadAgainstWhatCameBack() {
    tell("shop", Telling.sent(Telling.of("r-3", 1), "p", 2));
    var cheaper = new Return.Instead(new Sku("S2"), 1, new BigDecimal("12.50"));
    var dearer = new Return.Instead(new Sku("S3"), 1, new BigDecimal("25.00"));

    assertThat(returns.take(request("c", "shop", "r-3", 1, true, cheaper)).refund())
        .isEqualByComparingTo("6.50");
    var more = returns.take(request("d", "shop", "r-3", 1, true, dearer));
    assertThat(more.refund()).isZero();
    assertThat(more.due()).isEqualByComparingTo("6.00");
  }

  /** Whoever asks again for something else must not be told what was decided before. */
  @Test
  void isAnotherReturnWhenSomethingElseIsTakenInsteadOrItIsElsewhere() {
    tell("shop", Telling.sent(Telling.of("r-10", 1), "p", 2));
    var cap = new Return.Instead(new Sku("S2"), 1, new BigDecimal("12.50"));
    returns.take(request("g", "shop", "r-10", 1, true));
    returns.take(request("h", "shop", "r-10", 1, true, cap));

    refused("ORD-024", request("g", "shop", "r-10", 1, true, cap));
    refused("ORD-024", request("h", "shop", "r-10", 1, true));
    refused("ORD-024", at("main", request("g", "shop", "r-10", 1, true)));
    var same = new Return.Instead(new Sku("S2"), 1, new BigDecimal("12.5"));
    assertThat(returns.take(request("h", "shop", "r-10", 1, true, same)).refund())
        .isEqualByComparingTo("6.50");
  }

  @Test
  void paysBackMoneyThatThereIs() {
    tell("shop", Telling.sent(Telling.of("r-11", 1), "p", 2));
    var odd = new Return.Instead(new Sku("S2"), 1, new BigDecimal("12.3456"));

    refused("ORD-039", request("i", "shop", "r-11", 1, true, odd));

    assertThat(onHand("store", "web/return/i/%")).isZero();
    var even = new Return.Instead(new Sku("S2"), 1, new BigDecimal("12"));
    assertThat(returns.take(request("i", "shop", "r-11", 1, true, even)).refund())
        .hasToString("7.00");
  }

  private static Return.Request at(String location, Return.Request one) {
    return new Return.Request(
        one.by(),
        one.key(),
        one.channel(),
        one.order(),
        new LocationId(location),
        one.lines(),
        one.instead());
  }

  @Test
  void saysToAPersonWhatNoChannelPaysByItself() {
    tell("web", Telling.sent(Telling.of("r-4", 1), "p", 1));

    returns.take(request("e", "web", "r-4", 1, true));

    assertThat(core.get(Cases.class).open())
        .anyMatch(
            one ->
                one.kind().equals("refund-by-hand")
                    && one.sentence().startsWith("19.00 GBP of order #r-4 of web"));
  }

  @Test
  void refusesWhatIsUnknownOrOnHoldOrNotSentYet() {
    var wrong = Telling.sent(Telling.of("r-6", 1), "p", 1);
    ((ObjectNode) wrong.get("money")).put("total", "1.00");
    tell("shop", wrong);
    tell("shop", Telling.of("r-7", 1));
    tell("shop", Telling.refund("r-8", "r", 9, 1, "19.00"));

    refused("ORD-020", request("f", "shop", "r-5", 1, true));
    refused("ORD-020", request("f", "shop", "r-6", 1, true));
    refused("ORD-022", request("f", "shop", "r-7", 1, true));
    refused("ORD-020", request("f", "shop", "r-8", 1, true));
    assertThat(onHand("store", "web/return/f/%")).isZero();
  }

  /** Two tills, one parcel: whoever is second is told so. */
  @Test
  void takesEachUnitBackOnceHoweverManyBringIt() throws Exception {
    tell("shop", Telling.sent(Telling.of("r-9", 1), "p", 2));
    var pool = Executors.newFixedThreadPool(8);
    try {
      var tills = new ArrayList<Callable<Boolean>>();
      for (int n = 0; n < 16; n++) {
        var key = "race-" + n;
        tills.add(() -> isTaken(request(key, "shop", "r-9", 1, true)));
      }
      var taken = 0;
      for (var answer : pool.invokeAll(tills)) {
        taken += answer.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(2);
    } finally {
      pool.shutdownNow();
    }
    assertThat(onHand("store", "web/return/race-%")).isEqualTo(2);
  }

  private static boolean isTaken(Return.Request request) {
    try {
      returns.take(request);
      return true;
    } catch (HubException e) {
      assertThat(e.failure().code()).isEqualTo("ORD-022");
      return false;
    }
  }

  private static void refused(String code, Return.Request request) {
    assertThatThrownBy(() -> returns.take(request))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
  }

  private static Return.Request request(
      String key,
      String channel,
      String order,
      int quantity,
      boolean restock,
      Return.Instead... instead) {
    return new Return.Request(
        "web",
        key,
        channel,
        order,
        new LocationId("store"),
        List.of(new Return.Line("1", quantity, restock)),
        List.of(instead));
  }

  private int onHand(String location, String key) {
    Integer sum =
        sql.queryForObject(
            "select coalesce(sum(on_hand), 0) from inventory_movements where location = ? and key like ?",
            Integer.class,
            location,
            key);
    return sum == null ? 0 : sum;
  }

  private void tell(String channel, JsonNode document) {
    var message =
        new Message(
            messages.incrementAndGet(), channel, "orders", Map.of(), Instant.EPOCH, document, null);
    core.get(TransactionTemplate.class)
        .executeWithoutResult(
            status -> core.get(OrderBook.class).take(new Batch(channel, 1, List.of(message))));
  }
}
