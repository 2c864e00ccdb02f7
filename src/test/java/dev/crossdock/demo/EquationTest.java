package dev.crossdock.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EquationTest {
  private static final Oracle.Fact SALE = fact("tills/17/1/2026-11-20/1/1");
  private static final OrderNumbers NO_ORDERS =
      orders(Set.of("tills/order/17/1/2026-11-20/1"), List.of(), List.of(), Map.of());
  private static final Accounts EVEN = new Accounts(10, 6, 2, 1, 1, 0);

  @Test
  void holdsWhenEverythingIsAccountedForOnce() {
    assertThat(equation(EVEN, Set.of(SALE.key(), "erp/level"), List.of(SALE), 1).broken())
        .isEmpty();
  }

  @Test
  void missesAMessageThatEndedNowhere() {
    var uneven = new Accounts(11, 6, 2, 1, 1, 0);
    assertThat(equation(uneven, Set.of(SALE.key()), List.of(SALE), 1).broken())
        .containsExactly("11 messages were received and 10 ended");
  }

  @Test
  void waitsForMessagesOnTheirWay() {
    var early = new Accounts(11, 6, 2, 1, 1, 1);
    assertThat(equation(early, Set.of(SALE.key()), List.of(SALE), 1).broken())
        .contains("1 messages are still in progress");
  }

  @Test
  void missesAFactThatWasNeverBooked() {
    assertThat(equation(EVEN, Set.of(), List.of(SALE), 1).broken())
        .containsExactly("1 facts have no movement, for example [%s]".formatted(SALE.key()));
  }

  @Test
  void findsAMovementThatNeverHappened() {
    var invented = "shop/order/1/line/2/reservation";
    assertThat(equation(EVEN, Set.of(SALE.key(), invented), List.of(SALE), 1).broken())
        .containsExactly("1 movements have no fact, for example [%s]".formatted(invented));
  }

  @Test
  void findsWhatWasParkedAndShouldNotHaveBeen() {
    assertThat(equation(EVEN, Set.of(SALE.key()), List.of(SALE), 0).broken())
        .containsExactly("1 messages are parked and 0 were planted to be parked");
  }

  @Test
  void saysWhoDisagrees() {
    var agreement =
        new Agreement(
            new Ledger(Map.of(), Map.of()),
            new Oracle.Expected(List.of(new Oracle.Level("TEE", "dc", 3, 0)), List.of(), 0, 0, 0),
            List.of());
    var equation =
        new Equation(
            EVEN, agreement, Set.of(SALE.key()), NO_ORDERS, Map.of(), List.of(SALE), expected(1));
    assertThat(equation.holds()).isFalse();
    assertThat(equation.broken())
        .contains(
            "1 SKU-locations disagree", "  TEE at dc of hub: the ledger says 0, the oracle 3");
  }

  @Test
  void missesAReceiptThatIsNoOrderAndAsksNoneOfACount() {
    var other = fact("tills/17/1/2026-11-20/2/1");
    var count =
        new Oracle.Fact(1, "tills/17/1/2026-11-20/3/1", "count", "tills", "TEE", Instant.EPOCH);
    var keys = Set.of(other.key(), count.key());
    assertThat(equation(EVEN, keys, List.of(other, count), 1).broken())
        .containsExactly(
            "1 orders are not in the book, for example [tills/order/17/1/2026-11-20/2]");
  }

  @Test
  void missesAnOrderThatIsNotInTheBookOrGoesNoFurther() {
    var ordered = fact("shop/order/7/line/1/reservation");
    var keys = Set.of(ordered.key());
    var nothing = new Agreement(new Ledger(Map.of(), Map.of()), expected(1), List.of());
    var known = orders(Set.of("shop/order/7"), List.of(), List.of(), Map.of("sale", 2));
    var held =
        orders(Set.of("shop/order/7"), List.of("shop/order/7"), List.of("shop/order/7"), Map.of());

    var sale = Map.of("sale", 2);
    assertThat(
            new Equation(EVEN, nothing, keys, known, sale, List.of(ordered), expected(1)).broken())
        .isEmpty();
    assertThat(
            new Equation(
                    EVEN, nothing, keys, known, Map.of("sale", 1), List.of(ordered), expected(1))
                .broken())
        .containsExactly("1 documents are not in the ERP as it was told, for example [sale]");
    assertThat(
            new Equation(EVEN, nothing, keys, NO_ORDERS, Map.of(), List.of(ordered), expected(1))
                .broken())
        .containsExactly("1 orders are not in the book, for example [shop/order/7]");
    assertThat(
            new Equation(EVEN, nothing, keys, held, Map.of(), List.of(ordered), expected(1))
                .broken())
        .containsExactly(
            "1 orders are on hold, for example [shop/order/7]",
            "1 orders were not entered into the books, for example [shop/order/7]");
  }

  private static Equation equation(
      Accounts accounts, Set<String> movements, List<Oracle.Fact> facts, long planted) {
    var nothing = new Agreement(new Ledger(Map.of(), Map.of()), expected(planted), List.of());
    return new Equation(
        accounts, nothing, movements, NO_ORDERS, Map.of(), facts, expected(planted));
  }

  @Test
  void missesACancellationAPickUpAReturnAndItsMoney() {
    var cancelled = fact("shop/order/7/line/1/release");
    var keys = Set.of(cancelled.key());
    var expected = new Oracle.Expected(List.of(), List.of(), 1, 2, 1);
    var nothing = new Agreement(new Ledger(Map.of(), Map.of()), expected, List.of());
    var seven = Set.of("shop/order/7");
    var known =
        new OrderNumbers(seven, List.of(), List.of(), Map.of(), Set.of(), 1, 0, List.of("tills/y"));
    var right = new OrderNumbers(seven, List.of(), List.of(), Map.of(), seven, 2, 1, List.of());

    assertThat(
            new Equation(EVEN, nothing, keys, right, Map.of(), List.of(cancelled), expected)
                .broken())
        .isEmpty();
    assertThat(
            new Equation(EVEN, nothing, keys, known, Map.of(), List.of(cancelled), expected)
                .broken())
        .containsExactly(
            "1 orders are not cancelled in the book, for example [shop/order/7]",
            "2 parcels were fetched and the hub knows 1",
            "1 returns were taken in stores and the hub knows 0",
            "1 returns were not paid back, for example [tills/y]");
  }

  @Test
  void findsAParcelThatNobodyHandedOut() {
    var sent = "shop/order/1/line/2/parcel/1/sent";
    var given = "shop/order/1/line/2/parcel/1/reservation";
    assertThat(equation(EVEN, Set.of(SALE.key(), sent, given), List.of(SALE), 1).broken())
        .containsExactly("1 movements have no fact, for example [%s]".formatted(sent));
  }

  private static OrderNumbers orders(
      Set<String> known, List<String> onHold, List<String> noSale, Map<String, Integer> documents) {
    return new OrderNumbers(known, onHold, noSale, documents, Set.of(), 0, 0, List.of());
  }

  private static Oracle.Expected expected(long planted) {
    return new Oracle.Expected(List.of(), List.of(), planted, 0, 0);
  }

  private static Oracle.Fact fact(String key) {
    return new Oracle.Fact(1, key, "sale", "tills", "TEE", Instant.EPOCH);
  }
}
