package dev.crossdock.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What a relay has handed out and not heard the end of: as long as there is any, its lane rests.
 */
final class HandedOut {
  private static final long LEASE_NANOS = 30_000_000_000L;

  private record Out(Lane lane, long since) {}

  private final LongSupplier nanos;
  private final Map<Long, Out> out = new ConcurrentHashMap<>();
  private final Map<Lane, Integer> busy = new ConcurrentHashMap<>();

  HandedOut(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void add(Lane lane, List<Long> ids) {
    var now = nanos.getAsLong();
    ids.forEach(id -> out.put(id, new Out(lane, now)));
    busy.merge(lane, ids.size(), Integer::sum);
  }

  /** Returns the lanes of those that were out. */
  List<Lane> remove(Collection<Long> ids) {
    return ids.stream()
        .map(out::remove)
        .filter(java.util.Objects::nonNull)
        .map(this::ended)
        .toList();
  }

  private Lane ended(Out one) {
    busy.computeIfPresent(one.lane(), (lane, n) -> n == 1 ? null : n - 1);
    return one.lane();
  }

  boolean has(Lane lane) {
    return busy.containsKey(lane);
  }

  boolean has(long id) {
    return out.containsKey(id);
  }

  List<Long> all() {
    return List.copyOf(out.keySet());
  }

  /** Those whose lease has ended. */
  List<Long> lost() {
    return longerThan(LEASE_NANOS);
  }

  List<Long> longerThan(long age) {
    var now = nanos.getAsLong();
    return out.entrySet().stream()
        .filter(e -> now - e.getValue().since() > age)
        .map(Map.Entry::getKey)
        .toList();
  }
}
