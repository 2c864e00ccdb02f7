package dev.crossdock.inventory;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Sku;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.platform.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The simulation's channels in a folder whose files a test may change, and what it asks of them.
 */
final class StockRig implements AutoCloseable {
  private static final AtomicLong IDS = new AtomicLong();

  private final TestDatabase database;
  private final Path folder;
  private final JdbcTemplate sql;
  private HubCore core;

  StockRig(TestDatabase database, Path folder) {
    this.database = database;
    this.folder = folder;
    this.sql = new JdbcTemplate(database.owner());
    copy(Path.of("src/test/resources/simulation"));
    this.core = new HubCore(database.app(), database.app(), folder, Map.of());
  }

  private void copy(Path simulation) {
    try (var files = Files.walk(simulation)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = folder.resolve(simulation.relativize(file).toString());
        Files.createDirectories(copy.resolve(".."));
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a file, and starts the hub anew. */
  void edit(String file, UnaryOperator<String> change) {
    var path = folder.resolve(file);
    try {
      var before = Files.exists(path) ? Files.readString(path) : "";
      Files.writeString(path, change.apply(before));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    core.close();
    core = new HubCore(database.app(), database.app(), folder, Map.of());
  }

  <T> T get(Class<T> type) {
    return core.get(type);
  }

  JdbcTemplate sql() {
    return sql;
  }

  /** What channels should show. */
  Map<String, Integer> told(String sku) {
    return map("select channel, desired from delivery_targets where sku = ?", sku);
  }

  /** What is promised of it, by location. */
  Map<String, Integer> promised(String sku) {
    return map("select location, reserved from inventory_levels where sku = ?", sku);
  }

  Map<String, Integer> onHand(String sku) {
    return map("select location, on_hand from inventory_levels where sku = ?", sku);
  }

  private Map<String, Integer> map(String query, String sku) {
    var map = new HashMap<String, Integer>();
    sql.query(
        query,
        row -> {
          map.put(row.getString(1), row.getInt(2));
        },
        sku);
    return map;
  }

  /** Gives it a name on both channels that are shown stock. */
  void list(String sku) {
    sql.update("insert into catalog_skus (sku) values (?)", sku);
    for (var channel : List.of("shop", "market")) {
      sql.update(
          "insert into catalog_references (channel, kind, code, sku) values (?, 'id', ?, ?)",
          channel,
          sku,
          sku);
    }
  }

  void count(String sku, String location, int quantity) {
    move("count", sku, location, quantity);
  }

  /** Something that happened to stock, as the tills say it. */
  void move(String kind, String sku, String location, int quantity) {
    var id = IDS.incrementAndGet();
    move(kind, sku, location, quantity, Instant.parse("2026-06-01T12:00:00Z").plusSeconds(id));
  }

  void move(String kind, String sku, String location, int quantity, Instant at) {
    var id = IDS.incrementAndGet();
    var document =
        Json.mapper()
            .createObjectNode()
            .put("key", "tills/" + kind + "/" + id)
            .put("kind", kind)
            .put("sku", sku)
            .put("location", location)
            .put("quantity", quantity)
            .put("occurredAt", at.toString());
    var message = new Message(id, "tills", "movements", Map.of(), at, document, null);
    get(TransactionTemplate.class)
        .executeWithoutResult(
            status ->
                get(StockLedger.class).takeMovements(new Batch("tills", 1, List.of(message))));
  }

  /** What the ERP says it holds, and what it has booked of what it was told. */
  Verdict level(String sku, String slot, int quantity, Instant asOf, String... booked) {
    var id = IDS.incrementAndGet();
    var document =
        Json.mapper()
            .createObjectNode()
            .put("sku", sku)
            .put("slot", slot)
            .put("quantity", quantity)
            .put("asOf", asOf.toString());
    List.of(booked).forEach(document.putArray("booked")::add);
    var message = new Message(id, "erp", "levels", Map.of(), asOf, document, null);
    return Objects.requireNonNull(
            get(TransactionTemplate.class)
                .execute(
                    status ->
                        get(StockLedger.class).takeLevels(new Batch("erp", 1, List.of(message)))))
        .get(0);
  }

  /** An order of the shop, as it tells it now. */
  void order(String json) {
    var document = Json.read(json.getBytes(StandardCharsets.UTF_8));
    var message = new Message(1, "shop", "orders", Map.of(), Instant.EPOCH, document, null);
    get(TransactionTemplate.class)
        .executeWithoutResult(
            status -> get(StockLedger.class).takeOrders(new Batch("shop", 1, List.of(message))));
  }

  Promisable asked(String channel, String sku) {
    return get(Promises.class).of(channel, List.of(new Sku(sku))).orElseThrow().get(0);
  }

  @Override
  public void close() {
    core.close();
  }
}
