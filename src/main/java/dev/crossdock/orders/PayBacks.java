package dev.crossdock.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.Outbox;
import dev.crossdock.delivery.Takers;
import dev.crossdock.kernel.Json;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Has customers paid back where they have paid: by the channel itself, or by a person where it
 * takes no word of ours.
 */
@Component
class PayBacks {
  private static final String WRITE = "refunds";
  private static final String CASE = "refund-by-hand";

  private final Takers takers;
  private final Outbox outbox;
  private final Cases cases;

  PayBacks(Takers takers, Outbox outbox, Cases cases) {
    this.takers = takers;
    this.outbox = outbox;
    this.cases = cases;
  }

  /** Within the caller's transaction, which holds the order. */
  void owe(Return accepted, Order order) {
    if (accepted.refund().signum() == 0) {
      return;
    }
    var payer =
        takers.of(WRITE).stream().filter(t -> t.channel().equals(accepted.channel())).findFirst();
    if (payer.isEmpty()) {
      cases.open(
          CASE,
          accepted.channel(),
          accepted.reference(),
          "%s %s of order %s of %s were promised at %s, and %s takes no refunds from us. Pay them back there by hand."
              .formatted(
                  accepted.refund().toPlainString(),
                  accepted.currency(),
                  order.name() == null ? order.id() : order.name(),
                  accepted.channel(),
                  accepted.by(),
                  accepted.channel()));
      return;
    }
    outbox.add(
        List.of(
            new Outbox.Fact(
                accepted.channel(),
                payer.get().flow(),
                "return/" + accepted.reference(),
                accepted.channel() + "/order/" + accepted.order(),
                payload(accepted))));
  }

  private static ObjectNode payload(Return accepted) {
    var payload =
        Json.mapper()
            .createObjectNode()
            .put("order", accepted.order())
            .put("reference", accepted.reference())
            .put("amount", accepted.refund().toPlainString())
            .put("currency", accepted.currency());
    payload.set("lines", Json.mapper().valueToTree(accepted.lines()));
    return payload;
  }
}
