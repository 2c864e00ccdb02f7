package dev.crossdock.delivery;

import dev.crossdock.kernel.LocationId;
import dev.crossdock.kernel.PromiseRules;
import java.util.List;

/**
 * What one channel sells from, and how much of it it may promise.
 *
 * @param shows whether it is told what can be sold
 * @param pools its own locations, in the order of its file, and ours behind each
 */
public record Offer(String channel, boolean shows, PromiseRules rules, List<Pool> pools) {

  /** Takes a copy. */
  public Offer {
    pools = List.copyOf(pools);
  }

  /** One place as the channel knows it; our locations behind it are one stock to it. */
  public record Pool(String slot, List<LocationId> locations) {

    /** Takes a copy. */
    public Pool {
      locations = List.copyOf(locations);
    }
  }
}
