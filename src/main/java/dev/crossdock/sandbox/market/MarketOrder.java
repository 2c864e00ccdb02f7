package dev.crossdock.sandbox.market;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One order on the marketplace, sent by the merchant. */
public record MarketOrder(
    String id,
    Instant createdAt,
    Instant updatedAt,
    boolean cancelled,
    List<Line> lines,
    List<Parcel> parcels) {

  /** One item of an order. */
  public record Line(String id, String sku, int quantity) {}

  /** So many units of a line. */
  public record Part(String lineId, int quantity) {}

  /**
   * What was sent in one go.
   *
   * @param reference the seller's own number for it within the order
   */
  public record Parcel(
      String reference, Instant createdAt, List<Part> parts, String carrier, String tracking) {}

  /** Units of a line that were sent. */
  public int sent(String lineId) {
    return parcels.stream()
        .flatMap(parcel -> parcel.parts().stream())
        .filter(part -> part.lineId().equals(lineId))
        .mapToInt(Part::quantity)
        .sum();
  }

  /** What is still to be sent of a line. */
  public int open(String lineId) {
    return open().stream().filter(line -> line.id().equals(lineId)).mapToInt(Line::quantity).sum();
  }

  /** The lines still to be sent, as far as they are. */
  @JsonIgnore
  public List<Line> open() {
    return cancelled
        ? List.of()
        : lines.stream()
            .map(line -> new Line(line.id(), line.sku(), line.quantity() - sent(line.id())))
            .filter(line -> line.quantity() > 0)
            .toList();
  }

  /** The parcel with a reference. */
  public Optional<Parcel> parcel(String reference) {
    return parcels.stream().filter(parcel -> parcel.reference().equals(reference)).findFirst();
  }

  /** How far it got, in the marketplace's words. */
  @JsonIgnore
  public String status() {
    if (cancelled) {
      return "CANCELLED";
    }
    if (parcels.isEmpty()) {
      return "UNSHIPPED";
    }
    return open().isEmpty() ? "SHIPPED" : "PARTIALLY_SHIPPED";
  }

  /** The same order, cancelled. */
  public MarketOrder cancelled(Instant at) {
    return new MarketOrder(id, createdAt, at, true, lines, parcels);
  }

  /** The same order, with one more parcel sent. */
  public MarketOrder with(Parcel parcel) {
    var all = new ArrayList<>(parcels);
    all.add(parcel);
    return new MarketOrder(id, createdAt, parcel.createdAt(), cancelled, lines, List.copyOf(all));
  }
}
