package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.ShippedFiles;
import dev.crossdock.WholeHub;
import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.ParkedFilter;
import dev.crossdock.delivery.Replays;
import dev.crossdock.sandbox.world.Database;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The ERP says 0 for everything (fault F-66): nothing is shown so until a person says that it is
 * true, and all is well again when the ERP takes it back.
 */
class MassChangeIT {
  private static final SandboxFixture WORLD = new SandboxFixture();
  private static final Database ERP = WORLD.sandbox().world().database();
  private static final ParkedFilter PARKED =
      new ParkedFilter(null, "erp", null, null, "INV-020", null, null, null, null);

  private static final ShippedFiles FILES =
      new ShippedFiles("channels/shop", "syncs/orders-shop", "syncs/levels-shop")
          .change("channels/erp.yaml", "user: sandbox", "user: postgres")
          .change("syncs/items-erp.yaml", "every: 60s", "every: 1s")
          .change("syncs/levels-market.yaml", "every: 60s", "every: 2s");

  @RegisterExtension
  static final WholeHub HUB =
      new WholeHub(
              FILES.settings(
                  "hub.sandbox.url=http://127.0.0.1:" + WORLD.sandbox().port(),
                  "hub.erp.jdbc-url=" + WORLD.databaseUrl()))
          .withSecret("market-client-id", SandboxFixture.MARKET.clientId())
          .withSecret("market-client-secret", SandboxFixture.MARKET.clientSecret())
          .withSecret("market-refresh-token", SandboxFixture.MARKET.refreshToken())
          .withSecret("erp-password", "postgres");

  private static Map<String, Integer> before = Map.of();

  @BeforeAll
  static void showWhatTheErpHolds() {
    WORLD.control("PUT", "limits", Map.of("marketPatchesPerSecond", 500));
    ERP.update("create table held as select sku, warehouse, quantity from erp.stock");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> atTheWarehouse().size() == 200 && shown().equals(atTheWarehouse()));
    before = atTheWarehouse();
    assertThat(before.values()).allMatch(quantity -> quantity >= 300);
  }

  @AfterAll
  static void close() {
    WORLD.close();
  }

  @Test
  void waitsForAPersonOrForTheErpToTakeItBack() {
    allZero();
    await().atMost(Duration.ofSeconds(30)).until(() -> parked() == 200);

    var brake = HUB.get(Cases.class).open().stream().filter(c -> c.kind().equals("brake")).toList();
    assertThat(brake).hasSize(1);
    assertThat(brake.get(0).sentence())
        .contains("would correct 200 of 600 (33.3 %) places")
        .contains("(100.0 %) units at once");

    sayOfThree(-1);
    await().atMost(Duration.ofSeconds(30)).until(() -> parked() == 203);
    assertThat(atTheWarehouse()).as("what we hold").isEqualTo(before);
    assertThat(shown()).as("what is shown").isEqualTo(before);

    takeBack();
    await().atMost(Duration.ofSeconds(30)).until(() -> parked() == 0);
    await().atMost(Duration.ofSeconds(10)).until(() -> noCase());
    assertThat(atTheWarehouse()).as("what we hold").isEqualTo(before);
    assertThat(shown()).as("what is shown").isEqualTo(before);

    allZero();
    await().atMost(Duration.ofSeconds(30)).until(() -> parked() == 200);
    HUB.get(Replays.class).start(new Replays.Request("it-is-true", null, PARKED, 1000), "somebody");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> shown().values().stream().allMatch(quantity -> quantity == 0));
    await().atMost(Duration.ofSeconds(10)).until(() -> noCase());
  }

  private static void allZero() {
    ERP.update(
        "update erp.stock set quantity = 0, updated_at = clock_timestamp() where warehouse = 'DC1'");
  }

  private static void sayOfThree(int quantity) {
    ERP.update(
        "update erp.stock set quantity = ?, updated_at = clock_timestamp()"
            + " where warehouse = 'DC1' and sku in (select distinct sku from held order by sku limit 3)",
        quantity);
  }

  private static void takeBack() {
    ERP.update(
        "update erp.stock s set quantity = h.quantity, updated_at = clock_timestamp() from held h"
            + " where h.sku = s.sku and h.warehouse = s.warehouse and s.warehouse = 'DC1'");
  }

  private static boolean noCase() {
    return HUB.get(Cases.class).open().stream().noneMatch(c -> c.kind().equals("brake"));
  }

  private static int parked() {
    Integer parked =
        HUB.sql()
            .queryForObject(
                "select count(*) from delivery_parked where left_at is null and code = 'INV-020'",
                Integer.class);
    return parked == null ? 0 : parked;
  }

  private static Map<String, Integer> atTheWarehouse() {
    return HUB.counts("select sku, on_hand from inventory_levels where location = 'dc'");
  }

  /** What the marketplace itself says that it sells. */
  private static Map<String, Integer> shown() {
    var shown = new TreeMap<String, Integer>();
    WORLD
        .control("GET", "storage", null)
        .forEach(
            row -> {
              if (row.path("channel").asText().equals("market")) {
                shown.put(row.path("sku").asText(), row.path("quantity").asInt());
              }
            });
    return shown;
  }
}
