package dev.crossdock.orders;

import java.util.Locale;

/**
 * How far an order has come. It follows from all that is known of it, so what was heard first does
 * not matter; what cannot be true together is a {@link Hold}.
 */
enum OrderState {
  /** A part of it was heard, and not yet the order itself. */
  ANNOUNCED,
  OPEN,
  PARTLY_SENT,
  SENT,
  /** All that was sent came back. */
  RETURNED,
  CANCELLED;

  /** As it is kept and shown. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is not sent does not count: a gift card, a service. */
  static OrderState of(Order order) {
    if (!order.isWhole()) {
      return ANNOUNCED;
    }
    if (order.isReceipt() && order.cancelledAt() != null) {
      return CANCELLED; // voided: what was handed over was taken back there and then
    }
    if (order.isReceipt() && order.lines().isEmpty()) {
      return RETURNED;
    }
    var counts = Counts.of(order).filter(count -> count.line().isSent()).toList();
    var sent = counts.stream().mapToInt(Counts::sent).sum();
    var open = counts.stream().mapToInt(Counts::open).sum();
    var cancelled = order.cancelledAt() != null;
    if (sent == 0) {
      return cancelled || (open <= 0 && !counts.isEmpty()) ? CANCELLED : OPEN;
    }
    if (open > 0 && !cancelled) {
      return PARTLY_SENT;
    }
    return counts.stream().mapToInt(Counts::returned).sum() >= sent ? RETURNED : SENT;
  }
}
