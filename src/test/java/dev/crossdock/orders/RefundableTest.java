package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.HubException;
import dev.crossdock.orders.Order.Fulfilment;
import dev.crossdock.orders.Order.Money;
import dev.crossdock.orders.Order.Part;
import dev.crossdock.orders.Order.Refund;
import dev.crossdock.orders.Order.RefundLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * Nobody gets back more than was paid, and whoever brings everything back gets all that it cost.
 */
class RefundableTest {
  private static final Instant AT = Instant.parse("2026-06-01T10:00:00Z");

  private static Refundable of(JsonNode order, Return... ours) {
    return new Refundable(Folded.of(order).order(), List.of(ours));
  }

  private static Return taken(String key, int quantity, String refund) {
    return new Return(
        "tills",
        key,
        "shop",
        "7",
        List.of(new Return.Line("1", quantity, true)),
        new BigDecimal(refund),
        BigDecimal.ZERO,
        "GBP");
  }

  @Test
  void paysBackWhatWasPaidForWhatComesBack() {
    var sent = Telling.sent(Telling.of("7", 1), "p", 2);

    assertThat(of(sent).take("1", 1)).isEqualByComparingTo("19.00");
    assertThat(of(sent).take("1", 2)).isEqualByComparingTo("38.00");
  }

  @Test
  void splitsADiscountSoThatAllUnitsTogetherCostWhatTheyDid() {
    var order = Telling.sent(Telling.three("7", 1), "p", 3);
    ((ObjectNode) order.at("/lines/0")).put("discount", "1.00");
    var refundable = of(order);

    assertThat(refundable.take("1", 1)).isEqualByComparingTo("18.67");
    assertThat(refundable.take("1", 1)).isEqualByComparingTo("18.66");
    assertThat(refundable.take("1", 1)).isEqualByComparingTo("18.67");
  }

  @Test
  void takesBackOnlyWhatTheCustomerHas() {
    var one = Telling.sent(Telling.of("7", 1), "p", 1);

    refuses("ORD-022", () -> of(one).take("1", 2));
    refuses("ORD-022", () -> of(one, taken("a", 1, "19.00")).take("1", 1));
    refuses("ORD-022", () -> of(Telling.refunded(one, "r", 1, "return", "19.00")).take("1", 1));
    refuses("ORD-021", () -> of(one).take("9", 1));
  }

  @Test
  void countsAReturnOnceWhenItsChannelHasPaidIt() {
    var sent = Telling.sent(Telling.of("7", 1), "p", 2);
    var told = Telling.refunded(sent.deepCopy(), "r", 1, "none", "19.00");
    ((ObjectNode) told.at("/refunds/0")).put("asked", "tills/a");

    assertThat(of(told, taken("a", 1, "19.00")).take("1", 1)).isEqualByComparingTo("19.00");
    of(told, taken("a", 1, "19.00")).pay(new BigDecimal("22.95"));
    refuses("ORD-023", () -> of(told, taken("a", 1, "19.00")).pay(new BigDecimal("22.96")));
  }

  @Test
  void neverPaysBackMoreThanIsLeft() {
    var sent = Telling.sent(Telling.of("7", 1), "p", 2);
    var generous = Telling.refunded(sent, "r", 0, "none", "30.00");

    refuses("ORD-023", () -> of(generous).pay(new BigDecimal("11.96")));
    of(generous).pay(new BigDecimal("11.95"));
  }

  private static void refuses(String code, ThrowingCallable what) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
  }

  /** Returns, exchanges, goodwill of the channel and its refunds, in any order. */
  @RepeatedTest(1_000)
  void holdsWhateverHappens(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var order = order(random);
    var ours = new ArrayList<Return>();
    for (int n = 0; n < 12; n++) {
      switch (random.nextInt(4)) {
        case 0 -> order = goodwill(order, random, ours, n);
        case 1 -> order = paid(order, ours, n);
        default -> asks(order, ours, random, n);
      }
      assertThat(order.refunded().add(unpaid(order, ours)))
          .isLessThanOrEqualTo(money(order).total());
    }
    for (var line : order.lines()) {
      assertThat(back(order, ours, line.id())).isLessThanOrEqualTo(sent(order, line.id()));
    }
  }

  private static void asks(Order order, List<Return> ours, Random random, int n) {
    var line = order.lines().get(random.nextInt(order.lines().size()));
    var units = 1 + random.nextInt(3);
    var instead = random.nextInt(3) == 0 ? cents(random.nextInt(4_000)) : BigDecimal.ZERO;
    try {
      var refundable = new Refundable(order, ours);
      var net = refundable.take(line.id(), units).subtract(instead).max(BigDecimal.ZERO);
      refundable.pay(net);
      ours.add(
          new Return(
              "tills",
              "k" + n,
              "shop",
              "7",
              List.of(new Return.Line(line.id(), units, true)),
              net,
              BigDecimal.ZERO,
              "GBP"));
    } catch (HubException e) {
      assertThat(e.failure().code()).isIn("ORD-022", "ORD-023");
    }
  }

  private static Order order(Random random) {
    var lines = new ArrayList<Order.Line>();
    var parts = new ArrayList<Part>();
    var total = cents(395);
    for (int n = 1; n <= 1 + random.nextInt(3); n++) {
      var quantity = 1 + random.nextInt(5);
      var price = cents(100 + random.nextInt(9_900));
      var discount = cents(random.nextInt(100));
      lines.add(new Order.Line("" + n, "S" + n, true, quantity, price, discount, null));
      parts.add(new Part("" + n, 1 + random.nextInt(quantity)));
      total = total.add(price.multiply(BigDecimal.valueOf(quantity))).subtract(discount);
    }
    return with(lines, new Money("GBP", total, BigDecimal.ZERO, true), parts, List.of());
  }

  private static Order with(
      List<Order.Line> lines, Money money, List<Part> parts, List<Refund> refunds) {
    return new Order(
        "7",
        "#7",
        AT,
        AT,
        null,
        null,
        false,
        money,
        null,
        null,
        lines,
        List.of(new Order.Charge("shipping", cents(395), null)),
        List.of(new Fulfilment("p", AT, parts)),
        refunds,
        null);
  }

  private static Money money(Order order) {
    return Objects.requireNonNull(order.money());
  }

  private static Order and(Order order, Refund refund) {
    var refunds = new ArrayList<>(order.refunds());
    refunds.add(refund);
    return with(
        order.lines(), money(order), order.fulfilments().get(0).lines(), List.copyOf(refunds));
  }

  /**
   * The channel gives something back by itself; it knows what it has paid, and what we promised.
   */
  private static Order goodwill(Order order, Random random, List<Return> ours, int n) {
    var left = money(order).total().subtract(order.refunded()).subtract(unpaid(order, ours));
    var some =
        left.multiply(BigDecimal.valueOf(random.nextDouble())).setScale(2, RoundingMode.DOWN);
    return and(order, new Refund("g" + n, AT, some, null, List.of(), null));
  }

  private static Order paid(Order order, List<Return> ours, int n) {
    return ours.stream()
        .filter(one -> isUnpaid(order, one))
        .findFirst()
        .map(
            one ->
                and(
                    order,
                    new Refund(
                        "r" + n,
                        AT,
                        one.refund(),
                        one.reference(),
                        one.lines().stream()
                            .map(
                                line ->
                                    new RefundLine("l" + n, line.line(), line.quantity(), "none"))
                            .toList(),
                        null)))
        .orElse(order);
  }

  private static boolean isUnpaid(Order order, Return ours) {
    return order.refunds().stream().noneMatch(r -> ours.reference().equals(r.asked()));
  }

  private static BigDecimal unpaid(Order order, List<Return> ours) {
    return ours.stream()
        .filter(one -> isUnpaid(order, one))
        .map(Return::refund)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static int sent(Order order, String line) {
    return order.fulfilments().get(0).lines().stream()
        .filter(part -> part.line().equals(line))
        .mapToInt(Part::quantity)
        .sum();
  }

  private static int back(Order order, List<Return> ours, String line) {
    var unpaid =
        ours.stream()
            .filter(one -> isUnpaid(order, one))
            .flatMap(one -> one.lines().stream())
            .filter(one -> one.line().equals(line))
            .mapToInt(Return.Line::quantity);
    var told =
        order.refunds().stream()
            .flatMap(refund -> refund.lines().stream())
            .filter(one -> one.line().equals(line))
            .mapToInt(RefundLine::quantity);
    return unpaid.sum() + told.sum();
  }

  private static BigDecimal cents(int cents) {
    return BigDecimal.valueOf(cents, 2);
  }
}
