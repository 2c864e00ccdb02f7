package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.PlayedBudgets;
import dev.crossdock.connectors.PlayedDoors;
import dev.crossdock.kernel.Json;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A shop shows another number than we know of, whatever we do: somebody else changes it there. */
class LastingConflictTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final Cases cases = new Cases(jdbc);
  private final Complaints complaints = new Complaints(cases, jdbc);
  private final AtomicInteger calls = new AtomicInteger();
  private final List<String> doubted = new CopyOnWriteArrayList<>();
  private volatile String outcome = "conflict";

  @Test
  void opensOneCaseAfterTheFifthTimeAndClosesItWhenItIsTaken(@TempDir Path root) {
    jdbc.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, seen, version, owed_at)
        values ('shop', 'TEE', '1', 5, 9, 1, crossdock_now())
        """);
    var played = new PlayedBudgets(root);
    var round = new DeliveryRound("shop", new TargetClaims(jdbc), this::answer, () -> 0);
    var worker =
        new DeliveryWorker(
            "shop",
            played.channels(),
            round,
            played.budgets(),
            new PlayedDoors().doors(),
            complaints,
            doubted::add);
    worker.start();
    try {
      await().atMost(Duration.ofSeconds(20)).until(() -> calls.get() == 5);
      assertThat(cases.open()).isEmpty();

      await().atMost(Duration.ofSeconds(20)).until(() -> !cases.open().isEmpty());
      assertThat(calls).hasValue(6);
      assertThat(doubted).contains("shop");
      triesAgain(worker);
      await().atMost(Duration.ofSeconds(20)).until(() -> times() == 2);
      assertThat(cases.open())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.kind() + " " + it.about()).isEqualTo("conflict TEE@1");
                assertThat(it.sentence()).contains("will not take 5");
              });

      outcome = "applied";
      triesAgain(worker);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                complaints.closeWhatIsMended();
                assertThat(cases.open()).isEmpty();
              });
    } finally {
      worker.stop();
    }
  }

  private void triesAgain(DeliveryWorker worker) {
    jdbc.update("update delivery_targets set next_attempt_at = null");
    worker.wake();
  }

  private int times() {
    return cases.open().get(0).times();
  }

  private JsonNode answer(String route, String channel, JsonNode asked) {
    calls.incrementAndGet();
    var answer = Json.mapper().createObjectNode();
    answer
        .putArray("outcomes")
        .addObject()
        .put("key", asked.at("/items/0/key").asText())
        .put("outcome", outcome)
        .put("code", "STALE");
    return answer;
  }
}
