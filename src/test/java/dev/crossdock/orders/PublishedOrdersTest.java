package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.contracts.OurMappings;
import dev.crossdock.contracts.Published;
import dev.crossdock.kernel.Verdict;
import org.junit.jupiter.api.Test;

/** Orders that a system published are taken, or held or refused for a reason that is right. */
class PublishedOrdersTest {
  private static final String MAPPING = "orders/shopify-order-to-order";

  @Test
  void takesTheOrderOfATestNotificationAsATryThatAddsUp() {
    var order = order(Published.json("shopify/orders-create-test-notification.json"));

    assertThat(order.test()).isTrue();
    assertThat(Totals.of(order)).hasValueSatisfying(sums -> assertThat(sums.agree()).isTrue());
  }

  /** The sample has three lines of 199.00 and says that they come to 398.00. */
  @Test
  void holdsTheSampleWhoseOwnTotalLeavesALineOut() {
    var order = order(Published.json("shopify/fixtures/order.json").path("order"));

    assertThat(Hold.of("shop", order))
        .hasValueSatisfying(
            hold -> {
              assertThat(hold.code()).isEqualTo("ORD-010");
              assertThat(hold.sentence()).contains("608.94", "409.94", "-199.00");
            });
  }

  /** A listing that was asked for without its lines. */
  @Test
  void refusesAnOrderWithoutLines() {
    var listed = Published.json("shopify/fixtures/orders.json").at("/orders/0");

    var refused = OurMappings.apply(MAPPING, "shop", listed).verdict();

    assertThat(refused).isNotNull().extracting(Verdict::end).isEqualTo(Verdict.End.PARKED);
    assertThat(String.valueOf(refused)).contains("lines");
  }

  private static Order order(JsonNode document) {
    return Folded.of(OurMappings.apply(MAPPING, "shop", document).document()).order();
  }
}
