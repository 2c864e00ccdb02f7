package dev.crossdock.sandbox.market;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

  /** What was sent in one go; it holds whole lines. */
  public record Parcel(String reference, Instant createdAt, List<String> lineIds) {}

  /** Whether a line was sent. */
  public boolean sent(String lineId) {
    return parcels.stream().anyMatch(parcel -> parcel.lineIds().contains(lineId));
  }

  /** The lines still to be sent. */
  @JsonIgnore
  public List<Line> open() {
    return cancelled ? List.of() : lines.stream().filter(line -> !sent(line.id())).toList();
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
