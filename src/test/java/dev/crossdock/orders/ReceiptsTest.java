package dev.crossdock.orders;

import static dev.crossdock.orders.Slips.back;
import static dev.crossdock.orders.Slips.row;
import static dev.crossdock.orders.Slips.said;
import static dev.crossdock.orders.Slips.slip;
import static dev.crossdock.orders.Slips.sold;
import static dev.crossdock.orders.Slips.voids;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.platform.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a till wrote is an order in the book, its goods are booked once, and the ERP is told. */
class ReceiptsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static Trade trade;

  @BeforeAll
  static void open() {
    trade = new Trade(DATABASE);
  }

  @AfterAll
  static void close() {
    trade.close();
  }

  @Test
  void keepsASaleAsAnOrderThatWasHandedOver() {
    var sale = sold(sold(slip("17", 1), "101", 2, "19.00"), "102", 1, "4.50");

    assertThat(trade.take(said(sale))).containsExactly(Verdict.APPLIED);
    assertThat(trade.take(said(sale))).containsExactly(Verdict.DUPLICATE);

    assertThat(order("17/1/2026-06-01/1")).isEqualTo("sent 42.50 0 null");
    assertThat(stock("101", "102")).containsExactly("S101 leeds -2 0", "S102 leeds -1 0");
    assertThat(told("17/1/2026-06-01/1")).containsExactly("sale/all/1 42.50");
    assertThat(
            trade.rows(
                "select key from delivery_outbox where flow = 'book' and key like 'tills/17/1/2026-06-01/1/%' order by key"))
        .containsExactly("tills/17/1/2026-06-01/1/1", "tills/17/1/2026-06-01/1/2");
  }

  @Test
  void holdsAReceiptThatDoesNotAddUpAndBooksItsGoods() {
    trade.take(said(Slips.total(sold(slip("17", 2), "103", 1, "19.00"), "18.99")));

    assertThat(order("17/1/2026-06-01/2")).isEqualTo("sent 18.99 0 ORD-010");
    assertThat(stock("103")).containsExactly("S103 leeds -1 0");
    assertThat(told("17/1/2026-06-01/2")).isEmpty();
  }

  @Test
  void putsAReceiptTogetherThatIsToldLineByLine() {
    var rows =
        List.of(
            row("17", 3, 1, "SALE", "104", 2, "19.00"),
            row("17", 3, 2, "SALE", "105", 1, "4.50"),
            row("17", 3, 3, "RETURN", "106", 1, "7.25"),
            row("17", 3, 4, "RETURN", "107", 1, "1.00"));
    trade.take(rows.get(2));
    trade.take(rows.get(1), rows.get(0));
    trade.take(rows);
    assertThat(trade.take(rows.get(3))).containsExactly(Verdict.DUPLICATE);

    assertThat(order("17/2/2026-06-01/3")).isEqualTo("sent 42.50 8.25 null");
    assertThat(stock("104", "105", "106", "107"))
        .containsExactly("S104 leeds -2 0", "S105 leeds -1 0", "S106 leeds 1 0", "S107 leeds 1 0");
    assertThat(last("17/2/2026-06-01/3")).containsExactly("credit 8.25", "sale 42.50");
  }

  @Test
  void countsWhatStandsAmongReceipts() {
    assertThat(
            trade.take(
                row("23", 4, 1, "COUNT", "108", 7, "0.00"),
                row("23", 5, 1, "SALE", "108", 2, "19.00")))
        .containsExactly(Verdict.APPLIED, Verdict.APPLIED);

    assertThat(stock("108")).containsExactly("S108 york 5 0");
    assertThat(trade.rows("select id from orders_book where id like '23/2/2026-06-01/4%'"))
        .isEmpty();
  }

  @Test
  void refundsTheOrderThatTheGoodsWereSoldInWhicheverIsHeardFirst() {
    var sale = sold(slip("17", 6), "109", 2, "19.00");
    var later = back(slip("23", 7), sale, 1, "109", 1, "19.00");

    trade.take(said(later));
    assertThat(order("17/1/2026-06-01/6")).isEqualTo("announced null 19.00 null");
    trade.take(said(sale));

    assertThat(order("17/1/2026-06-01/6")).isEqualTo("sent 38.00 19.00 null");
    assertThat(stock("109")).containsExactly("S109 leeds -2 0", "S109 york 1 0");
    assertThat(last("17/1/2026-06-01/6")).containsExactly("credit 19.00", "sale 38.00");

    trade.take(said(back(slip("23", 8), sale, 1, "109", 1, "19.00")));
    assertThat(order("17/1/2026-06-01/6")).isEqualTo("returned 38.00 38.00 null");

    trade.take(said(back(slip("23", 9), sale, 1, "109", 1, "0.01")));
    assertThat(order("17/1/2026-06-01/6")).isEqualTo("returned 38.00 38.01 ORD-011");
  }

  @Test
  void holdsWhatWasPaidBackTwice() {
    var sale = sold(slip("17", 10), "110", 2, "19.00");
    trade.take(said(sale), said(back(slip("17", 11), sale, 1, "110", 1, "38.01")));

    assertThat(order("17/1/2026-06-01/10")).isEqualTo("sent 38.00 38.01 ORD-012");
  }

  @Test
  void takesBackWithoutAReceiptOutOfNoOrder() {
    trade.take(said(back(slip("17", 12), "111", 1, "19.00")));

    assertThat(order("17/1/2026-06-01/12")).isEqualTo("returned 0.00 19.00 null");
    assertThat(stock("111")).containsExactly("S111 leeds 1 0");
    assertThat(last("17/1/2026-06-01/12")).containsExactly("credit 19.00");
  }

  @Test
  void exchangesForTheDifference() {
    var sale = sold(slip("17", 13), "112", 1, "19.00");
    var exchange = sold(back(slip("17", 14), sale, 1, "112", 1, "19.00"), "113", 1, "25.00");
    assertThat(exchange.at("/RetailTransaction/Total/#text").asText()).isEqualTo("6.00");

    trade.take(said(exchange), said(sale));

    assertThat(order("17/1/2026-06-01/13")).isEqualTo("returned 19.00 19.00 null");
    assertThat(order("17/1/2026-06-01/14")).isEqualTo("sent 25.00 0 null");
    assertThat(stock("112", "113")).containsExactly("S112 leeds 0 0", "S113 leeds -1 0");
  }

  @Test
  void undoesWhatWasVoidedWhicheverIsHeardFirst() {
    var early = back(sold(slip("17", 15), "114", 3, "19.00"), "115", 1, "7.00");
    var late = back(sold(slip("17", 17), "114", 3, "19.00"), "115", 1, "7.00");

    trade.take(said(early));
    trade.take(said(voids(slip("17", 16), early)));
    trade.take(said(voids(slip("17", 18), late)));
    assertThat(order("17/1/2026-06-01/17")).isEqualTo("announced null 0 null");
    trade.take(said(late));

    assertThat(order("17/1/2026-06-01/15")).isEqualTo("cancelled 57.00 7.00 null");
    assertThat(order("17/1/2026-06-01/17")).isEqualTo("cancelled 57.00 7.00 null");
    assertThat(stock("114", "115")).containsExactly("S114 leeds 0 0", "S115 leeds 0 0");
    assertThat(last("17/1/2026-06-01/17"))
        .containsExactly("cancellation 50.00", "credit 7.00", "sale 57.00");
  }

  @Test
  void knowsNothingOfPracticeAndOfWhatWasCancelledInTheMaking() {
    var practice = sold(slip("17", 19), "116", 1, "19.00").put("@TrainingModeFlag", "true");
    var given = sold(slip("17", 20), "116", 1, "19.00").put("@CancelFlag", "true");

    assertThat(trade.take(said(practice), said(given)))
        .containsExactly(
            Verdict.ignored("training-transaction"), Verdict.ignored("cancelled-transaction"));
    assertThat(stock("116")).isEmpty();
  }

  /** Sales, returns with and without their receipt, and voids, by slip and by line. */
  @Test
  void endsTheSameHoweverItIsTold() {
    var random = new Random(35);
    var said = new ArrayList<List<Trade.Said>>();
    var sales = new ArrayList<JsonNode>();
    for (int n = 100; n < 160; n++) {
      var what = random.nextInt(5);
      if (what == 0 && !sales.isEmpty()) {
        var slip = back(slip("23", n), sales.remove(0), 1, "117", 1, "19.00");
        said.add(List.of(said(slip)));
      } else if (what == 1 && !sales.isEmpty()) {
        said.add(List.of(said(voids(slip("17", n), sales.remove(0)))));
      } else if (what == 2) {
        said.add(List.of(row("17", n, 1, "SALE", "118", 1, "3.00")));
        said.add(List.of(row("17", n, 2, "RETURN", "118", 2, "3.10")));
      } else {
        var sale = sold(slip("17", n), "117", 1 + random.nextInt(2), "19.00");
        sales.add(sale);
        said.add(List.of(said(sale)));
      }
    }
    var before = List.of("clean");
    for (int round = 0; round < 3; round++) {
      said.forEach(trade::take);
      var after = books();
      if (round > 0) {
        assertThat(after).isEqualTo(before);
      }
      before = after;
      forget();
      said.addAll(List.copyOf(said).subList(0, 20));
      Collections.shuffle(said, random);
    }
  }

  private static List<String> books() {
    var books = new ArrayList<String>(stock("117", "118"));
    books.addAll(
        trade.rows(
            "select id, state, total, refunded, cancelled_at, document from orders_book where id ~ '/1[0-5][0-9]$' order by id"));
    books.addAll(
        trade.rows(
            "select reference, amount, payload from orders_documents where order_id ~ '/1[0-5][0-9]$' order by reference"));
    return books;
  }

  private static void forget() {
    trade.sql.update("delete from orders_book where id ~ '/1[0-5][0-9]$'");
    trade.sql.update("delete from orders_documents where order_id ~ '/1[0-5][0-9]$'");
    trade.sql.update(
        "delete from delivery_outbox where order_key ~ '/1[0-5][0-9]$' or key ~ '/1[0-5][0-9]/'");
    trade.sql.update("delete from inventory_postings where sku in ('S117', 'S118')");
    trade.sql.update("delete from inventory_movements where sku in ('S117', 'S118')");
    trade.sql.update("delete from inventory_levels where sku in ('S117', 'S118')");
  }

  private static String order(String id) {
    return trade
        .rows("select state, total, refunded, hold_code from orders_book where id = ?", id)
        .get(0);
  }

  private static List<String> stock(String... skus) {
    var names = new ArrayList<String>();
    for (var sku : skus) {
      names.add("S" + sku);
    }
    return trade.rows(
        "select sku, location, on_hand, reserved from inventory_levels where sku = any(?) order by sku, location",
        (Object) names.toArray(String[]::new));
  }

  private static List<String> told(String order) {
    return trade.rows(
        "select substr(key, length(order_key) + 2), payload ->> 'amount' from delivery_outbox where order_key = ? order by id",
        "tills/order/" + order);
  }

  private static List<String> last(String order) {
    return trade.rows(
        "select kind, amount from orders_documents where order_id = ? order by kind", order);
  }
}
