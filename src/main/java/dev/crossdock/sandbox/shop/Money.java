package dev.crossdock.sandbox.shop;

import dev.crossdock.sandbox.world.Catalogue;
import java.math.BigDecimal;
import java.util.Map;

/** What things cost in the shop, which has one currency. */
final class Money {
  static final BigDecimal NOTHING = BigDecimal.ZERO.setScale(2);

  private Money() {}

  static BigDecimal price(String sku, Catalogue catalogue) {
    return new BigDecimal(catalogue.bySku(sku).orElseGet(() -> Strange.item(sku)).price());
  }

  /** As it was ordered; what is refunded later does not change it. */
  static BigDecimal total(ShopOrder order, Catalogue catalogue) {
    return order.lines().stream()
        .map(line -> times(price(line.sku(), catalogue), line.quantity()))
        .reduce(NOTHING, BigDecimal::add);
  }

  static BigDecimal of(ShopOrder order, ShopOrder.RefundLine part, Catalogue catalogue) {
    return times(price(order.line(part.lineId()).sku(), catalogue), part.quantity());
  }

  static BigDecimal refunded(ShopOrder order, ShopOrder.Refund refund, Catalogue catalogue) {
    var paid = refund.paid();
    if (paid != null) {
      return paid;
    }
    return refund.lines().stream()
        .map(part -> of(order, part, catalogue))
        .reduce(NOTHING, BigDecimal::add);
  }

  /** As the API spells an amount: what the shop counts, and what the customer saw. */
  static Map<String, Object> bag(BigDecimal amount) {
    var money = Map.of("amount", amount.toPlainString(), "currencyCode", OrderPayload.CURRENCY);
    return Map.of("shopMoney", money, "presentmentMoney", money);
  }

  private static BigDecimal times(BigDecimal price, int quantity) {
    return price.multiply(BigDecimal.valueOf(quantity));
  }
}
