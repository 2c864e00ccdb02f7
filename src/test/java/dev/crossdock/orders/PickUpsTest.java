package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.HubCore;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Message;
import dev.crossdock.orders.Parcel.State;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What customers fetch is ready in time or somebody's case, and is fetched or for sale again. */
class PickUpsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final AtomicLong MESSAGES = new AtomicLong();

  private static HubCore core;
  private static Parcels parcels;
  private static PickUps pickUps;

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.owner());

  @BeforeAll
  static void wire() {
    core =
        new HubCore(DATABASE.app(), DATABASE.app(), Path.of("src/test/resources/orders"), Map.of());
    parcels = core.get(Parcels.class);
    pickUps = core.get(PickUps.class);
  }

  @AfterAll
  static void close() {
    core.close();
  }

  @BeforeEach
  void fiveOfItInEachPlace() {
    sql.execute(
        "truncate inventory_levels, inventory_movements, inventory_reservations, orders_parcels, orders_to_source, delivery_cases");
    for (var location : List.of("main", "store", "kiosk")) {
      sql.update(
          "insert into inventory_levels (sku, location, on_hand, version) values ('S1', ?, 5, 1)",
          location);
    }
  }

  @Test
  void keepsItWhereItsCustomerFetchesItAndSaysWhenItIsReady() {
    var parcel = placed("shop", "u-1");
    assertThat(parcel.location()).isEqualTo(new LocationId("store"));
    assertThat(hoursLeft("u-1")).isEqualTo(2);
    assertThat(parcels.isTold(parcel)).isTrue();

    parcels.ready(parcel.id());
    parcels.ready(parcel.id());

    assertThat(hoursLeft("u-1")).isEqualTo(72);
    assertThat(told("u-1")).containsExactly("ready at store");
    parcels.sent(parcel.id(), Parcel.Tracking.NONE);
    assertThat(at("store")).isEqualTo("3-0");
    assertThat(at("main")).isEqualTo("5-0");
  }

  @Test
  void tellsWhoeverPackedItWhenNoChannelTellsTheCustomer() {
    assertThat(parcels.isTold(placed("web", "u-2"))).isFalse();
  }

  @Test
  void tellsTheStoreOnceThatItIsLateUntilItIsReady() {
    var parcel = placed("shop", "u-3");
    pickUps.work();
    assertThat(cases()).isEmpty();

    overdue("u-3");
    pickUps.work();
    pickUps.work();

    assertThat(core.get(Cases.class).open())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.kind()).isEqualTo("pick-up-late");
              assertThat(one.channel()).isEqualTo("store");
              assertThat(one.about()).isEqualTo("shop:u-3:1");
              assertThat(one.times()).isEqualTo(1);
              assertThat(one.sentence()).startsWith("order #u-3 of shop is fetched at store");
            });
    parcels.ready(parcel.id());
    assertThat(cases()).isEmpty();
  }

  @Test
  void closesTheCaseOfALateOneThatIsNotWantedAnyMore() {
    placed("shop", "u-4");
    overdue("u-4");
    pickUps.work();

    tell("shop", fetched(Telling.cancelled("u-4", 9)));
    core.get(SourcingWorker.class).work();

    assertThat(cases()).isEmpty();
    assertThat(at("store")).isEqualTo("5-0");
  }

  @Test
  void putsOnSaleAgainWhatNobodyFetchedAndNeverTwice() {
    var parcel = placed("shop", "u-5");
    parcels.ready(parcel.id());
    pickUps.work();
    assertThat(at("store")).isEqualTo("5-2");

    overdue("u-5");
    pickUps.work();
    pickUps.work();
    core.get(SourcingWorker.class).work();

    assertThat(at("store")).isEqualTo("5-0");
    assertThat(at("main")).isEqualTo("5-0");
    assertThat(all("shop", "u-5")).extracting(Parcel::state).containsExactly(State.EXPIRED);
    assertThat(told("u-5")).containsExactly("ready at store", "expired at store");
    assertThat(cases()).containsExactly("pick-up-left of shop u-5");
    assertThatThrownBy(() -> parcels.sent(parcel.id(), Parcel.Tracking.NONE))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.failure().code()).isEqualTo("ORD-032"));

    placed("shop", "u-6");
    tell("shop", fetched(Telling.cancelled("u-5", 9)));
    core.get(SourcingWorker.class).work();

    assertThat(cases()).isEmpty();
    assertThat(at("store")).isEqualTo("5-2");
    assertThat(at("main")).isEqualTo("5-0");
  }

  /** Its state is sent then, and not cancelled. */
  @Test
  void closesTheCaseOfWhatWasLeftWhenTheRestWasFetchedBefore() {
    parcels.sent(placed("shop", "u-8").id(), Parcel.Tracking.NONE);
    var three = fetched(Telling.sent(Telling.three("u-8", 5), "f", 2));
    tell("shop", three);
    core.get(SourcingWorker.class).work();
    parcels.ready("shop:u-8:2");
    overdue("u-8");
    pickUps.work();
    core.get(SourcingWorker.class).work();
    assertThat(cases()).containsExactly("pick-up-left of shop u-8");

    tell("shop", Telling.refunded(three, "r", 1, "release", "19.00"));
    core.get(SourcingWorker.class).work();

    assertThat(cases()).isEmpty();
    assertThat(at("store")).isEqualTo("3-0");
    assertThat(at("main")).isEqualTo("5-0");
  }

  @Test
  void saysWhenWhatWasReadyIsNotThereAfterAll() {
    var parcel = placed("shop", "u-7");
    parcels.ready(parcel.id());

    parcels.rejected(parcel.id(), "it fell down");
    core.get(SourcingWorker.class).work();

    assertThat(told("u-7")).containsExactly("ready at store", "withdrawn at store");
    assertThat(cases()).containsExactly("not-sourced of shop u-7");
  }

  @Test
  void isEitherFetchedOrOver() throws Exception {
    sql.update("update inventory_levels set on_hand = 1000");
    var collected = 0;
    var two = Executors.newFixedThreadPool(2);
    try {
      for (int n = 0; n < 60; n++) {
        var parcel = placed("shop", "v-" + n);
        parcels.ready(parcel.id());
        overdue("v-" + n);
        Callable<Boolean> fetch = () -> isFetched(parcel.id());
        Callable<Boolean> over =
            () -> {
              pickUps.work();
              return true;
            };
        var both = two.invokeAll(n % 2 == 0 ? List.of(fetch, over) : List.of(over, fetch));
        var fetched = both.get(n % 2).get();
        collected += fetched ? 1 : 0;
        assertThat(all("shop", "v-" + n))
            .extracting(Parcel::state)
            .containsExactly(fetched ? State.SENT : State.EXPIRED);
      }
    } finally {
      two.shutdownNow();
    }
    assertThat(at("store")).isEqualTo("%d-0".formatted(1000 - 2 * collected));
  }

  private static boolean isFetched(String parcel) {
    try {
      parcels.sent(parcel, Parcel.Tracking.NONE);
      return true;
    } catch (HubException over) {
      return false;
    }
  }

  private Parcel placed(String channel, String id) {
    tell(channel, fetched(Telling.of(id, 1)));
    core.get(SourcingWorker.class).work();
    return all(channel, id).get(0);
  }

  private static ObjectNode fetched(ObjectNode order) {
    return order.put("pickUpAt", "store");
  }

  private void overdue(String order) {
    sql.update(
        "update orders_parcels set due_at = crossdock_now() - interval '1 second' where order_id = ?",
        order);
  }

  private static List<Parcel> all(String channel, String id) {
    return core.get(ParcelTable.class).of(channel, id);
  }

  private int hoursLeft(String order) {
    Integer hours =
        sql.queryForObject(
            "select round(extract(epoch from due_at - crossdock_now()) / 3600) from orders_parcels where order_id = ?",
            Integer.class,
            order);
    return hours == null ? 0 : hours;
  }

  private String at(String location) {
    return String.valueOf(
        sql.queryForObject(
            "select on_hand || '-' || reserved from inventory_levels where location = ?",
            String.class,
            location));
  }

  private List<String> told(String order) {
    return sql.queryForList(
        "select payload ->> 'what' || ' at ' || (payload ->> 'location') from delivery_outbox where order_key = ? and flow = 'notify' order by id",
        String.class,
        "shop/order/" + order);
  }

  private static List<String> cases() {
    return core.get(Cases.class).open().stream()
        .map(one -> "%s of %s %s".formatted(one.kind(), one.channel(), one.about()))
        .toList();
  }

  private static void tell(String channel, ObjectNode document) {
    var message =
        new Message(
            MESSAGES.incrementAndGet(), channel, "orders", Map.of(), Instant.EPOCH, document, null);
    core.get(TransactionTemplate.class)
        .executeWithoutResult(
            status -> core.get(OrderBook.class).take(new Batch(channel, 1, List.of(message))));
  }
}
