package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.delivery.Cases;
import dev.crossdock.orders.Trade.Said;
import dev.crossdock.platform.TestDatabase;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A store was away for two hours, and its tills send 300 sales late, twice and out of order, half
 * of them line by line.
 */
class OfflineTillsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final LocalDateTime EIGHT = LocalDateTime.parse("2026-06-01T08:00:00");
  private static final LocalDateTime NINE = EIGHT.plusHours(1);
  private static final int SALES = 300;
  private static final int SKUS = 10;
  private static final int THREADS = 4;
  private static final int COUNTED = 6;
  private static final String COUNTED_SKU = "000";

  private static Trade trade;

  private final Map<String, Integer> expected = new TreeMap<>();

  @BeforeAll
  static void open() {
    trade = new Trade(DATABASE);
  }

  @AfterAll
  static void close() {
    trade.close();
  }

  /** One SKU was counted at nine, in the middle of it: what was sold before is in that count. */
  @Test
  void endsWithExactStockAndOneCaseForEachPlaceThatIsShort() throws Exception {
    var random = new Random(63);
    for (int n = 0; n < SKUS; n++) {
      stock("%03d".formatted(n), n < 4 ? 10 : 100);
    }
    expected.put(COUNTED_SKU, COUNTED);
    var told = new ArrayList<Said>();
    told.add(at(NINE, Slips.row("17", 1_000, 1, "COUNT", COUNTED_SKU, COUNTED, "0.00")));
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
    assertThat(missing).containsKeys("000", "001", "002", "003").doesNotContainKey("009");
    assertThat(cases())
        .containsExactlyInAnyOrderElementsOf(
            missing.keySet().stream().map(sku -> "tills S" + sku + " at leeds").toList());
    assertThat(
            trade.rows(
                "select count(*), sum(total), count(hold_code) from orders_book where state = 'sent'"))
        .containsExactly("300 5700.00 0");

    bring(missing);

    missing.keySet().forEach(sku -> assertThat(onHand(sku)).isZero());
    assertThat(cases()).isEmpty();
    assertThat(trade.rows("select movement from inventory_shortages where closed_at is null"))
        .isEmpty();
  }

  private Said sale(int n, Random random) {
    var sku = "%03d".formatted(random.nextInt(SKUS));
    var at = EIGHT.plusSeconds(24L * n);
    if (!sku.equals(COUNTED_SKU) || at.isAfter(NINE)) {
      expected.merge(sku, -1, Integer::sum);
    }
    if (n % 2 == 0) {
      return at(at, Slips.row("17", n, 1, "SALE", sku, 1, "19.00"));
    }
    var slip = Slips.sold(Slips.slip("17", n), sku, 1, "19.00");
    return Slips.said(slip.put("EndDateTime", WALL.format(at).replace(' ', 'T')));
  }

  private static Said at(LocalDateTime at, Said row) {
    ((ObjectNode) row.document().get("columns")).put("sold_at", WALL.format(at));
    return row;
  }

  /** Goods come back until nothing is missing. */
  private static void bring(Map<String, Integer> missing) {
    var n = 2_000;
    for (var one : missing.entrySet()) {
      var row = Slips.row("17", n++, 1, "RETURN", one.getKey(), one.getValue(), "1.00");
      trade.take(at(EIGHT.plusHours(3), row));
    }
  }

  private static void takeAtOnce(List<Said> told) throws Exception {
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

  /** Neighbours of one kind of file travel together. */
  private static boolean takeAll(List<Said> told, int part) {
    for (int from = part * 10; from < told.size(); from += THREADS * 10) {
      var together = new TreeMap<String, List<Said>>();
      told.subList(from, Math.min(told.size(), from + 10))
          .forEach(one -> together.computeIfAbsent(one.mapping(), m -> new ArrayList<>()).add(one));
      together.values().forEach(trade::take);
    }
    return true;
  }

  private static List<String> cases() {
    return trade.get(Cases.class).open().stream()
        .filter(open -> open.kind().equals("shortage"))
        .map(open -> open.channel() + " " + open.about())
        .toList();
  }

  private void stock(String sku, int onHand) {
    trade.sql.update(
        "insert into inventory_levels (sku, location, on_hand, version) values (?, 'leeds', ?, 1)",
        "S" + sku,
        onHand);
    expected.put(sku, onHand);
  }

  private static int onHand(String sku) {
    var found =
        trade.rows(
            "select on_hand from inventory_levels where location = 'leeds' and sku = ?", "S" + sku);
    return Integer.parseInt(found.get(0));
  }
}
