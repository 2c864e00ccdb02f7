package dev.crossdock.orders.sourcing;

import dev.crossdock.kernel.LocationId;
import org.jspecify.annotations.Nullable;

/**
 * A location that orders can be sent from, or fetched at.
 *
 * @param at where it is; null where nobody said
 * @param ordersPerHour how many it can pick and pack
 * @param ships whether it sends parcels (for a store: ship-from-store is switched on)
 * @param pickUp whether customers fetch their orders there
 * @param cost of one parcel, in any unit that is the same for all
 */
public record Site(
    LocationId id,
    @Nullable Point at,
    int ordersPerHour,
    boolean ships,
    boolean pickUp,
    double cost) {}
