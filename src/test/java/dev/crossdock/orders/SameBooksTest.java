package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.delivery.Cases;
import dev.crossdock.orders.Trade.Said;
import dev.crossdock.platform.TestDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * 2,000 orders of a shop, a marketplace and tills end in the same books, whether each thing is
 * heard once when it happens, or three times, in any order, with one webhook in twenty lost and
 * found by a poll.
 */
class SameBooksTest {
  @RegisterExtension static final TestDatabase CLEAN = new TestDatabase();
  @RegisterExtension static final TestDatabase DISTURBED = new TestDatabase();

  private static final int BATCH = 150;
  private static final int THREADS = 2;
  private static final long SEED = 2_000;

  /**
   * What is compared, by table. Left out everywhere: when it was heard or changed, and how often
   * (heard_at, changed_at, owed_at, entered_at, version, revision, id, message_id), which is how it
   * was told and not what.
   */
  private static final Map<String, String> HUB = hub();

  private static Map<String, String> hub() {
    var tables = new LinkedHashMap<String, String>();
    tables.put(
        "orders_book",
        """
        select concat_ws('|', channel, id, name, state, placed_at, told_at, cancelled_at, cancel_cause, test, currency, total,
                         refunded, hold_code, hold_sentence, document)
        from orders_book order by channel, id
        """);
    tables.put(
        "orders_documents",
        """
        select concat_ws('|', book, reference, channel, order_id, kind, amount, at, payload)
        from orders_documents order by book, reference
        """);
    tables.put(
        "inventory_levels",
        """
        select concat_ws('|', sku, location, on_hand, reserved, safety, incoming, unavailable)
        from inventory_levels order by sku, location
        """);
    // what moved goods: each movement as it is, but for what it freed of a promise, which depends
    // on what the promise was by then
    tables.put(
        "inventory_movements on the shelf",
        """
        select concat_ws('|', key, kind, sku, location, quantity, on_hand, source, reservation, occurred_at)
        from inventory_movements where on_hand <> 0 order by key
        """);
    // an edit is a movement of its own when the order was heard before it, and none when it was
    // not: what they come to is the same
    tables.put(
        "inventory_movements of promises",
        """
        select concat_ws('|', reservation, sku, location, source, sum(reserved))
        from inventory_movements where reservation is not null
        group by reservation, sku, location, source order by reservation
        """);
    // what a promise was, and what was released of it, may both be larger by an edit; what it holds
    // is the same
    tables.put(
        "inventory_reservations",
        """
        select concat_ws('|', key, sku, location, greatest(0, quantity - released - consumed), consumed)
        from inventory_reservations order by key
        """);
    tables.put(
        "inventory_postings",
        """
        select concat_ws('|', movement, channel, sku, location, on_hand, confirmed_at)
        from inventory_postings order by movement, channel
        """);
    // which of the movements found too little depends on which came first; that a place is short
    // does not
    tables.put(
        "open shortages",
        """
        select distinct concat_ws('|', sku, location) from inventory_shortages where closed_at is null order by 1
        """);
    return tables;
  }

  private static final Map<String, String> ERP =
      Map.of(
          "erp.documents",
          """
          select concat_ws('|', reference, kind, channel, order_no, order_name, currency, amount, lines, charges, cause, occurred_at)
          from erp.documents order by reference
          """,
          "erp.sales_staging",
          """
          select concat_ws('|', reference, sku, warehouse, quantity_change, kind, document, occurred_at)
          from erp.sales_staging order by reference
          """);

  @Test
  void areTheSameHoweverItIsTold() throws Exception {
    var season = new Season(SEED);
    try (var clean = new Trade(CLEAN);
        var disturbed = new Trade(DISTURBED);
        var erp = new ErpTables()) {
      stock(clean);
      batches(season.clean()).forEach(clean::take);
      erp.empty();
      erp.tell(clean);
      var expected = dump(clean, erp);

      stock(disturbed);
      takeAtOnce(disturbed, batches(season.disturbed()));
      erp.empty();
      erp.tellTwiceInAnyOrder(disturbed, new Random(SEED));
      var found = dump(disturbed, erp);

      assertThat(season.lost()).isBetween(100, 300);
      expected.forEach(
          (table, rows) -> assertSame(table, rows, found.getOrDefault(table, List.of())));
      assertThat(expected.get("orders_book")).hasSize(2_000).noneMatch(row -> row.contains("ORD-"));
      assertThat(expected.get("erp.documents")).hasSizeGreaterThan(3_000);
      assertThat(expected.get("open shortages")).isNotEmpty();
      assertThat(
              disturbed.rows(
                  "select deadlocks from pg_stat_database where datname = current_database()"))
          .containsExactly("0");
    }
  }

  /** Says what differs, and not all there is. */
  private static void assertSame(String table, List<String> clean, List<String> disturbed) {
    var missing = new LinkedHashSet<>(clean);
    disturbed.forEach(missing::remove);
    var more = new LinkedHashSet<>(disturbed);
    clean.forEach(more::remove);
    assertThat(missing).as(table + ": only in the clean books").isEmpty();
    assertThat(more).as(table + ": only in the disturbed books").isEmpty();
    assertThat(disturbed).as(table).hasSameSizeAs(clean);
  }

  private static void stock(Trade trade) {
    for (var place : List.of("dc", "leeds", "york")) {
      for (int n = 0; n < Season.SKUS; n++) {
        trade.sql.update(
            "insert into inventory_levels (sku, location, on_hand, version) values (?, ?, ?, 1)",
            "S%03d".formatted(n),
            place,
            place.equals("dc") ? 12 : 2);
      }
    }
  }

  /** Neighbours of one channel and mapping travel together. */
  private static List<List<Said>> batches(List<Said> all) {
    var batches = new ArrayList<List<Said>>();
    for (int from = 0; from < all.size(); from += BATCH) {
      var together = new TreeMap<String, List<Said>>();
      all.subList(from, Math.min(all.size(), from + BATCH))
          .forEach(one -> together.computeIfAbsent(one.mapping(), m -> new ArrayList<>()).add(one));
      batches.addAll(together.values());
    }
    return batches;
  }

  private static void takeAtOnce(Trade trade, List<List<Said>> batches) throws Exception {
    var pool = Executors.newFixedThreadPool(THREADS);
    try {
      var parts =
          IntStream.range(0, THREADS)
              .<Callable<Boolean>>mapToObj(
                  part ->
                      () -> {
                        for (int n = part; n < batches.size(); n += THREADS) {
                          trade.take(batches.get(n));
                        }
                        return true;
                      })
              .toList();
      for (var part : pool.invokeAll(parts)) {
        assertThat(part.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Map<String, List<String>> dump(Trade trade, ErpTables erp) {
    var dump = new LinkedHashMap<String, List<String>>();
    HUB.forEach((table, query) -> dump.put(table, trade.rows(query)));
    dump.put(
        "open cases",
        trade.get(Cases.class).open().stream()
            .map(open -> "%s %s %s".formatted(open.kind(), open.channel(), open.about()))
            .sorted()
            .toList());
    ERP.forEach((table, query) -> dump.put(table, erp.rows(query)));
    return dump;
  }
}
