package dev.crossdock.orders;

import dev.crossdock.kernel.LocationId;
import dev.crossdock.orders.sourcing.Point;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A canonical Order; see {@code mappings/canonical/order.schema.json}. Only what the order book
 * reckons with: the document itself is kept as it came out of its mapping.
 *
 * @param placedAt null where only a part of the order was told: a refund on its own
 * @param cancelledAt null while it stands
 * @param money null where only a part of the order was told
 * @param shipTo about where it goes; null when the channel does not say
 * @param pickUpAt where its customer fetches it; null when it is sent
 * @param receipt how a till told it; null where it was no till
 */
record Order(
    String id,
    @Nullable String name,
    @Nullable Instant placedAt,
    Instant updatedAt,
    @Nullable Instant cancelledAt,
    @Nullable String cancelCause,
    boolean test,
    @Nullable Money money,
    @Nullable Point shipTo,
    @Nullable LocationId pickUpAt,
    List<Line> lines,
    List<Charge> charges,
    List<Fulfilment> fulfilments,
    List<Refund> refunds,
    @Nullable String receipt) {

  Order {
    charges = charges == null ? List.of() : charges;
  }

  /** Whether the channel told all of it; the newest such telling is what the order is. */
  boolean isWhole() {
    return placedAt != null;
  }

  /** A till's: its goods were handed over there and then. */
  boolean isReceipt() {
    return receipt != null;
  }

  /** What was paid back, as far as the channel says. */
  BigDecimal refunded() {
    return sum(refunds.stream());
  }

  /** What was paid back of what was paid for this order; not for goods that it did not sell. */
  BigDecimal refundedOfIt() {
    return sum(refunds.stream().filter(refund -> !refund.isWithoutSale()));
  }

  private static BigDecimal sum(Stream<Refund> refunds) {
    return refunds
        .map(Refund::amount)
        .filter(Objects::nonNull)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * What the channel says that it comes to.
   *
   * @param currency ISO 4217
   * @param taxIncluded whether prices hold their tax already
   */
  record Money(String currency, BigDecimal total, BigDecimal tax, boolean taxIncluded) {}

  /**
   * Something that was ordered.
   *
   * @param sku null where it moves no stock of ours
   * @param requiresShipping false where nothing is sent for it
   * @param price of one, before discounts
   * @param discount of all of them together
   * @param tax of all of them together
   */
  record Line(
      String id,
      @Nullable String sku,
      @Nullable Boolean requiresShipping,
      int quantity,
      @Nullable BigDecimal price,
      @Nullable BigDecimal discount,
      @Nullable BigDecimal tax) {

    boolean isSent() {
      return requiresShipping == null || requiresShipping;
    }
  }

  /** What is paid beside the lines: shipping, a tip, a duty. */
  record Charge(String kind, BigDecimal price, @Nullable BigDecimal discount) {}

  record Fulfilment(String id, @Nullable Instant at, List<Part> lines) {}

  /** So many of a line. */
  record Part(String line, int quantity) {}

  /**
   * What came back, and what was paid back.
   *
   * @param amount null where the channel does not say
   * @param asked the return of ours that it pays; null where the channel refunded by itself
   * @param withoutSale true where nobody knows in which order its goods were sold
   */
  record Refund(
      String id,
      @Nullable Instant at,
      @Nullable BigDecimal amount,
      @Nullable String asked,
      List<RefundLine> lines,
      @Nullable Boolean withoutSale) {

    boolean isWithoutSale() {
      return Boolean.TRUE.equals(withoutSale);
    }
  }

  /**
   * So many of a line.
   *
   * @param restock none, release or return
   */
  record RefundLine(String id, String line, int quantity, String restock) {}
}
