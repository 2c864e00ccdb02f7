package dev.crossdock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ErpTest {
  private static SandboxFixture fixture;

  @BeforeAll
  static void start() {
    fixture = new SandboxFixture();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  private static String sku(int rank) {
    return fixture.sandbox().world().catalogue().items().get(rank).sku();
  }

  private static int held(String sku, String warehouse) {
    return find(fixture.control("GET", "storage", null), "erp", sku, warehouse);
  }

  private static int expected(String channel, String sku, String slot) {
    return find(fixture.control("GET", "expected", null).path("shows"), channel, sku, slot);
  }

  private static int find(JsonNode rows, String channel, String sku, String slot) {
    for (var row : rows) {
      if (row.path("channel").asText().equals(channel)
          && row.path("sku").asText().equals(sku)
          && row.path("slot").asText().equals(slot)) {
        return row.path("quantity").asInt();
      }
    }
    throw new AssertionError(sku + " is not at " + slot);
  }

  private static void stage(String reference, String sku, String warehouse, int change) {
    fixture
        .sandbox()
        .world()
        .database()
        .update(
            "insert into erp.sales_staging (reference, sku, warehouse, quantity_change, kind, occurred_at)"
                + " values (?, ?, ?, ?, 'sale', now())",
            reference,
            sku,
            warehouse,
            change);
  }

  @Test
  void booksWhatIsStagedAndRefusesWhatItDoesNotKnow() {
    var before = held(sku(1), "DC1");
    stage("a", sku(1), "DC1", -3);
    stage("b", sku(1), "DC1", 1);
    stage("c", sku(1), "S017", 40);
    stage("d", "NO-SUCH", "DC1", -1);
    stage("e", sku(1), "S999", -1);

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> fixture.control("GET", "status", null).path("unbookedErp").asInt() == 0);

    assertThat(held(sku(1), "DC1")).isEqualTo(before - 2);
    assertThat(held(sku(1), "S017")).isEqualTo(40);
    var errors = new java.util.TreeMap<String, String>();
    fixture
        .sandbox()
        .world()
        .database()
        .query(
            "select reference, error from erp.sales_staging where error is not null",
            row -> errors.put(row.getString(1), row.getString(2)));
    assertThat(errors).isEqualTo(Map.of("d", "unknown sku", "e", "unknown warehouse"));
  }

  @Test
  void beginsWithTheWarehousesStockAndLearnsTheStoresFromOthers() {
    assertThat(held(sku(2), "DC1")).isGreaterThanOrEqualTo(300);
    assertThat(held(sku(2), "S023")).isZero();
    assertThat(expected("erp", sku(2), "DC1")).isEqualTo(held(sku(2), "DC1"));
    assertThat(expected("erp", sku(2), "S023")).isEqualTo(expected("tills", sku(2), "23"));
    assertThat(expected("shop", sku(2), "655441491"))
        .isEqualTo(
            held(sku(2), "DC1")
                + expected("tills", sku(2), "17")
                + expected("tills", sku(2), "23"));
  }

  @Test
  void isBelievedAboutTheWarehouseAlone() {
    var leeds = expected("erp", sku(3), "S017");
    fixture.control(
        "POST", "edit", Map.of("channel", "erp", "sku", sku(3), "slot", "DC1", "quantity", 777));
    fixture.control(
        "POST", "edit", Map.of("channel", "erp", "sku", sku(3), "slot", "S017", "quantity", 5));

    assertThat(expected("erp", sku(3), "DC1")).isEqualTo(777);
    assertThat(expected("erp", sku(3), "S017")).isEqualTo(leeds);
    assertThat(held(sku(3), "S017")).isEqualTo(5);
  }

  @Test
  void keepsItsTablesInStepWithTheBookWhileGoodsArrive() {
    fixture.control(
        "POST", "traffic", Map.of("rate", 100, "mix", Map.of("erpReceipt", 3, "erpCorrection", 2)));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                fixture.control("GET", "status", null).path("traffic").path("emitted").asLong()
                    > 100);
    fixture.control("DELETE", "traffic", null);

    for (int rank = 4; rank < 60; rank++) {
      assertThat(held(sku(rank), "DC1")).isEqualTo(expected("erp", sku(rank), "DC1"));
    }
  }
}
