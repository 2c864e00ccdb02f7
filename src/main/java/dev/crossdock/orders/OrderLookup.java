package dev.crossdock.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Finds an order for whoever stands at a till with a parcel, whichever channel sold it. */
@Service
public class OrderLookup {
  private final OrderTable orders;
  private static final int MOST = 20;

  private final ReturnTable returns;
  private final Contacts contacts;

  OrderLookup(OrderTable orders, ReturnTable returns, Contacts contacts) {
    this.contacts = contacts;
    this.orders = orders;
    this.returns = returns;
  }

  /**
   * An order, and what of it could come back.
   *
   * @param onHold nothing can come back until somebody has looked
   */
  public record Found(
      String channel,
      String order,
      @Nullable String name,
      String state,
      @Nullable Instant placedAt,
      boolean onHold,
      @Nullable String currency,
      List<Line> lines) {}

  /**
   * One line.
   *
   * @param canComeBack units that were sent and have not come back
   * @param worth of the next of them, in the order's currency
   */
  public record Line(
      String line, @Nullable String sku, int quantity, int canComeBack, String worth) {}

  /** By the channel's id, or by what its customer calls it, with or without a leading #. */
  public List<Found> byNumber(String number) {
    return orders.named(number).stream()
        .map(named -> found(named.channel(), named.kept()))
        .toList();
  }

  /** By any of what a customer gives; the newest first, twenty at most. */
  public List<Found> byContact(Contact contact) {
    var theirs = contacts.find(contact, MOST);
    return orders.those(theirs).stream()
        .map(named -> found(named.channel(), named.kept()))
        .toList();
  }

  private Found found(String channel, OrderTable.Kept kept) {
    var order = kept.folded().order();
    var money = order.money();
    return new Found(
        channel,
        order.id(),
        order.name(),
        OrderState.of(order).word(),
        order.placedAt(),
        kept.onHold(),
        money == null ? null : money.currency(),
        money == null ? List.of() : lines(order, returns.of(channel, order.id())));
  }

  private static List<Line> lines(Order order, List<Return> ours) {
    return order.lines().stream()
        .map(
            line -> {
              var refundable = new Refundable(order, ours);
              var units = refundable.canComeBack(line.id());
              var worth = units > 0 ? refundable.take(line.id(), 1) : BigDecimal.ZERO;
              return new Line(line.id(), line.sku(), line.quantity(), units, worth.toPlainString());
            })
        .toList();
  }
}
