package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.HubCore;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** A till was away for two hours, and sends its 300 sales late, twice and out of order. */
class OfflineTillsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Instant EIGHT = Instant.parse("2026-06-01T08:00:00Z");
  private static final Instant NINE = EIGHT.plus(Duration.ofHours(1));
  private static final int SALES = 300;
  private static final int SKUS = 10;
  private static final int THREADS = 4;
  private static final int COUNTED = 6;

  private static HubCore core;

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.owner());
  private final AtomicLong messages = new AtomicLong();
  private final Map<String, Integer> expected = new TreeMap<>();

  @BeforeAll
  static void wire() {
    core =
        new HubCore(
            DATABASE.app(), DATABASE.app(), Path.of("src/test/resources/simulation"), Map.of());
  }

  @AfterAll
  static void close() {
    core.close();
  }

  /** T0 was counted at nine, in the middle of it: what was sold before is in that count. */
  @Test
  void endsWithExactStockAndOneCaseForEachPlaceThatIsShort() throws Exception {
    var random = new Random(63);
    for (int n = 0; n < SKUS; n++) {
      stock("T" + n, n < 4 ? 10 : 100);
    }
    expected.put("T0", COUNTED);
    var told = new ArrayList<JsonNode>();
    told.add(movement("count", "count", "T0", COUNTED, NINE));
    for (int n = 0; n < SALES; n++) {
      told.add(sale(n, random));
    }
    told.addAll(List.copyOf(told));
    Collections.shuffle(told, random);

    takeAtOnce(told);

    var missing = new TreeMap<String, Integer>();
    expected.forEach(
        (sku, onHand) -> {
          assertThat(onHand(sku)).as(sku).isEqualTo(onHand);
          if (onHand < 0) {
            missing.put(sku, -onHand);
          }
        });
    assertThat(missing).containsKeys("T0", "T1", "T2", "T3").doesNotContainKey("T9");
    assertThat(cases())
        .containsExactlyInAnyOrderElementsOf(
            missing.keySet().stream().map(sku -> "tills " + sku + " at store").toList());

    take(
        missing.entrySet().stream()
            .map(
                m ->
                    movement(
                        "new-" + m.getKey(),
                        "receipt",
                        m.getKey(),
                        m.getValue(),
                        EIGHT.plusSeconds(9_000)))
            .toList());

    missing.keySet().forEach(sku -> assertThat(onHand(sku)).isZero());
    assertThat(cases()).isEmpty();
    assertThat(
            sql.queryForObject(
                "select count(*) from inventory_shortages where closed_at is null", Integer.class))
        .isZero();
  }

  private JsonNode sale(int n, Random random) {
    var sku = "T" + random.nextInt(SKUS);
    var at = EIGHT.plusSeconds(24L * n);
    if (!sku.equals("T0") || at.isAfter(NINE)) {
      expected.merge(sku, -1, Integer::sum);
    }
    return movement("sale-" + n, "sale", sku, 1, at);
  }

  private static JsonNode movement(String key, String kind, String sku, int quantity, Instant at) {
    return Json.mapper()
        .createObjectNode()
        .put("key", "tills/" + key)
        .put("kind", kind)
        .put("sku", sku)
        .put("location", "store")
        .put("quantity", quantity)
        .put("occurredAt", at.toString());
  }

  private void takeAtOnce(List<JsonNode> told) throws Exception {
    var pool = Executors.newFixedThreadPool(THREADS);
    try {
      var parts =
          IntStream.range(0, THREADS)
              .<Callable<Boolean>>mapToObj(part -> () -> takeAll(told, part))
              .toList();
      for (var part : pool.invokeAll(parts)) {
        assertThat(part.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private boolean takeAll(List<JsonNode> told, int part) {
    for (int from = part * 10; from < told.size(); from += THREADS * 10) {
      take(told.subList(from, Math.min(told.size(), from + 10)));
    }
    return true;
  }

  private void take(List<JsonNode> documents) {
    var batch =
        documents.stream()
            .map(
                document ->
                    new Message(
                        messages.incrementAndGet(),
                        "tills",
                        "movements",
                        Map.of(),
                        EIGHT,
                        document,
                        null))
            .toList();
    core.get(TransactionTemplate.class)
        .executeWithoutResult(
            status -> core.get(StockLedger.class).takeMovements(new Batch("tills", 1, batch)));
  }

  private static List<String> cases() {
    return core.get(Cases.class).open().stream()
        .filter(c -> c.kind().equals("shortage"))
        .map(c -> c.channel() + " " + c.about())
        .toList();
  }

  private void stock(String sku, int onHand) {
    sql.update(
        "insert into inventory_levels (sku, location, on_hand, version) values (?, 'store', ?, 1)",
        sku,
        onHand);
    expected.put(sku, onHand);
  }

  private int onHand(String sku) {
    Integer onHand =
        sql.queryForObject(
            "select on_hand from inventory_levels where sku = ? and location = 'store'",
            Integer.class,
            sku);
    return onHand == null ? 0 : onHand;
  }
}
