package dev.crossdock.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** How far an order has come follows from what is known of it. */
class OrderStateTest {
  private static OrderState state(JsonNode order) {
    return OrderState.of(Folded.of(order).order());
  }

  @Test
  void goesFromOpenToReturned() {
    var order = Telling.of("7", 1);
    assertThat(state(order)).isEqualTo(OrderState.OPEN);
    Telling.sent(order, "p1", 1);
    assertThat(state(order)).isEqualTo(OrderState.PARTLY_SENT);
    Telling.sent(order, "p2", 1);
    assertThat(state(order)).isEqualTo(OrderState.SENT);
    Telling.refunded(order, "r1", 1, "return", "19.00");
    assertThat(state(order)).isEqualTo(OrderState.SENT);
    Telling.refunded(order, "r2", 1, "return", "19.00");
    assertThat(state(order)).isEqualTo(OrderState.RETURNED);
  }

  @Test
  void isCancelledWholeOrByReleasingAllOfIt() {
    assertThat(state(Telling.cancelled("7", 1))).isEqualTo(OrderState.CANCELLED);
    var released = Telling.refunded(Telling.of("7", 1), "r", 2, "release", "41.95");
    assertThat(state(released)).isEqualTo(OrderState.CANCELLED);
  }

  @Test
  void isSentWhereTheRestWasCancelled() {
    assertThat(state(Telling.sent(Telling.cancelled("7", 1), "p", 1))).isEqualTo(OrderState.SENT);
    var released =
        Telling.refunded(Telling.sent(Telling.of("7", 1), "p", 1), "r", 1, "release", "19.00");
    assertThat(state(released)).isEqualTo(OrderState.SENT);
  }

  @Test
  void doesNotWaitForWhatIsNeverSent() {
    var order = Telling.sent(Telling.of("7", 1), "p", 2);
    order
        .withArray("lines")
        .addObject()
        .put("id", "2")
        .put("title", "Gift wrap")
        .put("requiresShipping", false)
        .put("quantity", 1);

    assertThat(state(order)).isEqualTo(OrderState.SENT);
  }
}
