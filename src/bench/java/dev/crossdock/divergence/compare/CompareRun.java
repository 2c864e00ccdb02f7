package dev.crossdock.divergence.compare;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.kernel.Json;
import dev.crossdock.platform.database.BenchDatabase;
import dev.crossdock.sync.KeptSnapshots;
import dev.crossdock.sync.SnapshotTaken;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Compares two catalogues of so many lines by turns: by a bare full outer join, and as the hub
 * does. One line in a thousand differs.
 */
public final class CompareRun {
  private static final String CHANNEL = "shop";
  private static final Path SIMULATION = Path.of("src/test/resources/simulation");

  private static final String TARGETS =
      """
      insert into delivery_targets (channel, sku, slot, desired, version, owed_at, sent, sent_version, sent_at, confirmed_version,
                                    confirmed_at, seen, seen_at, observed, observed_at)
      select 'shop', 'SKU-' || lpad(n::text, 9, '0') || '-M', '1', n %% 97, 1, at, n %% 97, 1, at, 1, at, n %% 97, at, n %% 97, at
      from generate_series(1, %1$d) n, (select crossdock_now() - interval '1 day' as at) day;
      insert into delivery_target_changes (channel, sku, slot, version, quantity, owed_at, sent_at, confirmed_at)
      select channel, sku, slot, version, desired, owed_at, sent_at, confirmed_at from delivery_targets
      where right(sku, 5) = '000-M'
      """;

  /** The same rows, with nothing in them but what is joined. */
  private static final String BARE =
      """
      create table bare_expected as select sku as key, slot as place, desired::bigint as value from delivery_targets;
      create table bare_observed as select key, place, value from sync_staging where snapshot = %d;
      """;

  private static final String JOIN =
      """
      select count(*), count(e.key), count(s.key), count(*) filter (where e.value is distinct from s.value)
      from bare_expected e full join bare_observed s on s.key = e.key and s.place = e.place
      """;

  private CompareRun() {}

  /** Runs it, told a folder, how many rows and how many turns; its last line is the result. */
  public static void main(String[] args) throws Exception {
    var rows = Integer.parseInt(args[1]);
    String result;
    try (var database = BenchDatabase.start(Path.of(args[0]))) {
      result = Json.text(measure(database, rows, Integer.parseInt(args[2])));
    }
    System.out.println(result);
    System.exit(0);
  }

  private static Map<String, Object> measure(BenchDatabase database, int rows, int turns)
      throws SQLException {
    var hub = database.hubTables();
    try (var core = new HubCore(hub, hub, SIMULATION, Map.of("snapshots", KeptSnapshots.class));
        var connection = database.owner().connect()) {
      var sql = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
      var snapshot = fill(sql, rows);
      var bare = new double[turns];
      var ours = new double[bare.length];
      for (int turn = -turns / 3; turn < turns; turn++) {
        var one = join(sql, rows);
        var other = compare(core, snapshot, rows);
        if (turn >= 0) {
          bare[turn] = one;
          ours[turn] = other;
        }
      }
      var result = new LinkedHashMap<String, Object>();
      result.put("bare", bare);
      result.put("compare", ours);
      result.put("heapMegabytes", heap() / 1_048_576);
      result.put("suspected", suspected(sql));
      return result;
    }
  }

  private static long fill(JdbcTemplate sql, int rows) {
    sql.execute(TARGETS.formatted(rows));
    var id =
        Objects.requireNonNull(
            sql.queryForObject(
                "insert into sync_snapshots (sync, channel, entity, as_of, items, repeats, state)"
                    + " values ('stock-shop', 'shop', 'stock', crossdock_now(), ?, 0, 'complete') returning id",
                Long.class,
                rows));
    sql.query("select sync_open_staging(?)", row -> {}, id);
    sql.update(
        """
        insert into sync_staging (snapshot, key, place, value, reference)
        select ?, sku, slot, case when right(sku, 5) = '000-M' then desired + 40 else desired end,
               'gid://shop/InventoryItem/' || right(sku, 9)
        from delivery_targets order by hashtext(sku)
        """,
        id);
    sql.update(
        "update sync_snapshots set units = (select sum(value) from sync_staging where snapshot = id) where id = ?",
        id);
    sql.execute(BARE.formatted(id));
    sql.execute("vacuum (analyze) delivery_targets");
    sql.execute("vacuum (analyze) bare_expected");
    sql.execute("vacuum (analyze) bare_observed");
    sql.execute("vacuum (analyze) sync_staging_" + id);
    return id;
  }

  private static double join(JdbcTemplate sql, int rows) {
    var began = System.nanoTime();
    sql.execute("set work_mem = '128MB'");
    sql.query(JOIN, row -> {});
    return rows * 1e9 / (System.nanoTime() - began);
  }

  private static double compare(HubCore core, long snapshot, int rows) {
    var compare = core.get(Compare.class);
    var began = System.nanoTime();
    compare.on(new SnapshotTaken(snapshot, CHANNEL, "stock", true));
    return rows * 1e9 / (System.nanoTime() - began);
  }

  private static Long suspected(JdbcTemplate sql) {
    return Objects.requireNonNull(
        sql.queryForObject(
            "select suspected from divergence_runs order by id desc limit 1", Long.class));
  }

  /** The most that was ever used, with what was not collected yet. */
  private static long heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
