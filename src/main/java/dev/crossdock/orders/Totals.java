package dev.crossdock.orders;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adds an order up again: lines, charges and tax must come to what the channel says is paid. */
final class Totals {
  private Totals() {}

  /**
   * What an order comes to.
   *
   * @param said by the channel
   * @param added up by us
   */
  record Sums(String currency, BigDecimal said, BigDecimal added) {
    BigDecimal difference() {
      return said.subtract(added);
    }

    /** Nothing is off by the smallest coin of the currency. */
    boolean agree() {
      return difference().setScale(digits(currency), RoundingMode.HALF_UP).signum() == 0;
    }
  }

  /** Empty where the channel does not say what it comes to. */
  static Optional<Sums> of(Order order) {
    var money = order.money();
    if (money == null) {
      return Optional.empty();
    }
    var parts =
        Stream.concat(
            order.lines().stream().map(Totals::of), order.charges().stream().map(Totals::of));
    var tax = money.taxIncluded() ? BigDecimal.ZERO : money.tax();
    var added = Stream.concat(parts, Stream.of(tax)).reduce(BigDecimal.ZERO, BigDecimal::add);
    return Optional.of(new Sums(money.currency(), money.total(), added));
  }

  private static BigDecimal of(Order.Line line) {
    return or0(line.price())
        .multiply(BigDecimal.valueOf(line.quantity()))
        .subtract(or0(line.discount()));
  }

  private static BigDecimal of(Order.Charge charge) {
    return charge.price().subtract(or0(charge.discount()));
  }

  private static BigDecimal or0(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }

  /** ISO 4217 knows; what it does not know has two. */
  static int digits(String currency) {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      return 2;
    }
  }
}
