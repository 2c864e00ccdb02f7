package dev.crossdock.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossdock.kernel.Json;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.regex.Pattern;

/** Money in mappings: decimal strings, added and multiplied exactly, never as doubles. */
final class MoneyFunctions {
  private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,9})?");

  private MoneyFunctions() {}

  static List<HostFunction> all() {
    return List.of(
        new HostFunction("money", 1, 1, a -> print(amount(a[0]))),
        new HostFunction("money-add", 2, 16, MoneyFunctions::add),
        new HostFunction("money-mul", 2, 2, a -> print(amount(a[0]).multiply(amount(a[1])))),
        new HostFunction("money-sum", 1, 1, MoneyFunctions::sum),
        new HostFunction("money-neg", 1, 1, a -> print(amount(a[0]).negate())),
        new HostFunction("money-minor", 2, 2, a -> minor(a[0].asText(), amount(a[1]))));
  }

  private static JsonNode add(JsonNode[] arguments) {
    var total = BigDecimal.ZERO;
    for (var argument : arguments) {
      total = total.add(amount(argument));
    }
    return print(total);
  }

  private static JsonNode sum(JsonNode[] arguments) {
    var total = BigDecimal.ZERO;
    for (var element : ShapeFunctions.elements(arguments[0])) {
      total = total.add(amount(element));
    }
    return print(total);
  }

  /** Pence of pounds; yen have none. */
  private static JsonNode minor(String currency, BigDecimal amount) {
    var digits = Currency.getInstance(currency).getDefaultFractionDigits();
    return LongNode.valueOf(amount.movePointRight(digits).longValueExact());
  }

  private static BigDecimal amount(JsonNode node) {
    if (node.isTextual() && AMOUNT.matcher(node.textValue()).matches()) {
      return new BigDecimal(node.textValue());
    }
    if (node.isIntegralNumber() || node.isBigDecimal()) {
      return node.decimalValue();
    }
    throw Refusal.of("MAP-012", Json.text(node), "an amount of money such as \"10.00\"");
  }

  private static JsonNode print(BigDecimal amount) {
    return TextNode.valueOf(amount.toPlainString());
  }
}
