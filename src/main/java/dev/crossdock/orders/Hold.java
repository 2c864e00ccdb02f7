package dev.crossdock.orders;

import java.util.Optional;

/**
 * Why an order goes no further until somebody has looked. Its stock stays promised: the customer
 * has bought it.
 *
 * @param code documented in {@code reference/errors.md}
 * @param sentence who, the value, what was expected, and the next move
 */
record Hold(String code, String sentence) {

  /** What is wrong with an order, if anything; the same whatever was heard first. */
  static Optional<Hold> of(String channel, Order order) {
    if (!order.isWhole()) {
      return Optional.empty();
    }
    return contradiction(channel, order)
        .or(() -> wrongTotal(channel, order))
        .or(() -> overpaid(channel, order));
  }

  private static Optional<Hold> contradiction(String channel, Order order) {
    return Counts.of(order)
        .filter(Counts::contradict)
        .findFirst()
        .map(
            count ->
                new Hold(
                    "ORD-011",
                    "of line %s of order %s of %s, %d were ordered, %d sent, %d released and %d came back, which cannot all be true. See what %s says of it, and have it corrected there."
                        .formatted(
                            count.line().id(),
                            named(order),
                            channel,
                            count.line().quantity(),
                            count.sent(),
                            count.released(),
                            count.returned(),
                            channel)));
  }

  private static Optional<Hold> wrongTotal(String channel, Order order) {
    return Totals.of(order)
        .filter(sums -> !sums.agree())
        .map(
            sums ->
                new Hold(
                    "ORD-010",
                    "order %s of %s adds up to %s %s, but %s says %s: a difference of %s. Correct it there, or the mapping that left something out, then replay."
                        .formatted(
                            named(order),
                            channel,
                            sums.added().toPlainString(),
                            sums.currency(),
                            channel,
                            sums.said().toPlainString(),
                            sums.difference().toPlainString())));
  }

  private static Optional<Hold> overpaid(String channel, Order order) {
    var money = order.money();
    if (money == null || order.refundedOfIt().compareTo(money.total()) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Hold(
            "ORD-012",
            "order %s of %s came to %s %s, and %s were paid back. Nobody gets back more than was paid: see who was paid, and correct it in %s."
                .formatted(
                    named(order),
                    channel,
                    money.total().toPlainString(),
                    money.currency(),
                    order.refundedOfIt().toPlainString(),
                    channel)));
  }

  private static String named(Order order) {
    return order.name() == null ? order.id() : order.name();
  }
}
