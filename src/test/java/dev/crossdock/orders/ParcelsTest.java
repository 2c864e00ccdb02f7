package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.HubCore;
import dev.crossdock.inventory.Hold;
import dev.crossdock.inventory.Holds;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Sku;
import dev.crossdock.orders.Parcel.State;
import dev.crossdock.platform.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * Somebody is asked for every open unit, nobody for one too many, and it is promised where it is.
 */
class ParcelsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final AtomicLong MESSAGES = new AtomicLong();

  private static HubCore core;
  private static Parcels parcels;
  private static SourcingWorker worker;

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.owner());

  @BeforeAll
  static void wire() {
    core =
        new HubCore(DATABASE.app(), DATABASE.app(), Path.of("src/test/resources/orders"), Map.of());
    parcels = core.get(Parcels.class);
    worker = core.get(SourcingWorker.class);
  }

  @AfterAll
  static void close() {
    core.close();
  }

  @BeforeEach
  void fiveOfItInEachPlace() {
    sql.execute(
        "truncate inventory_levels, inventory_movements, inventory_reservations, orders_parcels, orders_to_source");
    for (var location : List.of("main", "store", "kiosk")) {
      sql.update(
          "insert into inventory_levels (sku, location, on_hand, version) values ('S1', ?, 5, 1)",
          location);
    }
  }

  @Test
  void asksTheNearestThatHasItAndPromisesItThere() {
    var parcel = placed("p-1");

    assertThat(parcel.location()).isEqualTo(new LocationId("store"));
    assertThat(parcel.because())
        .containsExactly(
            "kiosk is left out: it has 0 of 0 orders this hour",
            "store has all of it; nearest: 1 km, before main with 174 km");
    assertThat(levels()).isEqualTo(Map.of("main", "5-0", "store", "5-2", "kiosk", "5-0"));
    assertThat(parcels.openAt(new LocationId("store")))
        .extracting(Parcel::id)
        .contains("shop:p-1:1");
  }

  @Test
  void asksAnotherWhenOneCannotAndNeverTheSameAgain() {
    var parcel = placed("p-2");

    parcels.rejected(parcel.id(), "the shelf is empty");
    worker.work();

    var next = open("p-2");
    assertThat(next.location()).isEqualTo(new LocationId("main"));
    assertThat(next.because()).contains("store is left out: it rejected this order");
    assertThat(levels()).isEqualTo(Map.of("main", "5-2", "store", "5-0", "kiosk", "5-0"));
    parcels.rejected(next.id(), "here too");
    worker.work();
    assertThat(all("p-2")).allMatch(one -> one.state() == State.REJECTED);
    assertThat(core.get(Cases.class).open())
        .anyMatch(one -> one.kind().equals("not-sourced") && one.about().equals("p-2"));
  }

  /** Three lie where the channel takes its stock, two of them are in somebody's cart. */
  @Test
  void asksForNothingThatIsHeldForSomebodyElse() {
    sql.update("update inventory_levels set on_hand = case location when 'main' then 3 else 0 end");
    var holds = core.get(Holds.class);
    holds.start();
    var two = List.of(new Hold.Line(new Sku("S1"), new LocationId("main"), 2));
    holds.hold(new Hold.Request("shop", "cart", two, Duration.ofHours(1)));
    tell(near(Telling.of("p-held", 1)));
    worker.work();
    assertThat(all("p-held")).isEmpty();

    holds.release("shop", "cart");
    holds.stop();
    sql.update("update orders_to_source set not_before = crossdock_now()");
    worker.work();

    assertThat(open("p-held").location()).isEqualTo(new LocationId("main"));
  }

  @Test
  void takesItOffTheShelfOnceWhoeverSaysItWasSent() {
    var parcel = placed("p-3");

    parcels.sent(parcel.id(), new Parcel.Tracking("DPD", "1550", null));
    parcels.sent(parcel.id(), new Parcel.Tracking("DPD", "1550", null));
    assertThat(levels()).isEqualTo(Map.of("main", "5-0", "store", "3-0", "kiosk", "5-0"));

    tell(near(Telling.sent(Telling.of("p-3", 9), "as the shop calls it", 2)));
    worker.work();

    assertThat(levels()).isEqualTo(Map.of("main", "5-0", "store", "3-0", "kiosk", "5-0"));
    assertThat(all("p-3")).hasSize(1);
    assertThatThrownBy(() -> parcels.rejected(parcel.id(), "too late"))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.failure().code()).isEqualTo("ORD-032"));
  }

  /** What was asked for goes on when nobody is asked for more. */
  @Test
  void takesItOffTheShelfOnceWhenItsRulesAreGoneMeanwhile(@TempDir Path folder) throws IOException {
    var parcel = placed("p-7");
    FileSystemUtils.copyRecursively(Path.of("src/test/resources/orders"), folder);
    Files.delete(folder.resolve("config/sourcing.yaml"));

    var database = new DelegatingDataSource(DATABASE.app()); // which stays open

    try (var without = new HubCore(database, database, folder, Map.of())) {
      without.get(Parcels.class).sent(parcel.id(), Parcel.Tracking.NONE);
      tell(without, "shop", near(Telling.sent(Telling.of("p-7", 9), "as the shop calls it", 2)));
    }

    assertThat(levels()).isEqualTo(Map.of("main", "5-0", "store", "3-0", "kiosk", "5-0"));
  }

  /** The shop's file named the kiosk when this order came, and names the warehouse now. */
  @Test
  void movesAPromiseFromWhereItWasMadeThoughOrdersAreTakenElsewhereNow() {
    tell(near(Telling.of("moved-1", 1)));
    sql.update("update inventory_reservations set location = 'kiosk'");
    sql.update(
        "update inventory_levels set reserved = case location when 'kiosk' then 2 else 0 end,"
            + " on_hand = case location when 'store' then 0 else 5 end");

    worker.work();
    assertThat(levels()).isEqualTo(Map.of("main", "5-2", "store", "0-0", "kiosk", "5-0"));

    parcels.sent(open("moved-1").id(), new Parcel.Tracking("DPD", "1550", null));
    tell(near(Telling.sent(Telling.of("moved-1", 9), "as the shop calls it", 2)));
    worker.work();
    assertThat(levels()).isEqualTo(Map.of("main", "3-0", "store", "0-0", "kiosk", "5-0"));
  }

  @Test
  void tellsItsChannelOnceWhatWasSentAndHowItIsFollowed() {
    var parcel = placed("t-1");
    var tracking = new Parcel.Tracking("DPD", "1550", "https://track.dpd.co.uk/1550");

    parcels.sent(parcel.id(), tracking);
    parcels.sent(parcel.id(), tracking);

    assertThat(
            sql.queryForList(
                "select flow || ' ' || order_key || ' ' || (payload - 'at' - 'lines')::text || (payload #>> '{lines,0,quantity}')"
                    + " from delivery_outbox where key = 'parcel/shop:t-1:1'",
                String.class))
        .containsExactly(
            "fulfil shop/order/t-1 {\"n\": 1, \"url\": \"https://track.dpd.co.uk/1550\", \"order\": \"t-1\", \"parcel\": \"shop:t-1:1\", \"pickUp\": false, \"carrier\": \"DPD\", \"location\": \"store\", \"tracking\": \"1550\"}2");
    assertThat(
            sql.queryForList(
                "select carrier || ' ' || tracking || ' ' || tracking_url from orders_parcels_view where order_id = 't-1' and reason is null",
                String.class))
        .containsExactly("DPD 1550 https://track.dpd.co.uk/1550");
  }

  /** A channel knows a parcel again by its number. */
  @Test
  void tellsNoTwoParcelsOfAnOrderUnderOneNumber() {
    sql.update("update inventory_levels set on_hand = 1");
    tell(near(Telling.of("t-2", 1)));
    worker.work();

    for (var parcel : all("t-2")) {
      parcels.sent(parcel.id(), new Parcel.Tracking("DPD", "1550", null));
    }

    assertThat(
            sql.queryForList(
                "select coalesce(payload ->> 'tracking', 'ours') from delivery_outbox where key like 'parcel/shop:t-2:%' order by id",
                String.class))
        .containsExactly("1550", "ours");
  }

  @Test
  void saysToAPersonWhatItsChannelTakesNoWordOf() {
    tell("web", near(Telling.of("t-3", 1)));
    worker.work();

    parcels.sent("web:t-3:1", new Parcel.Tracking("DPD", "1550", null));

    assertThat(core.get(Cases.class).open())
        .anyMatch(
            one ->
                one.kind().equals("fulfilment-by-hand")
                    && one.about().equals("web:t-3:1")
                    && one.sentence()
                        .startsWith(
                            "parcel 1 of order t-3 of web has left store under the number 1550"));
  }

  @Test
  void takesItBackWhenItsChannelHasSentItAfterAll() {
    placed("p-4");

    tell(near(Telling.sent(Telling.of("p-4", 9), "by hand", 2)));
    worker.work();

    assertThat(all("p-4")).extracting(Parcel::state).containsExactly(State.CANCELLED);
    assertThat(levels()).isEqualTo(Map.of("main", "3-0", "store", "5-0", "kiosk", "5-0"));
  }

  @Test
  void takesItBackWhenTheOrderIsCancelled() {
    placed("p-5");

    tell(near(Telling.cancelled("p-5", 9)));
    worker.work();

    assertThat(all("p-5")).extracting(Parcel::state).containsExactly(State.CANCELLED);
    assertThat(levels()).isEqualTo(Map.of("main", "5-0", "store", "5-0", "kiosk", "5-0"));
  }

  @Test
  void partsAnOrderThatNobodyHasAloneAndAsksForTheRestWhenSomeIsTakenOff() {
    sql.update("update inventory_levels set on_hand = 1");
    tell(near(Telling.of("p-6", 1)));
    worker.work();
    assertThat(all("p-6")).extracting(one -> one.location().value()).contains("store", "main");
    assertThat(levels()).isEqualTo(Map.of("main", "1-1", "store", "1-1", "kiosk", "1-0"));

    tell(near(Telling.refunded(Telling.of("p-6", 9), "r", 1, "release", "19.00")));
    worker.work();

    assertThat(open("p-6").lines()).extracting(Parcel.Line::quantity).containsExactly(1);
    assertThat(levels().values()).containsExactlyInAnyOrder("1-1", "1-0", "1-0");
  }

  /** Whatever happens to orders, what is promised is what is open, and no unit leaves twice. */
  @Test
  void promisesWhatIsOpenWhateverHappens() {
    var random = new Random(5);
    sql.update("update inventory_levels set on_hand = 1000");
    for (int n = 0; n < 120; n++) {
      life("r-" + n, random);
    }
    worker.work();

    var open = 0;
    var gone = 0;
    for (int n = 0; n < 120; n++) {
      var order = order("r-" + n);
      var sent = Counts.of(order).mapToInt(Counts::sent).sum();
      var ours =
          all("r-" + n).stream()
              .filter(one -> one.state() == State.SENT)
              .mapToInt(one -> one.units("1"))
              .sum();
      gone += Math.max(sent, ours);
      open +=
          order.cancelledAt() != null
              ? 0
              : Math.max(
                  0, 2 - Counts.of(order).mapToInt(Counts::released).sum() - Math.max(sent, ours));
    }
    assertThat(sum("reserved")).isEqualTo(open);
    assertThat(sum("on_hand")).isEqualTo(3_000 - gone);
    assertThat(
            parcels.openAt(new LocationId("store")).stream().mapToInt(one -> one.units("1")).sum()
                + parcels.openAt(new LocationId("main")).stream()
                    .mapToInt(one -> one.units("1"))
                    .sum())
        .isEqualTo(open);
  }

  /** Two S1 and one S2 make a kit; it is sent from where its parts are. */
  @Test
  void asksForAKitWhereItsPartsAreAndPromisesThoseThere() {
    var order = Telling.of("p-kit", 1);
    ((ObjectNode) order.at("/lines/0")).put("sku", "KIT");
    part("main", 5);
    part("store", 1);
    tell(near(order));
    worker.work();
    assertThat(open("p-kit").location()).as("one kit is not two").isEqualTo(new LocationId("main"));
    assertThat(levels()).isEqualTo(Map.of("main", "5-4", "store", "5-0", "kiosk", "5-0"));

    part("store", 2);
    parcels.rejected(open("p-kit").id(), "no");
    worker.work();

    assertThat(open("p-kit").location()).isEqualTo(new LocationId("store"));
    assertThat(levels()).isEqualTo(Map.of("main", "5-0", "store", "5-4", "kiosk", "5-0"));
    parcels.sent(open("p-kit").id(), Parcel.Tracking.NONE);
    assertThat(levels()).isEqualTo(Map.of("main", "5-0", "store", "1-0", "kiosk", "5-0"));
    assertThat(sum("reserved")).isZero();
  }

  private void part(String location, int onHand) {
    sql.update(
        """
        insert into inventory_levels (sku, location, on_hand, version) values ('S2', ?, ?, 1)
        on conflict (sku, location) do update set on_hand = excluded.on_hand
        """,
        location,
        onHand);
  }

  private void life(String id, Random random) {
    var order = Telling.of(id, 1);
    tell(near(order));
    for (int second = 2; second < 2 + random.nextInt(6); second++) {
      var parcel = all(id).stream().filter(Parcel::isOpen).findFirst();
      switch (random.nextInt(6)) {
        case 0 -> parcel.ifPresent(one -> parcels.sent(one.id(), Parcel.Tracking.NONE));
        case 1 -> parcel.ifPresent(one -> parcels.rejected(one.id(), "no"));
        case 2 -> parcel.ifPresent(one -> parcels.ready(one.id()));
        case 3 -> order = sentSoFar(id, order, second);
        case 4 -> order = random.nextInt(4) == 0 ? cancelled(order, second) : order;
        default -> worker.work();
      }
    }
  }

  /** The channel says of what we have sent that it was. */
  private ObjectNode sentSoFar(String id, ObjectNode order, int second) {
    var ours =
        all(id).stream()
            .filter(one -> one.state() == State.SENT)
            .mapToInt(one -> one.units("1"))
            .sum();
    var told = Counts.of(Folded.of(order).order()).mapToInt(Counts::sent).sum();
    if (ours <= told) {
      return order;
    }
    var later = later(order, second);
    Telling.sent(later, "f" + second, ours - told);
    tell(near(later));
    return later;
  }

  private ObjectNode cancelled(ObjectNode order, int second) {
    var later = later(order, second);
    later.put("cancelledAt", later.get("updatedAt").textValue());
    tell(near(later));
    return later;
  }

  private static ObjectNode later(ObjectNode order, int second) {
    return order.deepCopy().put("updatedAt", "2026-06-01T10:00:%02dZ".formatted(second));
  }

  private Parcel placed(String id) {
    tell(near(Telling.of(id, 1)));
    worker.work();
    return open(id);
  }

  /** It goes to where the store is. */
  private static ObjectNode near(ObjectNode order) {
    order.putObject("shipTo").put("latitude", 53.81).put("longitude", -1.54);
    return order;
  }

  private Parcel open(String id) {
    return all(id).stream().filter(Parcel::isOpen).findFirst().orElseThrow();
  }

  private static List<Parcel> all(String id) {
    return core.get(ParcelTable.class).of("shop", id);
  }

  private static Order order(String id) {
    return core.get(OrderTable.class).named(id).get(0).kept().folded().order();
  }

  private Map<String, String> levels() {
    var levels = new TreeMap<String, String>();
    sql.query(
        "select location, on_hand || '-' || reserved from inventory_levels where sku = 'S1'",
        row -> {
          levels.put(row.getString(1), row.getString(2));
        });
    return levels;
  }

  private int sum(String column) {
    Integer sum =
        sql.queryForObject("select sum(%s) from inventory_levels".formatted(column), Integer.class);
    return sum == null ? 0 : sum;
  }

  private static void tell(ObjectNode document) {
    tell("shop", document);
  }

  private static void tell(String channel, ObjectNode document) {
    tell(core, channel, document);
  }

  private static void tell(HubCore core, String channel, ObjectNode document) {
    var message =
        new Message(
            MESSAGES.incrementAndGet(), channel, "orders", Map.of(), Instant.EPOCH, document, null);
    core.get(TransactionTemplate.class)
        .executeWithoutResult(
            status -> core.get(OrderBook.class).take(new Batch(channel, 1, List.of(message))));
  }
}
