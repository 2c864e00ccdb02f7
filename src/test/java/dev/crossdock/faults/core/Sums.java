package dev.crossdock.faults.core;

import dev.crossdock.faults.Evidence;
import java.util.HashMap;
import java.util.Map;

/** The senders' own books: what must be on hand and reserved in the end. */
final class Sums {
  private record Key(String sku, String location) {}

  private final Map<Key, int[]> sums = new HashMap<>();

  synchronized void add(String sku, String location, int onHand, int reserved) {
    var sum = sums.computeIfAbsent(new Key(sku, location), key -> new int[2]);
    sum[0] += onHand;
    sum[1] += reserved;
  }

  /** What may be promised of it there. */
  synchronized int promisable(String sku, String location) {
    var sum = sums.getOrDefault(new Key(sku, location), new int[2]);
    return Math.max(0, sum[0] - sum[1]);
  }

  synchronized void into(Evidence evidence) {
    sums.forEach((key, sum) -> evidence.expects(key.sku(), key.location(), sum[0], sum[1]));
  }
}
