package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines, charges and tax come to what the channel says, or the order is held. */
class TotalsTest {
  private static ObjectNode saying(String currency, String total, String tax, boolean included) {
    var order = Telling.of("7", 1);
    order
        .putObject("money")
        .put("currency", currency)
        .put("total", total)
        .put("tax", tax)
        .put("taxIncluded", included);
    return order;
  }

  @ParameterizedTest
  @CsvSource({
    "GBP, 41.95,  6.99, true,  true",
    "GBP, 41.950, 6.99, true,  true",
    "GBP, 41.96,  6.99, true,  false",
    "GBP, 48.94,  6.99, false, true",
    "GBP, 41.95,  6.99, false, false",
    "KWD, 41.951, 6.99, true,  false",
    "JPY, 42,     6,    true,  true",
    "JPY, 43,     6,    true,  false"
  })
  void agreeToTheSmallestCoin(
      String currency, String total, String tax, boolean included, boolean agree) {
    var sums = Totals.of(Folded.of(saying(currency, total, tax, included)).order()).orElseThrow();

    assertThat(sums.agree()).isEqualTo(agree);
  }

  @Test
  void sayWhatIsMissing() {
    var order = Folded.of(saying("GBP", "42.45", "0", true)).order();

    var hold = Hold.of("shop", order).orElseThrow();

    assertThat(hold.code()).isEqualTo("ORD-010");
    assertThat(hold.sentence())
        .contains(
            "order #7 of shop adds up to 41.95 GBP, but shop says 42.45: a difference of 0.50.");
  }

  @Test
  void discountsComeOffOnce() {
    var order = saying("GBP", "38.95", "0", true);
    ((ObjectNode) order.at("/lines/0")).put("discount", "2.00");
    ((ObjectNode) order.at("/charges/0")).put("discount", "1.00");

    assertThat(Hold.of("shop", Folded.of(order).order())).isEmpty();
  }

  @Test
  void nobodyGetsBackMoreThanWasPaid() {
    var order = Telling.sent(Telling.of("7", 1), "p", 2);
    Telling.refunded(order, "r1", 1, "return", "41.95");
    assertThat(Hold.of("shop", Folded.of(order).order())).isEmpty();

    Telling.refunded(order, "r2", 1, "return", "0.01");

    assertThat(Hold.of("shop", Folded.of(order).order()).orElseThrow().code()).isEqualTo("ORD-012");
  }

  @Test
  void moreThanWasOrderedCannotHaveLeft() {
    var order = Telling.sent(Telling.sent(Telling.of("7", 1), "p1", 2), "p2", 1);

    var hold = Hold.of("shop", Folded.of(order).order()).orElseThrow();

    assertThat(hold.code()).isEqualTo("ORD-011");
    assertThat(hold.sentence()).contains("2 were ordered, 3 sent, 0 released and 0 came back");
  }
}
