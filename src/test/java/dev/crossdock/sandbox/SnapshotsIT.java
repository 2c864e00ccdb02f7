package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.ShippedFiles;
import dev.crossdock.WholeHub;
import dev.crossdock.delivery.Cases;
import dev.crossdock.sandbox.market.Market;
import dev.crossdock.sandbox.shop.ShopStock;
import dev.crossdock.sandbox.world.Holdings;
import dev.crossdock.sandbox.world.Item;
import dev.crossdock.sync.OneSnapshot;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the whole hub reads of every stand-in, over its real interface and with the connectors as
 * they are shipped, is what the stand-in holds.
 */
class SnapshotsIT {
  private static final int MORE = 1_300;
  private static final SandboxFixture WORLD = large();

  private static final ShippedFiles FILES =
      new ShippedFiles(
              "syncs/items-erp",
              "syncs/stock-erp",
              "syncs/shipments-erp",
              "syncs/orders-shop",
              "syncs/levels-shop",
              "syncs/orders-market",
              "syncs/levels-market",
              "syncs/snapshot-stock-shop",
              "syncs/snapshot-orders-shop",
              "syncs/snapshot-stock-market")
          .change("channels/erp.yaml", "user: sandbox", "user: postgres")
          .change("connectors/shopify/manifest.yaml", "every: 2s, within", "every: 100ms, within")
          .change("connectors/amazon/manifest.yaml", "every: 5s, within", "every: 100ms, within");

  @RegisterExtension
  static final WholeHub HUB =
      new WholeHub(
              FILES.settings(
                  "hub.sandbox.url=http://127.0.0.1:" + WORLD.sandbox().port(),
                  "hub.drops=" + WORLD.folder.resolve("drops"),
                  "hub.erp.jdbc-url=" + WORLD.databaseUrl()))
          .withSecret("shop-access-token", SandboxFixture.SHOP_TOKEN)
          .withSecret("market-client-id", SandboxFixture.MARKET.clientId())
          .withSecret("market-client-secret", SandboxFixture.MARKET.clientSecret())
          .withSecret("market-refresh-token", SandboxFixture.MARKET.refreshToken())
          .withSecret("erp-password", "postgres");

  private static SandboxFixture large() {
    var world = new SandboxFixture();
    world.control("PUT", "catalogue", Map.of("more", MORE, "erp", true));
    world.control("PUT", "limits", Map.of("shopPointsPerSecond", 10_000, "shopMaxPoints", 100_000));
    return world;
  }

  @AfterAll
  static void close() {
    WORLD.close();
  }

  @AfterEach
  void behave() {
    WORLD.control("PUT", "scopes", Map.of());
    WORLD.control("PUT", "faults/shop", Map.of());
    WORLD.control("PUT", "faults/market", Map.of());
  }

  @Test
  void readsTheShopPageByPageAndFromItsFile() throws Exception {
    var held = held(Long.toString(ShopStock.LOCATION), item -> quantity(ShopStock.slot(item)));

    assertThat(OneSnapshot.ofPages(HUB::get, "shop", "stock")).isEqualTo(held);
    assertThat(OneSnapshot.ofFile(HUB::get, "shop", "stock")).isEqualTo(held);
  }

  @Test
  void readsTheMarketplacesReport() throws Exception {
    assertThat(OneSnapshot.ofFile(HUB::get, "market", "stock"))
        .isEqualTo(held(Market.SLOT, item -> quantity(Market.slot(item))));
  }

  @Test
  void readsTheErpByItsKeys() throws Exception {
    var held = new TreeMap<String, Long>();
    WORLD
        .sandbox()
        .world()
        .database()
        .query(
            "select sku, warehouse, quantity from erp.stock",
            row -> held.put(row.getString(1) + "@" + row.getString(2), row.getLong(3)));

    assertThat(OneSnapshot.ofPages(HUB::get, "erp", "stock"))
        .hasSize(3 * (200 + MORE))
        .isEqualTo(held);
  }

  @Test
  void takesTheStockFileOfTheTills() {
    WORLD.control("POST", "stock-file", null);

    await().atMost(Duration.ofSeconds(60)).until(() -> taken("tills") == 2L * (200 + MORE));
  }

  @Test
  void takesASnapshotBecauseASyncSaysSo() {
    await().atMost(Duration.ofSeconds(60)).until(() -> taken("erp") == 3L * (200 + MORE));
  }

  private static long taken(String channel) {
    return HUB
        .sql()
        .queryForList(
            "select items from sync_snapshots_view where channel = ? and state in ('complete', 'compared') order by id",
            Long.class,
            channel)
        .stream()
        .findFirst()
        .orElse(0L);
  }

  @Test
  void readsTheOrdersThatAreOpen() throws Exception {
    WORLD.control(
        "POST",
        "traffic",
        Map.of(
            "rate",
            100,
            "mix",
            Map.of(
                "shopOrder",
                10,
                "shopCancel",
                2,
                "shopFulfil",
                4,
                "marketOrder",
                10,
                "marketCancel",
                2,
                "marketShip",
                4)));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> WORLD.control("GET", "status", null).at("/traffic/emitted").asInt() > 100);
    WORLD.control("DELETE", "traffic", null);

    var file = OneSnapshot.ofFile(HUB::get, "shop", "orders");
    assertThat(file).isNotEmpty().isEqualTo(OneSnapshot.ofPages(HUB::get, "shop", "orders"));
    assertThat(file).isEqualTo(openAtTheShop());
    assertThat(OneSnapshot.ofPages(HUB::get, "market", "orders").keySet())
        .isNotEmpty()
        .isEqualTo(openAtTheMarket());
    var some = file.keySet().stream().limit(3).map(key -> key.replace("@", "")).toList();
    assertThat(OneSnapshot.ofSome(HUB::get, "shop", "orders", some)).hasSize(3);
  }

  @Test
  void looksAgainAtSomeItemsAlone() {
    var sku = "GOOD-0000007";
    var bought = WORLD.sandbox().world().catalogue().items().get(0).sku();

    assertThat(OneSnapshot.ofSome(HUB::get, "shop", "stock", List.of(sku, bought, "NO-SUCH")))
        .containsOnlyKeys(sku + "@" + ShopStock.LOCATION, bought + "@" + ShopStock.LOCATION);
    assertThat(OneSnapshot.ofSome(HUB::get, "market", "stock", List.of(sku, bought, "NO-SUCH")))
        .containsOnlyKeys(sku + "@MFN", bought + "@MFN");
    assertThat(OneSnapshot.ofSome(HUB::get, "erp", "stock", List.of(sku)))
        .containsOnlyKeys(sku + "@DC1", sku + "@S017", sku + "@S023");
  }

  @Test
  void tellsWhatTheShopDoesNotGrantUntilItDoes() throws Exception {
    WORLD.control("PUT", "scopes", Map.of("granted", List.of("read_products", "write_inventory")));
    OneSnapshot.askForScopes(HUB::get);
    assertThat(scopes()).contains("read_orders", "write_orders").doesNotContain("read_inventory");

    WORLD.control("PUT", "scopes", Map.of());
    OneSnapshot.askForScopes(HUB::get);
    assertThat(scopes()).isEmpty();
  }

  private static List<String> scopes() {
    return HUB.get(Cases.class).open().stream()
        .filter(one -> one.kind().equals("scope"))
        .map(Cases.Case::about)
        .toList();
  }

  private static Map<String, Long> openAtTheShop() {
    var open = new TreeMap<String, Long>();
    var answer =
        WORLD.graphql(
            "{ orders(first: 250, sortKey: UPDATED_AT) { nodes { legacyResourceId cancelledAt displayFulfillmentStatus totalPriceSet { shopMoney { amount } } } } }",
            Map.of());
    for (var order : answer.json().at("/data/orders/nodes")) {
      if (order.path("cancelledAt").isNull()
          && !order.path("displayFulfillmentStatus").asText().equals("FULFILLED")) {
        var amount = new BigDecimal(order.at("/totalPriceSet/shopMoney/amount").asText());
        open.put(
            order.path("legacyResourceId").asText() + "@",
            amount.movePointRight(2).longValueExact());
      }
    }
    return open;
  }

  private static Set<String> openAtTheMarket() {
    var open = new TreeSet<String>();
    WORLD.sandbox().world().journal().flush();
    WORLD
        .sandbox()
        .market()
        .orders()
        .changed(Instant.EPOCH, Instant.parse("2999-01-01T00:00:00Z"), Instant.EPOCH, "", 100_000)
        .stream()
        .filter(order -> !order.open().isEmpty())
        .forEach(order -> open.add(order.id() + "@"));
    return open;
  }

  private static Map<String, Long> held(String place, ToLongFunction<Item> quantity) {
    var held = new TreeMap<String, Long>();
    for (var item : WORLD.sandbox().world().catalogue().all()) {
      held.put(item.sku() + "@" + place, quantity.applyAsLong(item));
    }
    return held;
  }

  private static long quantity(Holdings.Slot slot) {
    return WORLD.sandbox().world().holdings().quantity(slot);
  }
}
