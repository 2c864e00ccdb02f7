package dev.crossdock.orders;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can still come back of an order, and what is paid back for it. Never more than was paid, and
 * for all units of a line together exactly what was paid for it, to the smallest coin.
 */
final class Refundable {
  private final Order order;
  private final Order.Money money;
  private final Map<String, Counts> counts;
  private final Map<String, Integer> back = new HashMap<>();
  private BigDecimal left;

  /**
   * Begins with what is known.
   *
   * @param ours returns that were accepted before, whether or not the channel has paid them yet
   */
  Refundable(Order order, List<Return> ours) {
    this.order = order;
    this.money = Objects.requireNonNull(order.money(), "an order without money");
    this.counts =
        Counts.of(order).collect(Collectors.toMap(c -> c.line().id(), Function.identity()));
    this.left = money.total().subtract(order.refundedOfIt());
    order.refunds().stream()
        .flatMap(refund -> refund.lines().stream())
        .filter(line -> !line.restock().equals("release"))
        .forEach(line -> back.merge(line.line(), line.quantity(), Integer::sum));
    ours.stream().filter(this::unpaid).forEach(this::reckon);
  }

  /** What the channel has paid is among the order's refunds already. */
  private boolean unpaid(Return ours) {
    return order.refunds().stream().noneMatch(r -> ours.reference().equals(r.asked()));
  }

  private void reckon(Return ours) {
    ours.lines().forEach(line -> back.merge(line.line(), line.quantity(), Integer::sum));
    left = left.subtract(ours.refund());
  }

  /** How many units of a line were sent and have not come back. */
  int canComeBack(String line) {
    var count = counts.get(line);
    return count == null ? 0 : Math.max(0, count.sent() - back.getOrDefault(line, 0));
  }

  /**
   * Takes units of a line back.
   *
   * @return what was paid for them
   * @throws HubException {@code ORD-021} for a line that is none, {@code ORD-022} for more than the
   *     customer has
   */
  BigDecimal take(String line, int units) {
    var count = counts.get(line);
    if (count == null) {
      throw refused("ORD-021", "order %s has no line '%s'.".formatted(order.id(), line));
    }
    var before = back.getOrDefault(line, 0);
    if (units < 1 || before + units > count.sent()) {
      throw refused(
          "ORD-022",
          "of line %s of order %s, %d were sent and %d came back: %d cannot come back."
              .formatted(line, order.id(), count.sent(), before, units));
    }
    back.put(line, before + units);
    return share(count.line(), before + units).subtract(share(count.line(), before));
  }

  /**
   * Pays back.
   *
   * @throws HubException {@code ORD-023} when it is more than is left of what was paid
   */
  void pay(BigDecimal amount) {
    if (amount.compareTo(left) > 0) {
      throw refused(
          "ORD-023",
          "%s cannot be paid back for order %s: of %s %s that were paid, %s are left."
              .formatted(
                  amount.toPlainString(),
                  order.id(),
                  money.total().toPlainString(),
                  money.currency(),
                  left.toPlainString()));
    }
    left = left.subtract(amount);
  }

  /** What was paid for units that never leave; where none has left, all that is left of it. */
  BigDecimal unsent(Map<String, Integer> units) {
    var all =
        counts.values().stream()
            .allMatch(
                count ->
                    units.getOrDefault(count.line().id(), 0)
                        == count.line().quantity() - count.released());
    return all
        ? left
        : counts.values().stream()
            .map(Counts::line)
            .map(line -> last(line, units.getOrDefault(line.id(), 0)))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .min(left);
  }

  private BigDecimal last(Order.Line line, int units) {
    return share(line, line.quantity()).subtract(share(line, line.quantity() - units));
  }

  /** What was paid for the first so many units. */
  private BigDecimal share(Order.Line line, int units) {
    var paid =
        or0(line.price())
            .multiply(BigDecimal.valueOf(line.quantity()))
            .subtract(or0(line.discount()))
            .add(money.taxIncluded() ? BigDecimal.ZERO : or0(line.tax()));
    return paid.multiply(BigDecimal.valueOf(units))
        .divide(
            BigDecimal.valueOf(line.quantity()),
            Totals.digits(money.currency()),
            RoundingMode.HALF_UP);
  }

  private static BigDecimal or0(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }

  private static HubException refused(String code, String sentence) {
    return new HubException(new Failure.Data(code, sentence));
  }
}
