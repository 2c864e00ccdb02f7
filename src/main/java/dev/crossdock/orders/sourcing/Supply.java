package dev.crossdock.orders.sourcing;

import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.Sku;

/** What there is, as of the moment of the choice. */
public interface Supply {

  /** How many of a SKU can be promised there. */
  int sellable(Sku sku, LocationId at);

  /** How many orders the location has been given in the last hour. */
  int takenThisHour(LocationId at);
}
