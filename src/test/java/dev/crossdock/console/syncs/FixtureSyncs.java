package dev.crossdock.console.syncs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Made-up syncs: one half done, one that only counts, one that failed, one that never ran. */
public class FixtureSyncs implements SyncsDesk {
  private final List<Row> rows = new ArrayList<>();

  /** Five of them. */
  public FixtureSyncs() {
    var now = Instant.now();
    var well = run(41, "done", 60, 3, 1_204, null, 2, null);
    rows.add(
        row(
            "levels-market",
            "market",
            "levels",
            "60s",
            null,
            run(
                44,
                "failed",
                240,
                0,
                0,
                null,
                0,
                "SYN-003 channel market answered 'auth' (403); it is asked again at its next run.")));
    rows.add(row("orders-shop", "shop", "orders", "5s", null, well));
    rows.add(
        row(
            "snapshot-market",
            "market",
            "snapshot of stock",
            "0 0 3 * * ?",
            new Run(
                45,
                "running",
                "schedule",
                null,
                now.minusSeconds(80),
                now.minusSeconds(80),
                null,
                24,
                12_000,
                48_000L,
                0,
                150.0,
                240L,
                null),
            null));
    rows.add(
        row(
            "snapshot-shop",
            "shop",
            "snapshot of stock, 10 %",
            "15m",
            new Run(
                46,
                "running",
                "hand",
                "admin",
                now.minusSeconds(30),
                now.minusSeconds(30),
                null,
                2,
                4_120,
                null,
                0,
                137.3,
                null,
                null),
            well));
    rows.add(row("stock-erp", "erp", "stock", "500ms", null, null));
  }

  private static Row row(
      String id, String channel, String what, String when, @Nullable Run run, @Nullable Run last) {
    return new Row(
        id,
        channel,
        what,
        when,
        "ecommerce",
        last != null && !last.state().equals("done") ? "2m" : null,
        Instant.now().plusSeconds(3_000),
        id.equals("stock-erp") ? Instant.now() : null,
        last != null && !last.state().equals("done"),
        run,
        last);
  }

  private static Run run(
      long id,
      String state,
      long seconds,
      int pages,
      long items,
      @Nullable Long expected,
      long kept,
      @Nullable String sentence) {
    var began = Instant.now().minusSeconds(seconds);
    return new Run(
        id,
        state,
        "schedule",
        null,
        began,
        began,
        began.plusSeconds(7),
        pages,
        items,
        expected,
        kept,
        null,
        null,
        sentence);
  }

  @Override
  public synchronized List<Row> all() {
    return List.copyOf(rows);
  }

  @Override
  public List<Run> runs(String sync, int most) {
    return sync.equals("stock-erp")
        ? List.of()
        : List.of(
            run(41, "done", 60, 3, 1_204, null, 2, null),
            run(
                40,
                "failed",
                500,
                1,
                250,
                null,
                0,
                "SYN-002 channel market has no calls left for this read; it is asked again at its next run."));
  }

  @Override
  public synchronized Run run(String sync, String who) {
    var began = Instant.now();
    var run =
        new Run(99, "running", "hand", who, began, began, null, 0, 0, 500L, 0, null, null, null);
    rows.replaceAll(row -> row.id().equals(sync) ? with(row, run) : row);
    return run;
  }

  @Override
  public synchronized boolean cancel(long run, String who) {
    rows.replaceAll(row -> row.run() != null && row.run().id() == run ? with(row, null) : row);
    return true;
  }

  private static Row with(Row row, @Nullable Run run) {
    return new Row(
        row.id(),
        row.channel(),
        row.what(),
        row.when(),
        row.owner(),
        row.fresh(),
        row.dueAt(),
        row.goodAt(),
        row.late(),
        run,
        row.last());
  }
}
