package dev.crossdock.connectors;

import dev.crossdock.kernel.LocationId;
import java.util.List;

/**
 * One place as a channel knows it, and the places of ours that stand behind it.
 *
 * @param slot the channel's own location id, as the channel prints it
 * @param locations ours; several are pooled
 */
public record Slot(String slot, List<LocationId> locations) {

  /** Takes a copy. */
  public Slot {
    locations = List.copyOf(locations);
  }
}
