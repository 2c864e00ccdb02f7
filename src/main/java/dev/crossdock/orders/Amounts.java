package dev.crossdock.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.math.BigDecimal;
import java.util.Set;

/**
 * Prints the amounts of an order in one way, that of its currency: 19, 19.0 and 19.00 are the same
 * money, and an order is the same whether its webhook or a poll told of it.
 */
final class Amounts {
  private static final Set<String> NAMES = Set.of("total", "tax", "price", "discount", "amount");

  /** What the customer saw is in another currency. */
  private static final String SHOWN = "shown";

  private Amounts() {}

  /** A refund that was told alone names no currency; it is printed with its order. */
  static ObjectNode printed(ObjectNode document) {
    var currency = document.at("/money/currency").textValue();
    if (currency == null) {
      return document;
    }
    var copy = document.deepCopy();
    print(copy, Totals.digits(currency));
    return copy;
  }

  private static void print(JsonNode node, int digits) {
    for (var field : node.properties()) {
      var value = field.getValue();
      if (value.isTextual() && NAMES.contains(field.getKey())) {
        field.setValue(TextNode.valueOf(print(value.textValue(), digits)));
      } else if (!field.getKey().equals(SHOWN)) {
        print(value, digits);
      }
    }
    if (node.isArray()) {
      node.forEach(element -> print(element, digits));
    }
  }

  /**
   * An amount in the coins that there are.
   *
   * @throws HubException {@code ORD-039} when there are none so small
   */
  static BigDecimal inCoins(BigDecimal amount, String currency) {
    var digits = Totals.digits(currency);
    if (amount.stripTrailingZeros().scale() > digits) {
      throw new HubException(
          new Failure.Data(
              "ORD-039",
              "that comes to %s %s, and %s has %d decimal places. Correct its prices, then ask again."
                  .formatted(amount.toPlainString(), currency, currency, digits)));
    }
    return amount.setScale(digits);
  }

  /** With as many decimal places as it needs, and as its currency has at least. */
  static String print(String amount, int digits) {
    var exact = new BigDecimal(amount).stripTrailingZeros();
    return exact.setScale(Math.max(exact.scale(), digits)).toPlainString();
  }
}
