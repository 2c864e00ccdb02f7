package dev.crossdock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.delivery.Heard;
import dev.crossdock.delivery.HubCore;
import dev.crossdock.delivery.HubLife;
import dev.crossdock.delivery.HubLife.Parcel;
import dev.crossdock.inventory.StockLedger;
import dev.crossdock.kernel.Json;
import dev.crossdock.platform.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Real threads against a real database: every webhook comes twice at the same moment, two relays
 * fight for the same shards, every parcel is taken twice, and deliveries claim what is being
 * changed.
 */
class RacesTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final int PAIRS = Integer.getInteger("races.pairs", 500);
  private static final int SKUS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Evidence evidence = new Evidence();
  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.owner());
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void booksEveryOrderOnceWhoeverIsQuicker() throws Exception {
    for (int i = 0; i < SKUS; i++) {
      jdbc.update("insert into catalog_skus (sku) values (?)", "S" + i);
      jdbc.update(
          "insert into catalog_references (channel, kind, code, sku) values ('shop', 'id', ?, ?)",
          "S" + i,
          "S" + i);
    }
    var folder = Path.of("src/test/resources/simulation");
    var pool = Executors.newCachedThreadPool();
    try (var core = new HubCore(DATABASE.app(), DATABASE.app(), folder, Map.of())) {
      var busy = new ArrayList<Future<?>>();
      for (int i = 0; i < 2; i++) {
        var life =
            new HubLife(
                core, (route, channel, document) -> applied(document), System::nanoTime, false);
        busy.add(pool.submit(again(() -> relay(core, life, pool))));
        busy.add(pool.submit(again(() -> tell(life))));
      }
      busy.add(pool.submit(again(this::takeTheShardsAway)));
      hear(core, pool);
      awaitTheEnd();
      over.set(true);
      for (var each : busy) {
        each.get();
      }
      nothingIsWrong();
    } finally {
      pool.shutdownNow();
    }
  }

  /** Before the pool of connections goes with the core. */
  private void nothingIsWrong() {
    assertThat(new Checker(DATABASE.app()).during(evidence)).isEmpty();
    assertThat(jdbc.queryForObject("select sum(reserved) from inventory_levels", Integer.class))
        .isEqualTo(PAIRS);
    assertThat(
            jdbc.queryForObject(
                "select deadlocks from pg_stat_database where datname = current_database()",
                Integer.class))
        .isZero();
  }

  private void hear(HubCore core, ExecutorService pool) throws Exception {
    var heard = new ArrayList<Future<?>>();
    for (int i = 0; i < PAIRS; i++) {
      var order = order(i);
      for (int twice = 0; twice < 2; twice++) {
        heard.add(
            pool.submit(
                () -> {
                  core.keep(List.of(order));
                  evidence.acknowledged("shop", String.valueOf(order.messageId()), List.of());
                }));
      }
      if (heard.size() >= 60) {
        waitFor(heard);
      }
    }
    waitFor(heard);
  }

  private static void waitFor(List<Future<?>> all) throws Exception {
    for (var each : all) {
      each.get();
    }
    all.clear();
  }

  private static Heard order(int number) {
    var order = Json.mapper().createObjectNode();
    order.put("id", "o" + number).put("placedAt", "2026-06-01T10:00:00Z");
    order.put("updatedAt", "2026-06-01T10:00:00Z");
    order
        .putArray("lines")
        .addObject()
        .put("id", "1")
        .put("sku", "S" + number % SKUS)
        .put("quantity", 1);
    order.putArray("fulfilments");
    order.putArray("refunds");
    return Heard.webhook(
        "shop",
        "orders",
        "take-orders",
        "o" + number,
        "w" + number,
        Json.text(order).getBytes(StandardCharsets.UTF_8),
        Map.of(),
        Instant.now());
  }

  /** Every parcel is taken by two at once, as a broker may deliver twice. */
  private static boolean relay(HubCore core, HubLife life, ExecutorService pool)
      throws ExecutionException, InterruptedException {
    for (var parcel : life.relay("inbox")) {
      var first = pool.submit(() -> take(core, life, parcel));
      var second = pool.submit(() -> take(core, life, parcel));
      first.get();
      second.get();
    }
    return true;
  }

  private static void take(HubCore core, HubLife life, Parcel parcel) {
    var batch = core.open(parcel.channel(), parcel.epoch(), parcel.ids());
    core.close(batch, core.get(StockLedger.class)::takeOrders);
    life.done(parcel);
  }

  private static boolean tell(HubLife life) {
    var telling = life.tell("shop");
    if (!telling.nothing()) {
      telling.call();
      telling.learn();
    }
    return true;
  }

  private boolean takeTheShardsAway() throws InterruptedException {
    jdbc.update("update delivery_leases set leased_until = crossdock_now()");
    Thread.sleep(200);
    return true;
  }

  private Callable<Boolean> again(Callable<Boolean> work) {
    return () -> {
      while (!over.get()) {
        work.call();
      }
      return true;
    };
  }

  private static JsonNode applied(JsonNode request) {
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : request.get("items")) {
      outcomes.addObject().put("key", item.get("key").textValue()).put("outcome", "applied");
    }
    return answer;
  }

  private void awaitTheEnd() throws InterruptedException {
    var until = System.nanoTime() + PATIENCE.toNanos();
    while (!Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select count(*) = ? from delivery_inbox where state in ('applied', 'duplicate')",
            Boolean.class,
            2 * PAIRS))) {
      assertThat(System.nanoTime())
          .as(
              () ->
                  jdbc.queryForList("select state, count(*) from delivery_inbox group by 1")
                      .toString())
          .isLessThan(until);
      Thread.sleep(100);
    }
  }
}
