package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.delivery.HubCore;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.kernel.Verdict.End;
import dev.crossdock.orders.Parcel.State;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What the ERP says was sent is sent once, whoever else says so, and its channel hears it once. */
class ShipmentsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final AtomicLong MESSAGES = new AtomicLong();

  private static HubCore core;

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.owner());

  @BeforeAll
  static void wire() {
    core =
        new HubCore(DATABASE.app(), DATABASE.app(), Path.of("src/test/resources/orders"), Map.of());
  }

  @AfterAll
  static void close() {
    core.close();
  }

  @BeforeEach
  void fiveOfItInTheStore() {
    sql.execute(
        "truncate inventory_levels, inventory_movements, inventory_reservations, orders_parcels, orders_to_source");
    sql.update(
        "insert into inventory_levels (sku, location, on_hand, version) values ('S1', 'main', 5, 1), ('S1', 'store', 5, 1)");
  }

  @Test
  void marksTheOpenParcelOfItsOrderThereAndHasItsChannelTold() {
    var parcel = asked("e-1");

    assertThat(told(shipment("LS-1", "e-1")).end()).isEqualTo(End.APPLIED);

    assertThat(now(parcel).state()).isEqualTo(State.SENT);
    assertThat(inTheStore()).isEqualTo("3-0");
    assertThat(
            sql.queryForList(
                "select concat_ws(' ', payload ->> 'carrier', payload ->> 'tracking', payload ->> 'url', payload ->> 'location')"
                    + " from delivery_outbox where key = 'parcel/shop:e-1:1'",
                String.class))
        .containsExactly("DPD 1550 https://track.dpd.co.uk/1550 store");
  }

  @Test
  void takesTheSameShipmentOnceHoweverOftenItIsTold() {
    asked("e-2");
    told(shipment("LS-2", "e-2"));
    assertThat(told(shipment("LS-2", "e-2")).end()).isEqualTo(End.DUPLICATE);
    var corrected = shipment("LS-2", "e-2").put("tracking", "1551").put("parcel", 1);
    assertThat(told(corrected).end()).isEqualTo(End.DUPLICATE);

    assertThat(inTheStore()).isEqualTo("3-0");
    assertThat(channelTold("e-2")).isEqualTo(1);
  }

  @Test
  void takesTwoTellingsInOneBatchOnce() {
    asked("e-3");

    assertThat(take(shipment("LS-3", "e-3"), shipment("LS-3", "e-3"), shipment("LS-4", "none")))
        .extracting(Verdict::end)
        .containsExactly(End.APPLIED, End.DUPLICATE, End.PARKED);
    assertThat(inTheStore()).isEqualTo("3-0");
  }

  @Test
  void knowsAParcelAgainThatItsLocationSaidItHadSent() {
    var parcel = asked("e-5");
    core.get(Parcels.class).sent(parcel.id(), new Parcel.Tracking("Royal Mail", "RM1", null));

    assertThat(told(shipment("LS-5", "e-5")).end()).isEqualTo(End.DUPLICATE);
    assertThat(inTheStore()).isEqualTo("3-0");
    assertThat(channelTold("e-5")).isEqualTo(1);

    var another = told(shipment("LS-6", "e-5").put("tracking", "1551"));
    assertThat(another.end()).isEqualTo(End.PARKED);
    assertThat(reason(another)).startsWith("ORD-038").contains("parcel 1 at store is sent");
  }

  @Test
  void takesTheParcelThatItNamesEvenWhenItsLocationSaysSoAgain() {
    var parcel = asked("e-7");
    assertThat(told(shipment("LS-7", "e-7").put("parcel", 1)).end()).isEqualTo(End.APPLIED);

    core.get(Parcels.class).sent(parcel.id(), Parcel.Tracking.NONE);

    assertThat(inTheStore()).isEqualTo("3-0");
    assertThat(channelTold("e-7")).isEqualTo(1);
  }

  @Test
  void parksWhatFitsNoOpenParcelAndSaysWhatThereIs() {
    var parcel = asked("e-8");

    assertThat(reason(told(shipment("LS-8", "e-unknown"))))
        .startsWith("ORD-037")
        .contains("order e-unknown of shop, and there is no such order");
    assertThat(reason(told(shipment("LS-9", "e-8").put("parcel", 2))))
        .startsWith("ORD-038")
        .contains(
            "says that parcel 2 left store",
            "parcel 1 at store is asked, with %d S1".formatted(parcel.units("1")));
    assertThat(reason(told(shipment("LS-10", "e-8").put("location", "main"))))
        .startsWith("ORD-038");
    var less = shipment("LS-11", "e-8");
    less.putArray("lines").addObject().put("sku", "S1").put("quantity", 1);
    assertThat(reason(told(less))).contains("left store with 1 S1", "ORD-038");

    assertThat(now(parcel).state()).isEqualTo(State.ASKED);
    assertThat(inTheStore()).isEqualTo("5-2");
  }

  @Test
  void takesACorrectedShipmentWhereTheFirstTellingWasParked() {
    asked("e-9");
    told(shipment("LS-12", "e-8888"));

    var corrected = shipment("LS-12", "e-9");
    corrected.putArray("lines").addObject().put("sku", "S1").put("quantity", 2);
    assertThat(told(corrected).end()).isEqualTo(End.APPLIED);
    assertThat(inTheStore()).isEqualTo("3-0");
  }

  private static ObjectNode shipment(String key, String order) {
    return Json.mapper()
        .createObjectNode()
        .put("key", key)
        .put("channel", "shop")
        .put("order", order)
        .put("location", "store")
        .put("carrier", "DPD")
        .put("tracking", "1550")
        .put("url", "https://track.dpd.co.uk/1550")
        .put("occurredAt", "2026-06-01T12:00:00Z");
  }

  private static Verdict told(ObjectNode document) {
    return take(document).get(0);
  }

  private static List<Verdict> take(ObjectNode... documents) {
    var batch = batch("erp", documents);
    return Objects.requireNonNull(
        core.get(TransactionTemplate.class)
            .execute(status -> core.get(Shipments.class).take(batch)));
  }

  private static Batch batch(String channel, ObjectNode... documents) {
    return new Batch(
        channel,
        1,
        List.of(documents).stream()
            .map(
                one ->
                    new Message(
                        MESSAGES.incrementAndGet(),
                        channel,
                        "any",
                        Map.of(),
                        Instant.EPOCH,
                        one,
                        null))
            .toList());
  }

  /** Two S1 that the store is asked for. */
  private static Parcel asked(String order) {
    var document = Telling.of(order, 1);
    document.putObject("shipTo").put("latitude", 53.81).put("longitude", -1.54);
    core.get(TransactionTemplate.class)
        .executeWithoutResult(status -> core.get(OrderBook.class).take(batch("shop", document)));
    core.get(SourcingWorker.class).work();
    var parcels = core.get(ParcelTable.class).of("shop", order);
    assertThat(parcels).hasSize(1);
    return parcels.get(0);
  }

  private static Parcel now(Parcel parcel) {
    return core.get(ParcelTable.class).of(parcel.channel(), parcel.order()).get(parcel.n() - 1);
  }

  private static String reason(Verdict verdict) {
    var failure = Objects.requireNonNull(verdict.failure());
    return failure.code() + " " + failure.sentence();
  }

  private int channelTold(String order) {
    return Objects.requireNonNull(
        sql.queryForObject(
            "select count(*)::integer from delivery_outbox where key = ?",
            Integer.class,
            "parcel/shop:" + order + ":1"));
  }

  private String inTheStore() {
    return Objects.requireNonNull(
        sql.queryForObject(
            "select on_hand || '-' || reserved from inventory_levels where sku = 'S1' and location = 'store'",
            String.class));
  }
}
