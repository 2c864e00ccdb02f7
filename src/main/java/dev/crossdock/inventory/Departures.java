package dev.crossdock.inventory;

import dev.crossdock.kernel.Sku;
import java.util.List;
import org.springframework.stereotype.Service;

/** Says what was taken off the shelf because a channel said that it was sent. */
@Service
public class Departures {
  private final LedgerTables tables;
  private final Bundles bundles;

  Departures(LedgerTables tables, Bundles bundles) {
    this.tables = tables;
    this.bundles = bundles;
  }

  /**
   * How many units of a line were booked under a fulfilment: fewer than the channel said, or none,
   * where we had sent them ourselves.
   */
  public int units(String channel, String order, String fulfilment, String line, Sku sku) {
    var key = bundles.booked(OrderFacts.fulfilment(channel, order, fulfilment, line), sku);
    return bundles.wholes(tables.quantities(List.of(key)).getOrDefault(key, 0), sku);
  }
}
