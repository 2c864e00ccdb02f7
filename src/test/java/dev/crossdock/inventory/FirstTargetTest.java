package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Two places of one SKU are counted for the first time at the same moment: what the shop is owed
 * first must be both of them together.
 */
class FirstTargetTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate owner = new JdbcTemplate(DATABASE.owner());

  @Test
  void isTheSumOfBothPlaces() throws Exception {
    owner.update("insert into catalog_skus (sku) values ('S1')");
    owner.update(
        "insert into catalog_references (channel, kind, code, sku) values ('shop', 'id', 'S1', 'S1')");
    var folder = Path.of("src/test/resources/simulation");
    try (var core = new HubCore(DATABASE.app(), DATABASE.app(), folder, Map.of())) {
      var second =
          core.get(TransactionTemplate.class)
              .execute(
                  status -> {
                    take(core, count(1, "main", 5));
                    var waiting =
                        CompletableFuture.supplyAsync(() -> take(core, count(2, "store", 3)));
                    await().until(DATABASE::somebodyWaitsForALock);
                    return waiting;
                  });

      assertThat(second.get(10, TimeUnit.SECONDS)).containsExactly(Verdict.APPLIED);
      assertThat(
              owner.queryForObject(
                  "select desired from delivery_targets where channel = 'shop'", Integer.class))
          .isEqualTo(8);
    }
  }

  private static List<Verdict> take(HubCore core, Message count) {
    return core.get(TransactionTemplate.class)
        .execute(
            status ->
                core.get(StockLedger.class).takeMovements(new Batch("tills", 1, List.of(count))));
  }

  private static Message count(long id, String location, int quantity) {
    var at = Instant.parse("2026-06-01T12:00:00Z");
    var document =
        Json.mapper()
            .createObjectNode()
            .put("key", "tills/count/" + id)
            .put("kind", "count")
            .put("sku", "S1")
            .put("location", location)
            .put("quantity", quantity)
            .put("occurredAt", at.toString());
    return new Message(id, "tills", "movements", Map.of(), at, document, null);
  }
}
