package dev.crossdock.sandbox.shop;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One web order, and all that became of it.
 *
 * @param id above 2^53, as real ones are
 * @param updatedAt in whole seconds, as the shop says it
 * @param pickUpAt the hub's name for the store where its customer fetches it; null when it is sent
 * @param readyAt when its customer was told that it can be fetched; null while nobody was
 */
public record ShopOrder(
    long id,
    long number,
    String firstName,
    String lastName,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant cancelledAt,
    List<Line> lines,
    List<Fulfilment> fulfilments,
    List<Refund> refunds,
    @Nullable String pickUpAt,
    @Nullable Instant readyAt) {

  /** Of which nobody was told that it is ready. */
  public ShopOrder(
      long id,
      long number,
      String firstName,
      String lastName,
      Instant createdAt,
      Instant updatedAt,
      @Nullable Instant cancelledAt,
      List<Line> lines,
      List<Fulfilment> fulfilments,
      List<Refund> refunds,
      @Nullable String pickUpAt) {
    this(
        id,
        number,
        firstName,
        lastName,
        createdAt,
        updatedAt,
        cancelledAt,
        lines,
        fulfilments,
        refunds,
        pickUpAt,
        null);
  }

  /** One line of an order. */
  public record Line(long id, String sku, int quantity) {}

  /** So many units of a line. */
  public record Part(long lineId, int quantity) {}

  /** Whose parcel it is, and under which number. */
  public record Tracking(@Nullable String company, @Nullable String number, @Nullable String url) {}

  /**
   * What was sent in one go.
   *
   * @param tracking null where nobody said how
   */
  public record Fulfilment(
      long id, Instant createdAt, List<Part> parts, @Nullable Tracking tracking) {

    /** Sent by the shop's own people. */
    public Fulfilment(long id, Instant createdAt, List<Part> parts) {
      this(
          id,
          createdAt,
          parts,
          new Tracking("Royal Mail", "RM%dGB".formatted(id % 1_000_000_000L), null));
    }
  }

  /**
   * One line of a refund.
   *
   * @param restock {@code return}, {@code cancel} or {@code no_restock}
   */
  public record RefundLine(long id, long lineId, int quantity, String restock) {}

  /**
   * Money, and perhaps goods, given back.
   *
   * @param note why, for whoever reads it in the shop
   * @param paid where it is not what the lines cost
   */
  public record Refund(
      long id,
      Instant createdAt,
      List<RefundLine> lines,
      @Nullable String note,
      @Nullable BigDecimal paid) {

    /** What the lines cost is paid back. */
    public Refund(long id, Instant createdAt, List<RefundLine> lines) {
      this(id, createdAt, lines, null, null);
    }
  }

  /** The line with an id. */
  public Line line(long lineId) {
    return lines.stream().filter(line -> line.id() == lineId).findFirst().orElseThrow();
  }

  /** Units of a line that were sent. */
  public int sent(long lineId) {
    return fulfilments.stream()
        .flatMap(fulfilment -> fulfilment.parts().stream())
        .filter(part -> part.lineId() == lineId)
        .mapToInt(Part::quantity)
        .sum();
  }

  /** Units of a line that are promised and not yet sent. */
  public int open(long lineId) {
    return cancelledAt != null
        ? 0
        : line(lineId).quantity() - sent(lineId) - refunded(lineId, true);
  }

  /** Units of a line that were sent and could still come back. */
  public int returnable(long lineId) {
    return sent(lineId) - refunded(lineId, false);
  }

  /** Whether anything is still to be sent. */
  @JsonIgnore
  public boolean isOpen() {
    return lines.stream().anyMatch(line -> open(line.id()) > 0);
  }

  private int refunded(long lineId, boolean beforeSending) {
    return refunds.stream()
        .flatMap(refund -> refund.lines().stream())
        .filter(line -> line.lineId() == lineId)
        .filter(line -> line.restock().equals("cancel") == beforeSending)
        .mapToInt(RefundLine::quantity)
        .sum();
  }

  /** The same order, cancelled. */
  public ShopOrder cancelled(Instant at) {
    return new ShopOrder(
        id,
        number,
        firstName,
        lastName,
        createdAt,
        at,
        at,
        lines,
        fulfilments,
        refunds,
        pickUpAt,
        readyAt);
  }

  /** The same order, waiting for its customer; nothing that is read of it has changed. */
  public ShopOrder ready(Instant at) {
    return new ShopOrder(
        id,
        number,
        firstName,
        lastName,
        createdAt,
        updatedAt,
        cancelledAt,
        lines,
        fulfilments,
        refunds,
        pickUpAt,
        at);
  }

  /** The same order, with more of it sent. */
  public ShopOrder with(List<Fulfilment> more, Instant at) {
    var all = new ArrayList<>(fulfilments);
    all.addAll(more);
    return new ShopOrder(
        id,
        number,
        firstName,
        lastName,
        createdAt,
        at,
        cancelledAt,
        lines,
        List.copyOf(all),
        refunds,
        pickUpAt,
        readyAt);
  }

  /** The same order, with a refund. */
  public ShopOrder with(Refund refund) {
    var all = new ArrayList<>(refunds);
    all.add(refund);
    return new ShopOrder(
        id,
        number,
        firstName,
        lastName,
        createdAt,
        refund.createdAt(),
        cancelledAt,
        lines,
        fulfilments,
        List.copyOf(all),
        pickUpAt,
        readyAt);
  }
}
