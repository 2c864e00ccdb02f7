package dev.crossdock.orders;

import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a customer orders at a till because the shelf there is empty, and pays there.
 *
 * @param by the till's channel
 * @param key the order's number at the till: the same is the same order, however often it is placed
 * @param currency ISO 4217
 * @param delivery what is paid for sending it
 * @param shipTo about where it goes; null when nobody said
 * @param pickUpAt where its customer fetches it; null when it is sent
 * @param contact by what its customer is found again; never kept as it is
 */
public record TillOrder(
    String by,
    String key,
    String currency,
    List<Line> lines,
    BigDecimal delivery,
    @Nullable To shipTo,
    @Nullable LocationId pickUpAt,
    @Nullable Contact contact) {

  /** About where it goes, in degrees. */
  public record To(double latitude, double longitude) {}

  /**
   * So many of a SKU.
   *
   * @param price of one, with its tax
   */
  public record Line(Sku sku, int quantity, BigDecimal price) {}

  /**
   * As it was taken.
   *
   * @param total paid at the till
   * @param because how it can be sent
   */
  public record Placed(
      String channel, String order, String currency, String total, List<String> because) {}

  BigDecimal total() {
    return lines.stream()
        .map(line -> line.price().multiply(BigDecimal.valueOf(line.quantity())))
        .reduce(delivery, BigDecimal::add);
  }
}
