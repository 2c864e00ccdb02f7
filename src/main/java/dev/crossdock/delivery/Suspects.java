package dev.crossdock.delivery;

import dev.crossdock.kernel.Failure;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that were, or may have been, at work when the hub died. They are handed out strictly one
 * at a time, marked before their work, so that the next death has one culprit; the third parks it.
 *
 * <p>A hub that is killed for other reasons must park nobody who is innocent: who was alone at work
 * once already is tried again only when the hub has lived a while, which a hub that is killed every
 * few seconds does not.
 */
final class Suspects {
  private static final Logger LOG = LoggerFactory.getLogger(Suspects.class);
  private static final long A_WHILE_NANOS = 10_000_000_000L;
  private static final long NOBODY = -1;

  private final SuspectTable table;
  private final LongSupplier nanos;
  private final long bornAt;
  private volatile Set<Lane> heldBack = Set.of();
  private volatile boolean any;
  private volatile long out = NOBODY;

  Suspects(SuspectTable table, LongSupplier nanos) {
    this.table = table;
    this.nanos = nanos;
    this.bornAt = nanos.getAsLong();
  }

  /** Parks those that took the hub down for the third time, and sees who is left. */
  void look(List<Short> shards, long epoch) {
    for (var id : table.culprits(shards)) {
      if (table.park(id, epoch, poison())) {
        LOG.atError().addKeyValue("messageId", id).log("parked message: the hub died of it");
      }
    }
    var lanes = table.lanes(shards);
    any = !lanes.isEmpty();
    heldBack =
        lanes.stream()
            .filter(each -> each.crashes() < SuspectTable.ALONE)
            .map(SuspectTable.Waiting::lane)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether there are any. */
  boolean any() {
    return any;
  }

  /** The one that is at work. */
  long out() {
    return out;
  }

  /** Whether others of this lane wait until its suspects are done with, to keep their order. */
  boolean holdBack(Lane lane) {
    return heldBack.contains(lane);
  }

  /** The next, marked as the one that is at work now; none when its turn has not come. */
  List<Relayed.Handed> next(List<Short> shards, long epoch) {
    var lived = nanos.getAsLong() - bornAt > A_WHILE_NANOS;
    var next = table.next(shards, epoch, lived ? SuspectTable.ALONE : 1);
    out = next.isEmpty() ? NOBODY : next.get(0).id();
    if (next.isEmpty()) {
      heldBack = Set.of();
      any = !lived && !table.lanes(shards).isEmpty();
    }
    return next;
  }

  private static Failure poison() {
    return new Failure.Poison(
        "DEL-030",
        "the hub died %d times while it worked on this message, the last times on it alone. Keep it for whoever mends the hub; replay after the fix."
            .formatted(SuspectTable.MOST_CRASHES));
  }
}
