package dev.crossdock.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.crossdock.kernel.BusinessKey;
import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a channel says happened to the stock of one SKU at one location.
 *
 * @param message which message said so: its place in the batch
 * @param key what makes it this happening and no other, for ever
 * @param kind what happened
 * @param quantity units, never negative; for a count, the units that were counted
 * @param occurredAt when it happened, by the source's clock; UTC
 * @param source the channel that said so
 * @param reservation the promise it makes, ends or keeps; null when it concerns none
 * @param whole the bundle of which it is a part; null when it is none
 */
record Fact(
    int message,
    BusinessKey key,
    Kind kind,
    Sku sku,
    LocationId location,
    int quantity,
    Instant occurredAt,
    String source,
    @Nullable BusinessKey reservation,
    @Nullable Whole whole) {

  /** Of something that is no part of a bundle. */
  Fact(
      int message,
      BusinessKey key,
      Kind kind,
      Sku sku,
      LocationId location,
      int quantity,
      Instant occurredAt,
      String source,
      @Nullable BusinessKey reservation) {
    this(message, key, kind, sku, location, quantity, occurredAt, source, reservation, null);
  }

  /** What can happen to stock. */
  enum Kind {
    @JsonProperty("sale")
    SALE,
    RESERVATION,
    RELEASE,
    FULFILMENT,
    @JsonProperty("return")
    RETURN,
    @JsonProperty("receipt")
    RECEIPT,
    @JsonProperty("adjustment")
    ADJUSTMENT,
    @JsonProperty("count")
    COUNT,
    REBASE
  }

  /**
   * A bundle that was sold.
   *
   * @param quantity of it; said by one of its parts, and 0 by the others
   */
  record Whole(Sku sku, int quantity) {}

  record Place(Sku sku, LocationId location) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      var bySku = sku.compareTo(other.sku);
      return bySku != 0 ? bySku : location.compareTo(other.location);
    }
  }

  Fact inMessage(int other) {
    return new Fact(
        other, key, kind, sku, location, quantity, occurredAt, source, reservation, whole);
  }

  /** The same at another place. */
  Fact at(Place place) {
    return new Fact(
        message,
        key,
        kind,
        place.sku(),
        place.location(),
        quantity,
        occurredAt,
        source,
        reservation,
        whole);
  }

  /** What the source sold or took back by its own count: the bundle, not its parts. */
  Whole counted() {
    return whole == null ? new Whole(sku, quantity) : whole;
  }

  Place place() {
    return new Place(sku, location);
  }
}
