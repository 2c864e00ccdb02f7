package dev.crossdock.orders;

import java.util.stream.Stream;

/**
 * What became of one line, in units.
 *
 * @param released given back before anything was sent
 * @param returned of those that were sent
 */
record Counts(Order.Line line, int sent, int released, int returned) {

  static Stream<Counts> of(Order order) {
    return order.lines().stream().map(line -> of(order, line));
  }

  private static Counts of(Order order, Order.Line line) {
    var sent =
        order.fulfilments().stream()
            .flatMap(fulfilment -> fulfilment.lines().stream())
            .filter(part -> part.line().equals(line.id()))
            .mapToInt(Order.Part::quantity)
            .sum();
    return new Counts(line, sent, back(order, line, "release"), back(order, line, "return"));
  }

  private static int back(Order order, Order.Line line, String how) {
    return order.refunds().stream()
        .flatMap(refund -> refund.lines().stream())
        .filter(back -> back.line().equals(line.id()) && back.restock().equals(how))
        .mapToInt(Order.RefundLine::quantity)
        .sum();
  }

  int open() {
    return line.quantity() - sent - released;
  }

  /** More left than was ordered, or more came back than had left. */
  boolean contradict() {
    return open() < 0 || returned > sent;
  }
}
