package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A channel's orders take their stock somewhere else since its file was changed. */
class MovedOrdersTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private StockRig rig;

  @BeforeEach
  void fourOfTenArePromisedAtMainWhenTheFileSaysStore(@TempDir Path temporary) {
    rig = new StockRig(DATABASE, temporary);
    rig.sql()
        .execute(
            """
            truncate inventory_levels, inventory_movements, inventory_reservations, inventory_counts, inventory_shortages,
              inventory_postings
            """);
    rig.count("TEE", "main", 10);
    rig.count("TEE", "store", 10);
    rig.order(order("1", 4, "", ""));
    rig.edit(
        "config/channels/shop.yaml", text -> text.replace("reserveAt: main", "reserveAt: store"));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void endPromisesWhereTheyWereMade() {
    rig.order(order("1", 4, "", refund(1)));
    assertThat(rig.promised("TEE")).isEqualTo(Map.of("main", 3, "store", 0));

    rig.order(order("1", 4, sent(3), refund(1)));
    assertThat(rig.promised("TEE")).isEqualTo(Map.of("main", 0, "store", 0));
    assertThat(rig.onHand("TEE")).isEqualTo(Map.of("main", 7, "store", 10));
  }

  @Test
  void leaveThePromisesOfOthersAlone() {
    rig.order(order("2", 2, "", ""));
    assertThat(rig.promised("TEE")).isEqualTo(Map.of("main", 4, "store", 2));

    rig.order(order("1", 4, sent(1), refund(3)));

    assertThat(rig.promised("TEE")).isEqualTo(Map.of("main", 0, "store", 2));
  }

  private static String sent(int quantity) {
    return "{\"id\":\"f\",\"lines\":[{\"line\":\"1\",\"sku\":\"TEE\",\"quantity\":%d}]}"
        .formatted(quantity);
  }

  private static String refund(int quantity) {
    return "{\"id\":\"r\",\"lines\":[{\"id\":\"r1\",\"line\":\"1\",\"sku\":\"TEE\",\"quantity\":%d,\"restock\":\"release\"}]}"
        .formatted(quantity);
  }

  private static String order(String id, int quantity, String fulfilment, String refund) {
    return """
        {"id": "%s", "placedAt": "2026-06-02T10:00:00Z", "updatedAt": "2026-06-02T10:00:00Z",
         "lines": [{"id": "1", "sku": "TEE", "quantity": %d}], "fulfilments": [%s], "refunds": [%s]}
        """
        .formatted(id, quantity, fulfilment, refund);
  }
}
