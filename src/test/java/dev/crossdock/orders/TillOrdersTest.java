package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.HubCore;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** Ordered and paid at a till, sent from elsewhere. */
class TillOrdersTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static HubCore core;
  private static TillOrders orders;
  private static TillCancellations cancellations;

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.owner());

  @BeforeAll
  static void wire() {
    core =
        new HubCore(DATABASE.app(), DATABASE.app(), Path.of("src/test/resources/orders"), Map.of());
    orders = core.get(TillOrders.class);
    cancellations = core.get(TillCancellations.class);
  }

  @AfterAll
  static void close() {
    core.close();
  }

  @BeforeEach
  void twoOfItInTheStore() {
    sql.execute(
        "truncate inventory_levels, inventory_movements, inventory_reservations, orders_parcels, orders_to_source, orders_contacts");
    for (var location : List.of("main", "store")) {
      sql.update(
          "insert into inventory_levels (sku, location, on_hand, version) values ('S1', ?, ?, 1)",
          location,
          location.equals("store") ? 2 : 0);
    }
  }

  @Test
  void isSentFromWhereItIsAndBookedOnceEverywhere() {
    var placed = orders.place(order("t-1", 2, null));
    assertThat(placed.total()).isEqualTo("41.95");
    assertThat(placed.because()).contains("store has all of it; there is no other way");
    assertThat(orders.place(order("t-1", 2, null)).order()).isEqualTo("t-1");

    core.get(SourcingWorker.class).work();
    var parcel = core.get(ParcelTable.class).of("web", "t-1").get(0);
    assertThat(parcel.location()).isEqualTo(new LocationId("store"));
    assertThat(at("store")).isEqualTo("2-2");
    core.get(Parcels.class).sent(parcel.id(), new Parcel.Tracking("DPD", "1550", null));
    core.get(Parcels.class).sent(parcel.id(), new Parcel.Tracking("DPD", "1550", null));
    core.get(SourcingWorker.class).work();

    assertThat(at("store")).isEqualTo("0-0");
    assertThat(at("main")).isEqualTo("0-0");
    assertThat(core.get(ParcelTable.class).of("web", "t-1")).hasSize(1);
    assertThat(
            sql.queryForList(
                "select state || ' ' || total || ' ' || currency from orders_book where id = 't-1'",
                String.class))
        .containsExactly("sent 41.95 GBP");
    assertThat(
            sql.queryForList(
                "select kind from orders_documents where order_id = 't-1' order by kind",
                String.class))
        .containsExactly("sale", "shipment");
  }

  @Test
  void isRefusedBeforeItIsPaidWhenNobodyHasIt() {
    orders.place(order("t-2", 1, null));

    refused("ORD-034", () -> orders.place(order("t-3", 2, null)));

    assertThat(sql.queryForList("select id from orders_book where id = 't-3'")).isEmpty();
    assertThat(at("store")).isEqualTo("2-1");
    assertThat(at("main")).isEqualTo("0-0");
  }

  @Test
  void isNotAnotherOrderUnderTheSameKey() {
    orders.place(order("t-4", 1, null));

    refused("ORD-035", () -> orders.place(order("t-4", 2, null)));
  }

  /** A till that got no answer asks again, however it writes its amounts. */
  @Test
  void isTheSameOrderHoweverItsAmountsAreWritten() {
    var pounds = priced("s-1", "GBP", "19", "0.5");
    assertThat(orders.place(pounds).total()).isEqualTo("19.50");
    assertThat(orders.place(pounds).total()).isEqualTo("19.50");
    assertThat(orders.place(priced("s-1", "GBP", "19.00", "0.50")).total()).isEqualTo("19.50");

    var yen = priced("s-2", "JPY", "1900", "0.00");
    assertThat(orders.place(yen).total()).isEqualTo("1900");
    assertThat(orders.place(yen)).isEqualTo(orders.place(yen));

    assertThat(sql.queryForList("select id from orders_book where id like 's-_'")).hasSize(2);
  }

  @Test
  void isAnotherOrderWhenItGoesElsewhere() {
    orders.place(to("s-3", new TillOrder.To(53.81, -1.54), null));

    refused("ORD-035", () -> orders.place(to("s-3", new TillOrder.To(51.5, -0.12), null)));
    refused("ORD-035", () -> orders.place(to("s-3", null, null)));
    refused("ORD-035", () -> orders.place(to("s-3", null, new LocationId("store"))));
    assertThat(orders.place(to("s-3", new TillOrder.To(53.81, -1.54), null)).order())
        .isEqualTo("s-3");
  }

  @Test
  void comesToMoneyThatThereIs() {
    refused("ORD-039", () -> orders.place(priced("s-4", "GBP", "19.0044", "0")));
    refused("ORD-039", () -> orders.place(priced("s-5", "JPY", "19.50", "0")));

    assertThat(sql.queryForList("select id from orders_book where id in ('s-4', 's-5')")).isEmpty();
  }

  private static TillOrder priced(String key, String currency, String price, String delivery) {
    return new TillOrder(
        "web",
        key,
        currency,
        List.of(new TillOrder.Line(new Sku("S1"), 1, new BigDecimal(price))),
        new BigDecimal(delivery),
        null,
        null,
        null);
  }

  private static TillOrder to(String key, TillOrder.@Nullable To to, @Nullable LocationId at) {
    return new TillOrder(
        "web",
        key,
        "GBP",
        List.of(new TillOrder.Line(new Sku("S1"), 1, new BigDecimal("19.00"))),
        BigDecimal.ZERO,
        to,
        at,
        null);
  }

  @Test
  void isCancelledOnceBeforeItIsSentAndPaidBack() {
    orders.place(order("c-1", 2, null));
    core.get(SourcingWorker.class).work();
    assertThat(at("store")).isEqualTo("2-2");

    var cancelled = cancellations.cancel("web", "c-1").orElseThrow();

    assertThat(cancelled.refund()).isEqualTo("41.95");
    assertThat(cancelled.lines())
        .containsExactly(new TillCancellations.Line("1", new Sku("S1"), 2, 0));
    assertThat(cancellations.cancel("web", "c-1")).contains(cancelled);
    assertThat(at("store")).isEqualTo("2-0");
    assertThat(at("main")).isEqualTo("0-0");
    refused("ORD-032", () -> core.get(Parcels.class).sent("web:c-1:1", Parcel.Tracking.NONE));
    core.get(SourcingWorker.class).work();
    assertThat(at("store")).isEqualTo("2-0");
    assertThat(state("c-1")).isEqualTo("cancelled 41.95");
    assertThat(documents("c-1")).containsExactly("cancellation null", "credit 41.95", "sale 41.95");
    assertThat(core.get(Cases.class).open())
        .filteredOn(one -> one.about().equals("web/c-1/cancelled"))
        .singleElement()
        .satisfies(one -> assertThat(one.sentence()).startsWith("41.95 GBP of order c-1 of web"));
    refused("ORD-035", () -> orders.place(order("c-1", 2, null)));
    assertThat(orders.place(order("c-2", 2, null)).order()).isEqualTo("c-2");
  }

  @Test
  void isCancelledButForWhatHasLeft() {
    sql.update("update inventory_levels set on_hand = 1");
    orders.place(order("c-3", 2, null));
    core.get(SourcingWorker.class).work();
    core.get(Parcels.class).sent("web:c-3:1", Parcel.Tracking.NONE);

    var cancelled = cancellations.cancel("web", "c-3").orElseThrow();

    assertThat(cancelled.refund())
        .as("what it cost to send it is not paid back")
        .isEqualTo("19.00");
    assertThat(cancelled.lines())
        .containsExactly(new TillCancellations.Line("1", new Sku("S1"), 1, 1));
    assertThat(cancellations.cancel("web", "c-3")).contains(cancelled);
    assertThat(state("c-3")).isEqualTo("sent 19.00");
    assertThat(List.of(at("store"), at("main"))).containsExactlyInAnyOrder("0-0", "1-0");
  }

  @Test
  void isNotCancelledOnceAllOfItHasLeft() {
    orders.place(order("c-4", 2, null));
    core.get(Parcels.class).sent("web:c-4:1", Parcel.Tracking.NONE);

    refused("ORD-040", () -> cancellations.cancel("web", "c-4"));
    refused("ORD-040", () -> cancellations.cancel("web", "c-4"));

    assertThat(state("c-4")).isEqualTo("sent 0");
    assertThat(cancellations.cancel("web", "c-5")).isEmpty();
    assertThat(cancellations.cancel("shop", "c-4")).isEmpty();
  }

  /** Its units were for sale again before; they are not twice. */
  @Test
  void endsTheCaseOfWhatNobodyFetched() {
    orders.place(to("c-6", null, new LocationId("store")));
    core.get(Parcels.class).ready("web:c-6:1");
    sql.update("update orders_parcels set due_at = crossdock_now() - interval '1 second'");
    core.get(PickUps.class).work();
    assertThat(left("c-6")).isTrue();

    cancellations.cancel("web", "c-6");

    assertThat(left("c-6")).isFalse();
    assertThat(at("store")).isEqualTo("2-0");
    assertThat(at("main")).isEqualTo("0-0");
  }

  private static boolean left(String order) {
    return core.get(Cases.class).open().stream()
        .anyMatch(one -> one.kind().equals("pick-up-left") && one.about().equals(order));
  }

  private String state(String order) {
    return String.valueOf(
        sql.queryForObject(
            "select state || ' ' || refunded from orders_book where id = ?", String.class, order));
  }

  private List<String> documents(String order) {
    return sql.queryForList(
        "select kind || ' ' || coalesce(amount::text, 'null') from orders_documents where order_id = ? order by kind",
        String.class,
        order);
  }

  @Test
  void isFoundAgainByWhoeverCanSayOneThingOfThemselvesAndKeepsNothingOfIt() {
    var ada = new Contact(" Ada.Abbot@Example.com ", "+44 7700 900 123", "tok_81");
    orders.place(order("t-5", 1, ada));
    orders.place(order("t-6", 1, new Contact("bob@example.com", null, null)));

    for (var known :
        List.of(
            new Contact("ada.abbot@example.com", null, null),
            new Contact(null, "07700 900123", null),
            new Contact(null, null, "tok_81"))) {
      assertThat(core.get(OrderLookup.class).byContact(known))
          .extracting(OrderLookup.Found::order)
          .containsExactly("t-5");
    }
    assertThat(core.get(OrderLookup.class).byContact(new Contact(null, "900123", null))).isEmpty();
    assertThat(
            sql.queryForList(
                "select row_to_json(b)::text || row_to_json(c)::text from orders_book b join orders_contacts c on c.order_id = b.id",
                String.class))
        .isNotEmpty()
        .noneMatch(
            row -> row.toLowerCase(java.util.Locale.ROOT).matches(".*(abbot|900.?123|tok_81).*"));
    assertThat(ada).hasToString("Contact[not shown]");
  }

  @Test
  void isNobodysOnceNothingCanBeBroughtBack() {
    var bob = new Contact("bob@example.com", null, null);
    orders.place(order("t-7", 1, bob));
    sql.update("update orders_contacts set kept_at = crossdock_now() - interval '181 days'");

    assertThat(core.get(Contacts.class).forget()).isEqualTo(1);

    assertThat(core.get(OrderLookup.class).byContact(bob)).isEmpty();
    assertThat(core.get(OrderLookup.class).byNumber("t-7")).hasSize(1);
  }

  private static void refused(String code, ThrowingCallable what) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
  }

  private static TillOrder order(String key, int units, @Nullable Contact contact) {
    return new TillOrder(
        "web",
        key,
        "GBP",
        List.of(new TillOrder.Line(new Sku("S1"), units, new BigDecimal("19.00"))),
        new BigDecimal("3.95"),
        new TillOrder.To(53.81, -1.54),
        null,
        contact);
  }

  private String at(String location) {
    return String.valueOf(
        sql.queryForObject(
            "select on_hand || '-' || reserved from inventory_levels where location = ?",
            String.class,
            location));
  }
}
