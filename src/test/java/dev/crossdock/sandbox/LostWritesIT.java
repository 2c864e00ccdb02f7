package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.ShippedFiles;
import dev.crossdock.WholeHub;
import dev.crossdock.sandbox.world.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The marketplace answers ACCEPTED and does not do one write in fifty. The whole hub tells it six
 * hundred numbers over its real interface, and it sells all the while.
 */
class LostWritesIT {
  private static final SandboxFixture WORLD = new SandboxFixture();

  /** The marketplace and the tills, as they are shipped; it is read back after three seconds. */
  private static final ShippedFiles FILES =
      new ShippedFiles(
              "channels/shop",
              "channels/erp",
              "syncs/items-erp",
              "syncs/stock-erp",
              "syncs/shipments-erp",
              "syncs/orders-shop",
              "syncs/levels-shop")
          .change("connectors/amazon/manifest.yaml", "readAfterWrite: 5s", "readAfterWrite: 3s")
          .change("syncs/levels-market.yaml", "every: 60s", "every: 600s");

  private static final List<Item> ITEMS = WORLD.sandbox().world().catalogue().items();
  private static final int SALES = 20;

  @RegisterExtension
  static final WholeHub HUB =
      new WholeHub(FILES.settings("hub.sandbox.url=http://127.0.0.1:" + WORLD.sandbox().port()))
          .withSecret("market-client-id", SandboxFixture.MARKET.clientId())
          .withSecret("market-client-secret", SandboxFixture.MARKET.clientSecret())
          .withSecret("market-refresh-token", SandboxFixture.MARKET.refreshToken());

  @AfterAll
  static void close() {
    WORLD.close();
  }

  @Test
  void areAllFoundAndMadeAgainAndNoOther() throws Exception {
    knowWhatIsSold();
    WORLD.control("PUT", "limits", Map.of("marketPatchesPerSecond", 500));
    WORLD.control("PUT", "faults/market", Map.of("acceptedNotAppliedShare", 0.02));

    for (var round = 1; round <= 3; round++) {
      var before = highestVersions();
      atTheTill(round);
      awaitWritten(before);
      // the marketplace's clock is good to two seconds; a sale before that is written over
      await().pollDelay(Duration.ofMillis(2_100)).until(() -> true);
      sell(round);
      awaitConfirmed();
    }

    assertThat(shown()).as("shown at the marketplace").isEqualTo(promised());
    var forgotten = forgotten();
    System.out.printf(
        "%d writes, %d of them forgotten, %d found lost%n",
        writes(), total(forgotten), total(foundLost()));
    assertThat(total(forgotten)).isGreaterThanOrEqualTo(5);
    assertThat(foundLost()).as("found lost, by SKU").isEqualTo(forgotten);
    assertThat(writes()).isGreaterThanOrEqualTo(3 * ITEMS.size() + total(forgotten));
    assertThat(patches()).as("every call at the marketplace is accounted for").isEqualTo(writes());
  }

  /** Opening stock as the marketplace shows it, so that nothing is owed yet. */
  private static void knowWhatIsSold() {
    for (var item : ITEMS) {
      HUB.know(item.sku(), "erp", "barcode", item.ean());
      var sellable = WORLD.sandbox().world().book().sellable(item.sku());
      HUB.sql()
          .update(
              "insert into inventory_levels (sku, location, on_hand, version) values (?, 'leeds', 100, 1), (?, 'dc', ?, 1)",
              item.sku(),
              item.sku(),
              sellable - 100);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> count("select count(*) from delivery_targets where seen is not null") == 200);
  }

  /** One line for each SKU: sold, brought back, sold. */
  private static void atTheTill(int round) throws IOException {
    var store = Files.createDirectories(HUB.data().resolve("drops").resolve("17"));
    var text =
        new StringBuilder(
            "store,till,business_day,sequence,line,type,barcode,quantity,unit_price,currency,sold_at\n");
    for (var item : ITEMS) {
      text.append(
          "17,3,2026-06-01,%d,1,%s,%s,%d,9.99,GBP,2026-06-01 09:30:00.000%n"
              .formatted(
                  1_000 * round + item.rank(),
                  round % 2 == 1 ? "SALE" : "RETURN",
                  item.ean(),
                  2 * round + item.rank() % 7));
    }
    var name = "till-" + round + ".csv";
    var draft = Files.writeString(store.resolve(name + ".tmp"), text);
    Files.move(draft, store.resolve(name));
  }

  /** Its own sales, of which the hub hears by asking, while it reads back what it wrote. */
  private static void sell(int round) {
    for (var i = 0; i < SALES; i++) {
      var item = ITEMS.get(round * SALES + i);
      var sold =
          WORLD.control(
              "POST",
              "burst",
              Map.of("channel", "market", "sku", item.sku(), "count", 1, "withinMillis", 1));
      assertThat(sold.path("sold").asInt()).isEqualTo(1);
    }
  }

  private static Map<String, Integer> highestVersions() {
    return HUB.counts("select sku, max(version)::integer from delivery_targets group by sku");
  }

  private static void awaitWritten(Map<String, Integer> before) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                HUB
                        .counts(
                            "select sku, version::integer from delivery_targets where channel = 'market' and version = confirmed_version")
                        .entrySet()
                        .stream()
                        .filter(now -> now.getValue() > before.getOrDefault(now.getKey(), 0))
                        .count()
                    == ITEMS.size());
  }

  private static void awaitConfirmed() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                count(
                            "select count(*) from delivery_targets where read_back_at is not null or version > confirmed_version")
                        == 0
                    && shown().equals(promised()));
  }

  private static Map<String, Integer> shown() {
    return byName(WORLD.control("GET", "storage", null), "quantity");
  }

  private static Map<String, Integer> promised() {
    return HUB.counts(
        "select sku, sum(greatest(0, on_hand - reserved))::integer from inventory_levels group by sku");
  }

  private static Map<String, Integer> forgotten() {
    return byName(WORLD.control("GET", "forgotten", null), "");
  }

  /** Sums a field over what is said of the marketplace, or counts, by SKU. */
  private static Map<String, Integer> byName(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(one -> one.path("channel").asText().equals("market"))
        .collect(
            Collectors.toMap(
                one -> one.path("sku").asText(),
                one -> field.isEmpty() ? 1 : one.path(field).asInt(),
                Integer::sum,
                TreeMap::new));
  }

  /** A number that is owed twice in a row is one that was found lost: nothing else here owes so. */
  private static Map<String, Integer> foundLost() {
    return HUB.counts(
        """
        select sku, count(*)::integer from (
          select sku, quantity, lag(quantity) over (partition by sku, slot order by version) as before
          from delivery_target_changes where channel = 'market') c
        where quantity = before group by sku
        """);
  }

  private static int writes() {
    return count(
        "select count(*) from delivery_target_changes where channel = 'market' and sent_at is not null");
  }

  private static int patches() {
    return WORLD.control("GET", "calls", null).path("market").path("patchListingsItem").asInt();
  }

  private static int total(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static int count(String query) {
    Integer count = HUB.sql().queryForObject(query, Integer.class);
    return count == null ? 0 : count;
  }
}
