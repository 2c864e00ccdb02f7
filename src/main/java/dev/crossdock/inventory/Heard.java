package dev.crossdock.inventory;

import dev.crossdock.delivery.Slots;
import dev.crossdock.kernel.LocationId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Which locations their keepers spoke of since the last look. In memory: a row for each location
 * that every sale writes to would be a queue.
 */
@Component
class Heard {
  private final Set<LocationId> locations = ConcurrentHashMap.newKeySet();
  private final Slots slots;

  Heard(Slots slots) {
    this.slots = slots;
  }

  void from(List<Movement> movements) {
    movements.forEach(m -> from(m.fact().source(), m.fact().location()));
  }

  /** Only its keeper knows what is there; what others sell of it says nothing. */
  void from(String channel, LocationId location) {
    if (slots.keeps(channel, location)) {
      locations.add(location);
    }
  }

  Set<LocationId> take() {
    var taken = new HashSet<>(locations);
    locations.removeAll(taken);
    return taken;
  }
}
