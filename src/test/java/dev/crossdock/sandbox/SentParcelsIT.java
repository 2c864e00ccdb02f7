package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.ShippedFiles;
import dev.crossdock.WholeHub;
import dev.crossdock.edge.SignedPost;
import dev.crossdock.orders.Parcel;
import dev.crossdock.orders.Parcels;
import dev.crossdock.sandbox.market.MarketOrder;
import dev.crossdock.sandbox.shop.ShopOrder;
import dev.crossdock.sandbox.world.Item;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A store sends a parcel, and the platform that sold it is told over its real interface: once,
 * although the answer gets lost, and once for the stock and the ERP when the platform tells it
 * back.
 */
class SentParcelsIT {
  private static final SandboxFixture WORLD = new SandboxFixture();
  private static final LossyWay WAY = new LossyWay(WORLD.sandbox().port());
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String PREPARED = "fulfillmentOrderLineItemsPreparedForPickup";

  /** The shop speaks by webhooks only, which this class carries; the marketplace is polled. */
  private static final ShippedFiles FILES =
      new ShippedFiles(
              "syncs/items-erp",
              "syncs/stock-erp",
              "syncs/levels-shop",
              "syncs/levels-market",
              "syncs/orders-shop")
          .change(
              "connectors/amazon/manifest.yaml",
              "perSecond: 0.0056, burst: 20",
              "perSecond: 1, burst: 20")
          .change("syncs/shipments-erp.yaml", "every: 30s", "every: 1s")
          .change("channels/erp.yaml", "user: sandbox", "user: postgres");

  @RegisterExtension
  static final WholeHub HUB =
      new WholeHub(
              FILES.settings(
                  "hub.sandbox.url=" + WAY.address(), "hub.erp.jdbc-url=" + WORLD.databaseUrl()))
          .withSecret("erp-password", "postgres")
          .withSecret("shop-access-token", SandboxFixture.SHOP_TOKEN)
          .withSecret("market-client-id", SandboxFixture.MARKET.clientId())
          .withSecret("market-client-secret", SandboxFixture.MARKET.clientSecret())
          .withSecret("market-refresh-token", SandboxFixture.MARKET.refreshToken());

  private static final List<Item> ITEMS = WORLD.sandbox().world().catalogue().items();

  @AfterAll
  static void close() {
    WAY.close();
    WORLD.close();
  }

  @Test
  void areToldToTheShopOnceAlthoughItsAnswerIsLost() throws Exception {
    var item = stocked(3, 5, 5);
    var order = orderedAtTheShop(101, item, 2);
    var parcel = asked("shop", Long.toString(order.id())).get(0);

    WAY.loseAnswerTo("fulfillmentCreate");
    sent(parcel, new Parcel.Tracking("DPD", "15501234", "https://track.dpd.co.uk/15501234"));
    awaitDelivered(parcel);

    assertThat(WAY.hasLostAll()).isTrue();
    assertThat(attempts(parcel)).isGreaterThan(1);
    var told = fulfilments(order);
    assertThat(told).hasSize(1);
    assertThat(told.at("/0/trackingInfo/0/company").asText()).isEqualTo("DPD");
    assertThat(told.at("/0/trackingInfo/0/number").asText()).isEqualTo("15501234");
    assertThat(told.at("/0/trackingInfo/0/url").asText())
        .isEqualTo("https://track.dpd.co.uk/15501234");
    assertThat(told.at("/0/fulfillmentLineItems/nodes/0/quantity").asInt()).isEqualTo(2);

    tellBack("orders/fulfilled", order, 3);
    awaitShipments("shop", Long.toString(order.id()), 1);
    assertThat(levels(item)).isEqualTo(Map.of("on-hand", 8, "reserved", 0));
  }

  @Test
  void areToldOneByOneWhereAnOrderLeavesInSeveral() throws Exception {
    var item = stocked(4, 1, 2);
    var order = orderedAtTheShop(102, item, 3);
    var parcels = asked("shop", Long.toString(order.id()));
    assertThat(parcels).hasSize(2);

    // both go under the number that somebody took for both
    sent(parcels.get(0), new Parcel.Tracking("DPD", "15509999", null));
    awaitDelivered(parcels.get(0));
    tellBack("orders/partially_fulfilled", order, 1);
    WAY.loseAnswerTo("fulfillmentCreate");
    sent(parcels.get(1), new Parcel.Tracking("DPD", "15509999", null));
    awaitDelivered(parcels.get(1));

    var numbers = new ArrayList<String>();
    var units = 0;
    for (var one : fulfilments(order)) {
      numbers.add(one.at("/trackingInfo/0/number").asText());
      units += one.at("/fulfillmentLineItems/nodes/0/quantity").asInt();
    }
    assertThat(numbers).containsExactly("15509999", order.id() + "-2");
    assertThat(units).isEqualTo(3);
    tellBack("orders/fulfilled", order, 2);
    awaitShipments("shop", Long.toString(order.id()), 2);
    assertThat(levels(item)).isEqualTo(Map.of("on-hand", 0, "reserved", 0));
  }

  @Test
  void areToldByTheErpAndOnceThoughTheWarehouseSaysSoToo() throws Exception {
    var item = stocked(7, 5, 0);
    var order = orderedAtTheShop(104, item, 2);
    var id = Long.toString(order.id());
    var parcel = asked("shop", id).get(0);

    WORLD.control(
        "POST",
        "shipments",
        Map.of(
            "shipment", "LS-1",
            "channel", "shop",
            "order", id,
            "carrier", "DPD",
            "tracking", "15507777",
            "lines", List.of(Map.of("sku", item.sku(), "quantity", 2))));
    awaitDelivered(parcel);
    sent(parcel, Parcel.Tracking.NONE);

    var told = fulfilments(order);
    assertThat(told).hasSize(1);
    assertThat(told.at("/0/trackingInfo/0/number").asText()).isEqualTo("15507777");
    tellBack("orders/fulfilled", order, 1);
    awaitShipments("shop", id, 1);
    assertThat(levels(item)).isEqualTo(Map.of("on-hand", 3, "reserved", 0));
  }

  @Test
  void areParkedWithTheShopsReasonWhereItWaitsForNone() throws Exception {
    var item = stocked(5, 5, 5);
    var order = orderedAtTheShop(103, item, 1);
    var parcel = asked("shop", Long.toString(order.id())).get(0);
    WORLD
        .sandbox()
        .shop()
        .orders()
        .keep(order.cancelled(Instant.now().truncatedTo(ChronoUnit.SECONDS)));

    sent(parcel, new Parcel.Tracking("DPD", "1", null));

    var sentence =
        await()
            .atMost(SOON)
            .until(() -> outbox(parcel, "parked", "failure_sentence"), s -> !s.isEmpty());
    assertThat(sentence)
        .isEqualTo(
            "of gid://shopify/LineItem/%d 1 were sent in parcel 1, and the shop has 0 left to send: see there who marked it as sent, or cancelled it"
                .formatted(order.lines().get(0).id()));
    assertThat(fulfilments(order)).isEmpty();
  }

  @Test
  void areToldToTheMarketplaceUnderOneReferenceAlthoughItsAnswerIsLost() {
    var item = stocked(6, 5, 5);
    var order = orderedAtTheMarketplace("026-7654321-0000001", item, 2);
    var parcel = asked("market", order.id()).get(0);

    WAY.loseAnswerTo("/shipmentConfirmation");
    sent(parcel, new Parcel.Tracking("Royal Mail", "RM1GB", null));
    awaitDelivered(parcel);

    assertThat(WAY.hasLostAll()).isTrue();
    assertThat(attempts(parcel)).isGreaterThan(1);
    var told = WORLD.sandbox().market().orders().byId(order.id()).orElseThrow();
    assertThat(told.parcels()).hasSize(1);
    assertThat(told.parcels().get(0).reference()).isEqualTo("1001");
    assertThat(told.parcels().get(0).carrier()).isEqualTo("Royal Mail");
    assertThat(told.parcels().get(0).tracking()).isEqualTo("RM1GB");
    assertThat(told.open()).isEmpty();
    awaitShipments("market", order.id(), 1);
    assertThat(levels(item)).isEqualTo(Map.of("on-hand", 8, "reserved", 0));
  }

  @Test
  void thatAreFetchedAreSaidToBeReadyOnceAlthoughTheShopsAnswerIsLost() throws Exception {
    var item = stocked(8, 5, 5);
    var order = orderedAtTheShop(105, item, 1, "leeds");
    var parcel = asked("shop", Long.toString(order.id())).get(0);

    WAY.loseAnswerTo(PREPARED);
    var ready = HUB.get(Parcels.class).ready(parcel);
    HUB.get(Parcels.class).ready(parcel);
    awaitDelivered(parcel + "/ready");

    assertThat(HUB.get(Parcels.class).isTold(ready)).isTrue();
    assertThat(WAY.hasLostAll()).isTrue();
    assertThat(attempts(parcel + "/ready")).isGreaterThan(1);
    assertThat(calls(PREPARED)).isEqualTo(2);
    assertThat(
            calls(
                PREPARED
                    + "/The fulfillment order does not have any line items that can be prepared."))
        .isEqualTo(1);

    HUB.sql()
        .update(
            "update orders_parcels set due_at = crossdock_now() - interval '1 second' where order_id = ?",
            Long.toString(order.id()));
    awaitDelivered(parcel + "/expired");

    assertThat(calls(PREPARED)).as("it has no word for that").isEqualTo(2);
  }

  private static Item stocked(int rank, int dc, int leeds) {
    var item = ITEMS.get(rank);
    HUB.know(item.sku(), "shop", "variant", Long.toString(item.variantId()));
    HUB.know(item.sku(), "market", "sku", item.sku());
    HUB.sql()
        .update(
            "insert into inventory_levels (sku, location, on_hand, version) values (?, 'dc', ?, 1), (?, 'leeds', ?, 1)",
            item.sku(),
            dc,
            item.sku(),
            leeds);
    return item;
  }

  private static ShopOrder orderedAtTheShop(long number, Item item, int units) throws Exception {
    return orderedAtTheShop(number, item, units, null);
  }

  private static ShopOrder orderedAtTheShop(
      long number, Item item, int units, @Nullable String pickUpAt) throws Exception {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var line = new ShopOrder.Line(14_866_550_311_000_000L + number * 100, item.sku(), units);
    var order =
        new ShopOrder(
            9_107_199_254_000_000L + number * 100,
            number,
            "Ada",
            "Byrne",
            now,
            now,
            null,
            List.of(line),
            List.of(),
            List.of(),
            pickUpAt);
    WORLD.sandbox().shop().orders().keep(order);
    WORLD.sandbox().shop().webhooks().order("orders/create", order, List.of());
    tellBack("orders/create", order, 1);
    return order;
  }

  private static MarketOrder orderedAtTheMarketplace(String id, Item item, int units) {
    var now = Instant.ofEpochMilli(System.currentTimeMillis());
    var line = new MarketOrder.Line("68828574380001", item.sku(), units);
    var order = new MarketOrder(id, now, now, false, List.of(line), List.of());
    WORLD.sandbox().market().orders().keep(order);
    return order;
  }

  /** What the shop posts of an order, so many times. */
  private static void tellBack(String topic, ShopOrder order, int times) throws Exception {
    var body =
        await()
            .atMost(SOON)
            .until(
                () ->
                    WORLD.heard(topic).stream()
                        .map(call -> new String(call.body(), StandardCharsets.UTF_8))
                        .filter(text -> text.startsWith("{\"id\":" + order.id() + ","))
                        .findFirst(),
                found -> found.isPresent())
            .orElseThrow()
            .getBytes(StandardCharsets.UTF_8);
    for (int n = 0; n < times; n++) {
      assertThat(
              new SignedPost(HUB.edge(), "shop", topic, body, WholeHub.WEBHOOK_SECRET)
                  .with("X-Shopify-Webhook-Id", topic + order.id() + n)
                  .status())
          .isEqualTo(200);
    }
  }

  private static List<String> asked(String channel, String order) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                HUB.sql()
                    .queryForList(
                        "select channel || ':' || order_id || ':' || n from orders_parcels_view"
                            + " where channel = ? and order_id = ? and state = 'asked' order by n",
                        String.class,
                        channel,
                        order),
            found -> !found.isEmpty());
  }

  private static void sent(String parcel, Parcel.Tracking tracking) {
    HUB.get(Parcels.class).sent(parcel, tracking);
    HUB.get(Parcels.class).sent(parcel, tracking);
  }

  private static void awaitDelivered(String parcel) {
    await().atMost(SOON).until(() -> !outbox(parcel, "delivered", "key").isEmpty());
  }

  private static String outbox(String parcel, String state, String column) {
    return String.join(
        "",
        HUB.sql()
            .queryForList(
                "select %s from delivery_outbox where key = ? and state = ?".formatted(column),
                String.class,
                "parcel/" + parcel,
                state));
  }

  private static int attempts(String parcel) {
    Integer attempts =
        HUB.sql()
            .queryForObject(
                "select attempts from delivery_outbox where key = ?",
                Integer.class,
                "parcel/" + parcel);
    return attempts == null ? 0 : attempts;
  }

  private static int calls(String operation) {
    return WORLD.control("GET", "calls", null).path("shop").path(operation).asInt();
  }

  private static JsonNode fulfilments(ShopOrder order) {
    return WORLD
        .graphql(
            """
            query($id: ID!) { order(id: $id) { fulfillments(first: 9) {
              trackingInfo(first: 1) { company number url }
              fulfillmentLineItems(first: 9) { nodes { quantity } } } } }
            """,
            Map.of("id", "gid://shopify/Order/" + order.id()))
        .json()
        .at("/data/order/fulfillments");
  }

  /** In the ERP's own table. */
  private static void awaitShipments(String channel, String order, int times) {
    await().atMost(SOON).until(() -> shipments(channel, order) >= times);
    await()
        .pollDelay(Duration.ofSeconds(1))
        .atMost(SOON)
        .until(
            () ->
                Integer.valueOf(0)
                    .equals(
                        HUB.sql()
                            .queryForObject(
                                "select count(*)::integer from delivery_inbox where state not in ('applied', 'duplicate', 'ignored')",
                                Integer.class)));
    assertThat(shipments(channel, order)).isEqualTo(times);
  }

  private static long shipments(String channel, String order) {
    var found = 0;
    var names = WORLD.control("GET", "documents", null).fieldNames();
    while (names.hasNext()) {
      found += names.next().startsWith("%s/order/%s/shipment/".formatted(channel, order)) ? 1 : 0;
    }
    return found;
  }

  private static Map<String, Integer> levels(Item item) {
    return HUB.counts(
        """
        select 'on-hand', sum(on_hand)::integer from inventory_levels where sku = '%1$s'
        union all select 'reserved', sum(reserved)::integer from inventory_levels where sku = '%1$s'
        """
            .formatted(item.sku()));
  }
}
