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

  synchronized void into(Evidence evidence) {
    sums.forEach((key, sum) -> evidence.expects(key.sku(), key.location(), sum[0], sum[1]));
  }
}
