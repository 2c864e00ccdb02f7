package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A shelf count whose file comes after the ERP spoke of the same shelf. */
class LateCountsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");
  private static final Instant BEFORE = NINE.minusSeconds(600);

  private StockRig rig;

  @BeforeEach
  void anErpThatAlsoKnowsTheStoreAndDoesNotKeepIt(@TempDir Path temporary) {
    rig = new StockRig(DATABASE, temporary);
    rig.edit(
        "config/channels/erp.yaml",
        text -> text.replace("slots:", "slots:\n  - { slot: S, locations: [store] }"));
    rig.sql()
        .execute(
            "truncate inventory_levels, inventory_movements, inventory_counts, inventory_postings");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void standsWhereTheErpOnlyOpenedTheBooksMeanwhile() {
    rig.level("TEE", "S", 10, NINE);
    rig.move("sale", "TEE", "store", 1, NINE.plusSeconds(60));

    rig.move("count", "TEE", "store", 8, BEFORE);

    assertThat(rig.onHand("TEE")).containsEntry("store", 7);
  }

  @Test
  void standsWhereTheErpThatKeepsTheShelfOnlyOpenedTheBooksMeanwhile() {
    rig.level("TEE", "M", 10, NINE);

    rig.move("count", "TEE", "main", 8, BEFORE);

    assertThat(rig.onHand("TEE")).containsEntry("main", 8);
  }

  @Test
  void leavesWhatItsKeeperReceivedAfterIt() {
    rig.level("TEE", "M", 10, BEFORE.minusSeconds(600));
    rig.level("TEE", "M", 30, NINE);
    rig.level("CAP", "M", 0, BEFORE.minusSeconds(600));
    rig.level("CAP", "M", 20, NINE);

    rig.move("count", "TEE", "main", 8, BEFORE);
    rig.move("count", "CAP", "main", 0, BEFORE);

    assertThat(rig.onHand("TEE")).containsEntry("main", 28);
    assertThat(rig.onHand("CAP")).containsEntry("main", 20);
  }
}
