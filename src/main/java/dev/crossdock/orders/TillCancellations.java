package dev.crossdock.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Sku;
import dev.crossdock.orders.ParcelTable.Which;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cancels what was ordered at a till and has not left: nobody sends it any more, it is for sale
 * again, and what was paid for it is paid back.
 */
@Service
public class TillCancellations {
  /** The refund in the order, of which there is one at most. */
  private static final String REFUND = "cancelled";

  private final OrderTable orders;
  private final OrderBook book;
  private final ParcelTable parcels;
  private final ReturnTable returns;
  private final SourcingRound round;
  private final PayBacks payBacks;
  private final Clock clock;
  private final TransactionTemplate transaction;

  TillCancellations(
      OrderTable orders,
      OrderBook book,
      ParcelTable parcels,
      ReturnTable returns,
      SourcingRound round,
      PayBacks payBacks,
      Clock clock,
      TransactionTemplate transaction) {
    this.orders = orders;
    this.book = book;
    this.parcels = parcels;
    this.returns = returns;
    this.round = round;
    this.payBacks = payBacks;
    this.clock = clock;
    this.transaction = transaction;
  }

  /**
   * As it was cancelled.
   *
   * @param refund what its customer gets back, in the order's currency
   */
  public record Cancelled(
      String channel,
      String order,
      Instant cancelledAt,
      String refund,
      String currency,
      List<Line> lines) {}

  /**
   * What became of a line, in units.
   *
   * @param sent had left before; they can be brought back
   */
  public record Line(String line, Sku sku, int cancelled, int sent) {}

  /**
   * Cancels what has not left; of one that is cancelled, says what was decided then. Empty when the
   * till's channel has no such order.
   *
   * @throws HubException {@code ORD-040} when all of it has left; nothing has happened then
   */
  public Optional<Cancelled> cancel(String channel, String key) {
    return Objects.requireNonNull(transaction.execute(status -> decide(new Which(channel, key))));
  }

  private Optional<Cancelled> decide(Which which) {
    var kept = orders.lock(which.channel(), new TreeSet<>(Set.of(which.id()))).get(which.id());
    if (kept == null || !kept.folded().order().isWhole() || kept.folded().order().isReceipt()) {
      return Optional.empty();
    }
    var order = kept.folded().order();
    return Optional.of(
        told(which.channel(), order.cancelledAt() == null ? cancel(which, kept) : order));
  }

  private Order cancel(Which which, OrderTable.Kept kept) {
    var order = kept.folded().order();
    var unsent = Counts.unsent(order, parcels.of(which.channel(), which.id()));
    if (unsent.isEmpty()) {
      throw new HubException(
          new Failure.Data(
              "ORD-040",
              "all of order %s of %s has left, so nothing was cancelled. Take it back as a return once its customer has it."
                  .formatted(which.id(), which.channel())));
    }
    var back = back(which, order, unsent);
    var now = Folded.of(cancelled(kept, back));
    book.change(which.channel(), kept, now);
    round.callOff(which);
    payBacks.owe(back, order);
    return now.order();
  }

  private Return back(Which which, Order order, Map<String, Integer> unsent) {
    var lines = new ArrayList<Return.Line>();
    unsent.forEach((line, units) -> lines.add(new Return.Line(line, units, false)));
    return new Return(
        which.channel(),
        which.id() + "/" + REFUND,
        which.channel(),
        which.id(),
        lines,
        new Refundable(order, returns.of(which.channel(), which.id())).unsent(unsent),
        BigDecimal.ZERO,
        Objects.requireNonNull(order.money()).currency());
  }

  /** As any channel tells of it: cancelled, and what never left is given back and paid back. */
  private ObjectNode cancelled(OrderTable.Kept kept, Return back) {
    var now = clock.instant();
    var told = kept.folded().order().updatedAt();
    var document = kept.folded().document().deepCopy();
    document
        .put("updatedAt", (now.isAfter(told) ? now : told).toString())
        .put("cancelledAt", now.toString())
        .put("cancelCause", "customer");
    var refund = document.withArray("refunds").addObject();
    refund
        .put("id", REFUND)
        .put("at", now.toString())
        .put("asked", back.reference())
        .put("amount", back.refund().toPlainString());
    var lines = refund.putArray("lines");
    for (var line : back.lines()) {
      lines
          .addObject()
          .put("id", line.line())
          .put("line", line.line())
          .put("sku", sku(kept.folded().order(), line.line()))
          .put("quantity", line.quantity())
          .put("restock", "release");
    }
    return document;
  }

  private static String sku(Order order, String line) {
    return order.lines().stream()
        .filter(one -> one.id().equals(line))
        .map(one -> String.valueOf(one.sku()))
        .findFirst()
        .orElseThrow();
  }

  private static Cancelled told(String channel, Order order) {
    var back = order.refunds().stream().filter(one -> one.id().equals(REFUND)).findFirst();
    return new Cancelled(
        channel,
        order.id(),
        Objects.requireNonNull(order.cancelledAt()),
        back.map(Order.Refund::amount).orElse(BigDecimal.ZERO).toPlainString(),
        Objects.requireNonNull(order.money()).currency(),
        Counts.of(order)
            .map(
                count ->
                    new Line(
                        count.line().id(),
                        new Sku(sku(order, count.line().id())),
                        count.released(),
                        count.sent()))
            .toList());
  }
}
