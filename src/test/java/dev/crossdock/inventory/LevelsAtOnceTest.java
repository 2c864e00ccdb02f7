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

/** Two levels of one place that are taken at the same moment, the older one last. */
class LevelsAtOnceTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final JdbcTemplate owner = new JdbcTemplate(DATABASE.owner());

  @Test
  void leaveTheNewerOneStanding() throws Exception {
    var folder = Path.of("src/test/resources/simulation");
    try (var core = new HubCore(DATABASE.app(), DATABASE.app(), folder, Map.of())) {
      take(core, level(1, 50, NOON));
      var older =
          core.get(TransactionTemplate.class)
              .execute(
                  status -> {
                    take(core, level(3, 7, NOON.plusSeconds(2)));
                    var waiting =
                        CompletableFuture.supplyAsync(
                            () -> take(core, level(2, 9, NOON.plusSeconds(1))));
                    await().until(DATABASE::somebodyWaitsForALock);
                    return waiting;
                  });

      assertThat(older.get(10, TimeUnit.SECONDS))
          .containsExactly(Verdict.ignored("older-than-last-level"));
      assertThat(owner.queryForObject("select on_hand from inventory_levels", Integer.class))
          .isEqualTo(7);
    }
  }

  private static List<Verdict> take(HubCore core, Message level) {
    return core.get(TransactionTemplate.class)
        .execute(
            status -> core.get(StockLedger.class).takeLevels(new Batch("erp", 1, List.of(level))));
  }

  private static Message level(long id, int quantity, Instant asOf) {
    var document =
        Json.mapper()
            .createObjectNode()
            .put("sku", "S1")
            .put("slot", "M")
            .put("quantity", quantity)
            .put("asOf", asOf.toString());
    return new Message(id, "erp", "levels", Map.of(), asOf, document, null);
  }
}
