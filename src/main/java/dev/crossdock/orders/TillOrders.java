package dev.crossdock.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.delivery.Slots;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.orders.ParcelTable.Which;
import dev.crossdock.orders.sourcing.Demand;
import dev.crossdock.orders.sourcing.Plan;
import dev.crossdock.orders.sourcing.Point;
import dev.crossdock.orders.sourcing.Sourcing;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes orders at tills for what is not on their shelf, and has them sent from wherever it is. What
 * nobody can send is refused before the customer has paid.
 */
@Service
public class TillOrders {
  private final OrderTable orders;
  private final OrderBook book;
  private final SourcingFile sourcing;
  private final SupplyTable supply;
  private final SourcingRound round;
  private final ParcelTable parcels;
  private final Slots slots;
  private final Clock clock;
  private final TransactionTemplate transaction;

  TillOrders(
      OrderTable orders,
      OrderBook book,
      SourcingFile sourcing,
      SupplyTable supply,
      SourcingRound round,
      ParcelTable parcels,
      Slots slots,
      Clock clock,
      TransactionTemplate transaction) {
    this.orders = orders;
    this.book = book;
    this.sourcing = sourcing;
    this.supply = supply;
    this.round = round;
    this.parcels = parcels;
    this.slots = slots;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * Takes an order; of a repeated key, says what was taken then.
   *
   * @throws HubException {@code ORD-034} when nobody can send it, {@code ORD-035} when the key was
   *     used for another order, {@code ORD-036} where no till's order can be sent at all, {@code
   *     ORD-039} when it comes to less than a coin; nothing has happened then
   */
  public TillOrder.Placed place(TillOrder order) {
    return Objects.requireNonNull(transaction.execute(status -> decide(order)));
  }

  private TillOrder.Placed decide(TillOrder order) {
    var before = orders.lock(order.by(), new TreeSet<>(Set.of(order.key()))).get(order.key());
    var document = document(order);
    if (before != null) {
      return same(before.folded().order(), Folded.of(document).order(), order);
    }
    Amounts.inCoins(order.total(), order.currency());
    var rules = rules(order);
    var plan = plan(order, rules);
    if (plan.isPossible()) {
      book.place(order.by(), document, order.contact());
      round.lookAt(new Which(order.by(), order.key()), rules);
    }
    if (asked(order).isEmpty()) {
      throw refused(
          "ORD-034",
          "order %s of %s cannot be sent: %s. Nothing was taken; offer something else."
              .formatted(order.key(), order.by(), String.join("; ", plan.because())));
    }
    return placed(order);
  }

  /** Where it is asked for at once: the next who asks must not be promised the same units. */
  private List<Parcel> asked(TillOrder order) {
    return parcels.of(order.by(), order.key());
  }

  private Sourcing rules(TillOrder order) {
    if (slots.reserveAt(order.by()).isEmpty()) {
      throw nowhere(order, "its file says no reserveAt");
    }
    return sourcing
        .sourcing()
        .orElseThrow(() -> nowhere(order, "there is no config/sourcing.yaml to say from where"));
  }

  private Plan plan(TillOrder order, Sourcing rules) {
    var lines = new ArrayList<Demand.Line>();
    for (var line : order.lines()) {
      lines.add(new Demand.Line(number(lines.size()), line.sku(), line.quantity()));
    }
    var to = order.shipTo();
    return rules.plan(
        new Demand(
            lines,
            to == null ? null : new Point(to.latitude(), to.longitude()),
            order.pickUpAt(),
            Set.<LocationId>of()),
        supply.unpromised(lines));
  }

  private static HubException nowhere(TillOrder order, String why) {
    return refused(
        "ORD-036",
        "channel %s cannot have orders sent: %s. Add it, then place the order again."
            .formatted(order.by(), why));
  }

  /**
   * As both are kept: a till that asks again may write 19 where it wrote 19.00. Of one that was
   * cancelled nothing is sent any more, so nobody is told that it was taken.
   */
  private TillOrder.Placed same(Order before, Order now, TillOrder order) {
    if (before.cancelledAt() != null
        || !before.lines().equals(now.lines())
        || !Objects.equals(before.money(), now.money())
        || !Objects.equals(before.shipTo(), now.shipTo())
        || !Objects.equals(before.pickUpAt(), now.pickUpAt())) {
      throw refused(
          "ORD-035",
          "the key '%s' was used for another order of %s before, or for one that was cancelled. Use a new one for each."
              .formatted(order.key(), order.by()));
    }
    return placed(order);
  }

  private TillOrder.Placed placed(TillOrder order) {
    return new TillOrder.Placed(
        order.by(),
        order.key(),
        order.currency(),
        Amounts.print(order.total().toPlainString(), Totals.digits(order.currency())),
        asked(order).stream().limit(1).flatMap(one -> one.because().stream()).toList());
  }

  private ObjectNode document(TillOrder order) {
    var now = clock.instant().toString();
    var document =
        Json.mapper()
            .createObjectNode()
            .put("id", order.key())
            .put("name", order.key())
            .put("placedAt", now)
            .put("updatedAt", now)
            .put("test", false);
    document
        .putObject("money")
        .put("currency", order.currency())
        .put("total", order.total().toPlainString())
        .put("tax", "0.00")
        .put("taxIncluded", true);
    var to = order.shipTo();
    if (to != null) {
      document.putObject("shipTo").put("latitude", to.latitude()).put("longitude", to.longitude());
    }
    if (order.pickUpAt() != null) {
      document.put("pickUpAt", order.pickUpAt().value());
    }
    var lines = document.putArray("lines");
    for (var line : order.lines()) {
      lines
          .addObject()
          .put("id", number(lines.size() - 1))
          .put("sku", line.sku().value())
          .put("quantity", line.quantity())
          .put("price", line.price().toPlainString());
    }
    var charges = document.putArray("charges");
    if (order.delivery().signum() > 0) {
      charges.addObject().put("kind", "shipping").put("price", order.delivery().toPlainString());
    }
    document.putArray("fulfilments");
    document.putArray("refunds");
    return document;
  }

  private static String number(int before) {
    return Integer.toString(before + 1);
  }

  private static HubException refused(String code, String sentence) {
    return new HubException(new Failure.Data(code, sentence));
  }
}
