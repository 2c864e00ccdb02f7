package dev.crossdock.demo;

import java.time.Instant;
import java.util.List;

/** What the stand-ins know to be true because they made it happen, whatever the hub did. */
final class Oracle {
  private Oracle() {}

  /**
   * One thing that happened to stock.
   *
   * @param seq its place among all facts
   * @param key what the hub must have booked it under, once
   * @param emittedAt when the hub could first have known
   */
  record Fact(long seq, String key, String kind, String channel, String sku, Instant emittedAt) {}

  /** What one place must hold. */
  record Level(String sku, String location, int onHand, int reserved) {}

  /** What a system shows or must show under its own location id. */
  record Shown(String channel, String sku, String slot, int quantity) {}

  /**
   * What must be so once everything has settled.
   *
   * @param parked how many messages were made wrong on purpose
   * @param fetched how many parcels customers fetched in a store
   * @param returned how many times customers brought something back to a store
   */
  record Expected(
      List<Level> levels, List<Shown> shows, long parked, long fetched, long returned) {}
}
