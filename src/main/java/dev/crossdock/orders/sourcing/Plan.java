package dev.crossdock.orders.sourcing;

import dev.crossdock.kernel.LocationId;
import java.util.List;
import java.util.Map;

/**
 * From where an order is sent.
 *
 * @param parcels empty when nobody can send it
 * @param because each thing that decided it, in the order in which it did
 */
public record Plan(List<Parcel> parcels, List<String> because) {

  /**
   * What one location sends.
   *
   * @param lines how many of each line, by the line's id
   */
  public record Parcel(LocationId from, Map<String, Integer> lines) {}

  public boolean isPossible() {
    return !parcels.isEmpty();
  }
}
