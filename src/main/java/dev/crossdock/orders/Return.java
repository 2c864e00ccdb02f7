package dev.crossdock.orders;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.math.BigDecimal;
import java.util.List;

/**
 * Goods of an order that a customer brought back.
 *
 * @param by the channel where they were brought: a till's
 * @param key the caller's own
 * @param channel where the order was placed, and is paid back
 * @param refund what its customer gets back, in the order's currency
 * @param due what its customer still pays, where the exchange cost more than came back
 */
public record Return(
    String by,
    String key,
    String channel,
    String order,
    List<Line> lines,
    @JsonSerialize(using = ToStringSerializer.class) BigDecimal refund,
    @JsonSerialize(using = ToStringSerializer.class) BigDecimal due,
    String currency) {

  /** As the channel's refund names it. */
  String reference() {
    return by + "/" + key;
  }

  /**
   * So many of a line.
   *
   * @param restock whether they can be sold again where they are now
   */
  public record Line(String line, int quantity, boolean restock) {}

  /**
   * What the customer took instead, at once.
   *
   * @param price of one, with its tax
   */
  public record Instead(Sku sku, int quantity, BigDecimal price) {
    /** 12.5 and 12.50 are the same price. */
    Instead plain() {
      return new Instead(sku, quantity, price.stripTrailingZeros());
    }
  }

  /**
   * What is asked of us.
   *
   * @param key the same key is the same return, however often it is asked for
   * @param at where the goods are now
   * @param instead empty where nothing is exchanged
   */
  public record Request(
      String by,
      String key,
      String channel,
      String order,
      LocationId at,
      List<Line> lines,
      List<Instead> instead) {

    BigDecimal price() {
      return instead.stream()
          .map(one -> one.price().multiply(BigDecimal.valueOf(one.quantity())))
          .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
  }
}
