package dev.crossdock.orders;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /** Units of each line that have not left and are not given back, even if nobody is at them. */
  static SortedMap<String, Integer> unsent(Order order, List<Parcel> ours) {
    var unsent = new TreeMap<String, Integer>();
    of(order)
        .filter(count -> count.line().isSent())
        .forEach(
            count -> {
              var units = count.line().quantity() - count.released() - count.sent(ours);
              if (units > 0) {
                unsent.put(count.line().id(), units);
              }
            });
    return unsent;
  }

  /** Units that have left, whether or not its channel was told so yet. */
  int sent(List<Parcel> ours) {
    var left =
        ours.stream()
            .filter(parcel -> parcel.state() == Parcel.State.SENT)
            .mapToInt(parcel -> parcel.units(line.id()))
            .sum();
    return Math.max(sent, left);
  }

  int open() {
    return line.quantity() - sent - released;
  }

  /** More left than was ordered, or more came back than had left. */
  boolean contradict() {
    return open() < 0 || returned > sent;
  }
}
