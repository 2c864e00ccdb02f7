package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.inventory.Hold.State;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/** A kit and its components are sold from the same shelf, and never more than is on it. */
class BundlesTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final String STOCK =
      """
      bundles:
        - { sku: SET, parts: [ { sku: TEE, quantity: 1 }, { sku: CAP, quantity: 2 } ] }
      """;

  private Path folder;
  private StockRig rig;

  @BeforeEach
  void tenTeesAndSevenCaps(@TempDir Path temporary) {
    folder = temporary;
    rig = new StockRig(DATABASE, temporary);
    rig.sql()
        .execute(
            """
            truncate inventory_levels, inventory_movements, inventory_reservations, inventory_counts, inventory_holds,
              inventory_rules, inventory_shortages, delivery_targets, catalog_skus, catalog_references
            """);
    rig.edit("config/stock.yaml", text -> STOCK);
    List.of("TEE", "CAP", "SET").forEach(rig::list);
    rig.count("TEE", "main", 10);
    rig.count("CAP", "main", 7);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void isToldAsOftenAsItsScarcestPartMakesIt() {
    assertThat(rig.told("SET")).isEqualTo(Map.of("shop", 3, "market", 3));
    assertThat(rig.asked("shop", "SET").units()).isEqualTo(3);

    rig.move("sale", "CAP", "main", 4);

    assertThat(rig.told("SET")).isEqualTo(Map.of("shop", 1, "market", 1));
    assertThat(rig.told("TEE")).isEqualTo(Map.of("shop", 10, "market", 10));
  }

  /** A hub that ran by other rules before owes it anew when it starts. */
  @Test
  void isToldOnlyAsOftenAsAllItsPartsAreAtOnePlace() {
    rig.count("CAP", "main", 0);
    rig.count("CAP", "store", 7);
    assertThat(rig.told("SET")).isEqualTo(Map.of("shop", 0, "market", 0));
    rig.get(ChangedRules.class).look();
    rig.sql()
        .update(
            "update inventory_rules set rules = '[Part[sku=TEE, quantity=1], Part[sku=CAP, quantity=2]]' where subject = 'bundle/SET'");
    rig.sql().update("update delivery_targets set desired = 3 where sku = 'SET'");

    rig.get(ChangedRules.class).look();

    assertThat(rig.told("SET")).isEqualTo(Map.of("shop", 0, "market", 0));
  }

  @Test
  void takesItsPartsFromTheOrderToTheParcelAndBack() {
    rig.order(order("1", 2, "", ""));
    assertThat(rig.promised("TEE")).isEqualTo(Map.of("main", 2));
    assertThat(rig.promised("CAP")).isEqualTo(Map.of("main", 4));
    assertThat(rig.promised("SET")).isEmpty();
    assertThat(rig.told("TEE")).isEqualTo(Map.of("shop", 8, "market", 8));
    assertThat(rig.told("SET")).isEqualTo(Map.of("shop", 1, "market", 1));

    rig.order(
        order(
            "1",
            2,
            "{\"id\":\"f\",\"lines\":[{\"line\":\"1\",\"sku\":\"SET\",\"quantity\":1}]}",
            "{\"id\":\"r\",\"lines\":[{\"id\":\"r1\",\"line\":\"1\",\"sku\":\"SET\",\"quantity\":1,\"restock\":\"release\"}]}"));
    assertThat(rig.promised("CAP")).isEqualTo(Map.of("main", 0));
    assertThat(rig.onHand("CAP")).isEqualTo(Map.of("main", 5));
    assertThat(rig.onHand("TEE")).isEqualTo(Map.of("main", 9));
    assertThat(rig.told("SET")).isEqualTo(Map.of("shop", 2, "market", 2));
  }

  @Test
  void isCountedOffByWhoeverSellsItAndItsPartsAreNot() {
    rig.order(order("1", 2, "", ""));

    assertThat(
            rig.sql()
                .query(
                    "select key, units from inventory_own_view where channel = 'shop'",
                    (row, i) -> row.getString("key") + " " + row.getLong("units")))
        .containsExactly("SET -2");
  }

  @Test
  void isSoldAtATillFromItsParts() {
    rig.move("sale", "SET", "main", 1);
    rig.move("return", "SET", "main", 1);
    rig.move("sale", "SET", "main", 2);

    assertThat(rig.onHand("TEE")).isEqualTo(Map.of("main", 8));
    assertThat(rig.onHand("CAP")).isEqualTo(Map.of("main", 3));
    assertThat(rig.onHand("SET")).isEmpty();
  }

  /** What a channel took off its own number is the set; its numbers of the parts it left alone. */
  @Test
  void believesThatTheShopCountedTheSetItselfAndNotItsParts() {
    rig.sql().update("update delivery_targets set seen = desired, seen_at = crossdock_now()");

    rig.order(order("own", 1, "", ""));

    assertThat(seen("SET")).isEqualTo(2);
    assertThat(seen("CAP")).isEqualTo(7);
    assertThat(seen("TEE")).isEqualTo(10);
  }

  private Integer seen(String sku) {
    return rig.sql()
        .queryForObject(
            "select seen from delivery_targets where channel = 'shop' and sku = ?",
            Integer.class,
            sku);
  }

  /** Sixty buyers at once, half for the set and half for the cap alone. */
  @Test
  void neverSellsMoreKitsAndComponentsThanThereAreComponents() throws Exception {
    rig.count("CAP", "main", 41);
    rig.count("TEE", "main", 30);
    var holds = new Holds(rig.get(HoldLedger.class), rig.get(TransactionTemplate.class));
    var buyers = Executors.newFixedThreadPool(12);
    holds.start();
    try {
      var answers =
          buyers.invokeAll(
              java.util.stream.IntStream.range(0, 60)
                  .<java.util.concurrent.Callable<Hold>>mapToObj(
                      n -> () -> holds.hold(request("b" + n, n % 2 == 0 ? "SET" : "CAP")))
                  .toList());
      int caps = 0;
      for (var answer : answers) {
        var hold = answer.get(10, TimeUnit.SECONDS);
        if (hold.state() == State.HELD) {
          caps += hold.lines().get(0).sku().value().equals("SET") ? 2 : 1;
        } else {
          assertThat(hold.missing()).extracting(Hold.Missing::sku).isEqualTo(new Sku("CAP"));
        }
      }
      assertThat(caps).isBetween(40, 41);
      assertThat(rig.promised("CAP")).isEqualTo(Map.of("main", caps));
      assertThat(rig.told("SET")).isEqualTo(Map.of("shop", 0, "market", 0));
    } finally {
      holds.stop();
      buyers.shutdownNow();
    }
  }

  @Test
  void givesTheWholeHoldBack() {
    var ledger = rig.get(HoldLedger.class);
    var transaction = rig.get(TransactionTemplate.class);
    transaction.executeWithoutResult(status -> ledger.hold(List.of(request("back", "SET"))));
    assertThat(rig.promised("CAP")).isEqualTo(Map.of("main", 2));

    transaction.executeWithoutResult(status -> ledger.release(Hold.fullKey("shop", "back")));

    assertThat(rig.promised("CAP")).isEqualTo(Map.of("main", 0));
    assertThat(rig.promised("TEE")).isEqualTo(Map.of("main", 0));
  }

  @Test
  void isOwedAnewWhenItsPartsChangeAndNothingWhenItIsNoBundleAnyMore() {
    rig.get(ChangedRules.class).look();
    rig.edit("config/stock.yaml", text -> text.replace("quantity: 2", "quantity: 7"));
    rig.get(ChangedRules.class).look();
    assertThat(rig.told("SET")).isEqualTo(Map.of("shop", 1, "market", 1));

    rig.edit("config/stock.yaml", text -> "locations: []\n");
    rig.get(ChangedRules.class).look();

    assertThat(rig.told("SET")).isEqualTo(Map.of("shop", 0, "market", 0));
  }

  @Test
  void getsItsFirstNumberWhereItIsListedLater() {
    rig.sql().update("delete from delivery_targets where sku = 'SET'");

    rig.get(NewListings.class).look();

    assertThat(rig.told("SET")).isEqualTo(Map.of("shop", 3, "market", 3));
    assertThat(rig.get(Availability.class).withoutTarget()).isEmpty();
  }

  @Test
  void refusesAFileThatMakesNoSense() throws Exception {
    var file = folder.resolve("stock.yaml");
    for (var wrong :
        List.of(
            "bundles: [ { sku: A, parts: [] } ]",
            "bundles: [ { sku: A, parts: [ { sku: A, quantity: 1 } ] } ]",
            "bundles: [ { sku: A, parts: [ { sku: B, quantity: 0 } ] } ]",
            "bundles: [ { sku: A, parts: [ { sku: B, quantity: 1 } ] }, { sku: B, parts: [ { sku: C, quantity: 1 } ] } ]",
            "locations: [ { id: leeds, safety: -1 } ]",
            "locations: [ { id: leeds, staleAfter: soon } ]",
            "locations: [ { id: leeds, staleAfter: 2h, staleKeeps: 101 } ]",
            "shelves: []")) {
      Files.writeString(file, wrong);
      assertThatThrownBy(() -> new StockFile(file)).as(wrong).hasMessageContaining("INV-050");
    }
  }

  private static Hold.Request request(String key, String sku) {
    return new Hold.Request(
        "shop",
        key,
        List.of(new Hold.Line(new Sku(sku), new LocationId("main"), 1)),
        Duration.ofHours(2));
  }

  private static String order(String id, int quantity, String fulfilment, String refund) {
    return """
        {"id": "%s", "placedAt": "2026-06-02T10:00:00Z", "updatedAt": "2026-06-02T10:00:00Z",
         "lines": [{"id": "1", "sku": "SET", "quantity": %d}], "fulfilments": [%s], "refunds": [%s]}
        """
        .formatted(id, quantity, fulfilment, refund);
  }
}
