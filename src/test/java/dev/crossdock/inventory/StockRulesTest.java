package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.inventory.Hold.State;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/** What an edit of the rules, or a store's silence, changes for what channels are told. */
class StockRulesTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final String SILENT =
      "locations: [ { id: store, safety: 1, staleAfter: 2h, staleKeeps: 50 } ]\n";

  private StockRig rig;

  @BeforeEach
  void nineInTheStoreAndFourInTheWarehouse(@TempDir Path temporary) {
    rig = new StockRig(DATABASE, temporary);
    rig.sql()
        .execute(
            """
            truncate inventory_levels, inventory_movements, inventory_reservations, inventory_counts, inventory_holds,
              inventory_rules, inventory_places, delivery_targets, catalog_skus, catalog_references
            """);
    rig.list("TEE");
    rig.count("TEE", "main", 4);
    rig.count("TEE", "store", 9);
    rig.get(ChangedRules.class).look();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void owesWhatAnEditedChannelFileSays() {
    rig.edit("config/channels/shop.yaml", text -> text + "promise: { buffer: 3 }\n");
    assertThat(rig.told("TEE")).isEqualTo(Map.of("shop", 13, "market", 13));

    rig.get(ChangedRules.class).look();
    assertThat(rig.told("TEE")).isEqualTo(Map.of("shop", 10, "market", 13));

    rig.edit("config/channels/shop.yaml", text -> text.replace("[main, store]", "[store]"));
    rig.get(ChangedRules.class).look();
    assertThat(rig.told("TEE")).isEqualTo(Map.of("shop", 6, "market", 13));
  }

  @Test
  void owesNothingAnewWhereNothingChanged() {
    rig.sql().update("update delivery_targets set desired = 77");

    rig.get(ChangedRules.class).look();

    assertThat(rig.told("TEE")).isEqualTo(Map.of("shop", 77, "market", 77));
  }

  @Test
  void keepsALocationsSafetyBackFromEverybody() {
    rig.edit("config/stock.yaml", text -> "locations: [ { id: store, safety: 2 } ]\n");
    rig.get(ChangedRules.class).look();
    assertThat(rig.told("TEE")).isEqualTo(Map.of("shop", 11, "market", 11));
    assertThat(held("all", "TEE", 8)).isEqualTo(State.REFUSED);

    rig.list("NEW");
    rig.count("NEW", "store", 5);
    assertThat(rig.told("NEW")).isEqualTo(Map.of("shop", 3, "market", 3));

    rig.edit("config/stock.yaml", text -> "# nothing is kept back\n");
    rig.get(ChangedRules.class).look();
    assertThat(rig.told("TEE")).isEqualTo(Map.of("shop", 13, "market", 13));
  }

  @Test
  void doubtsAStoreThatIsSilentUntilItIsHeardAgain() {
    rig.edit("config/stock.yaml", text -> SILENT);
    rig.get(ChangedRules.class).look();
    assertThat(rig.told("TEE")).isEqualTo(Map.of("shop", 12, "market", 12));

    hoursPass(3);
    rig.get(ChangedRules.class).look();
    assertThat(rig.told("TEE"))
        .as("4, and of 9 a half less 1")
        .isEqualTo(Map.of("shop", 7, "market", 7));
    assertThat(rig.asked("market", "TEE").terms())
        .contains(
            new Term(
                Term.Kind.STALE,
                new LocationId("store"),
                -5,
                "not heard of for too long: 50 % of it counts"));
    assertThat(held("doubted", "TEE", 4)).isEqualTo(State.REFUSED);
    assertThat(held("sure", "TEE", 3)).isEqualTo(State.HELD);

    rig.move("sale", "TEE", "store", 1);
    rig.get(ChangedRules.class).look();
    assertThat(rig.told("TEE")).isEqualTo(Map.of("shop", 8, "market", 8));
  }

  /** What others sell of it says nothing of whether anybody is there. */
  @Test
  void hearsAStoreFromItsKeeperOnly() {
    rig.edit("config/stock.yaml", text -> SILENT);
    rig.get(ChangedRules.class).look();
    hoursPass(3);

    held("online", "TEE", 1);
    rig.get(ChangedRules.class).look();

    assertThat(rig.told("TEE")).isEqualTo(Map.of("shop", 6, "market", 6));
  }

  private void hoursPass(int hours) {
    rig.sql()
        .update("update inventory_places set heard_at = heard_at - ? * interval '1 hour'", hours);
  }

  private State held(String key, String sku, int quantity) {
    var request =
        new Hold.Request(
            "shop",
            key,
            List.of(new Hold.Line(new Sku(sku), new LocationId("store"), quantity)),
            Duration.ofHours(2));
    var holds =
        rig.get(TransactionTemplate.class)
            .execute(status -> rig.get(HoldLedger.class).hold(List.of(request)));
    return Objects.requireNonNull(Objects.requireNonNull(holds).get(request.fullKey())).state();
  }
}
