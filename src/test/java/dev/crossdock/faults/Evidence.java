package dev.crossdock.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the world outside the hub knows by itself: what it was promised, and what it was shown.
 *
 * <p>Collected by senders and stand-ins, never read from the hub. Any thread may add; {@link
 * Checker} takes a copy first and looks at the database afterwards, so what was acknowledged is
 * always the older of the two.
 */
public final class Evidence {
  /** A sender was answered 2xx; these ledger keys must then exist once the message is applied. */
  record Acknowledged(String channel, String messageId, List<String> keys) {}

  /** A write that took effect at a channel, in the order of the channel. */
  record Write(Place place, long version, int quantity) {}

  /** One number of one channel. */
  record Place(String channel, String sku, String slot) {}

  /** What a system was told and did. */
  record Done(String channel, String key) {}

  /** What the senders' own books say of one SKU at one location. */
  record Level(String sku, String location, int onHand, int reserved) {}

  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final List<Write> writes = new ArrayList<>();
  private final List<Done> done = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();
  private final Map<Place, Integer> shown = new HashMap<>();
  private final Set<String> comparing = new HashSet<>();

  /**
   * A message was answered 2xx.
   *
   * @param messageId the transport id; for a line of a file {@code <file name>#<line>}
   * @param keys the business keys of what it says, as the ledger knows them; empty when it moves no
   *     stock
   */
  public synchronized void acknowledged(String channel, String messageId, Collection<String> keys) {
    acknowledged.add(new Acknowledged(channel, messageId, List.copyOf(keys)));
  }

  /** A write took effect at a channel; call in the order in which the channel did them. */
  public synchronized void wrote(
      String channel, String sku, String slot, long version, int quantity) {
    writes.add(new Write(new Place(channel, sku, slot), version, quantity));
  }

  /** Writes to this channel name the value they replace, so an old one can never win. */
  public synchronized void compares(String channel) {
    comparing.add(channel);
  }

  /** What a channel shows now, whoever changed it; the last word before {@link Checker#after}. */
  public synchronized void shows(String channel, String sku, String slot, int quantity) {
    shown.put(new Place(channel, sku, slot), quantity);
  }

  /** A system did what a fact of the outbox says; a repeat it recognised is not doing it. */
  public synchronized void did(String channel, String key) {
    done.add(new Done(channel, key));
  }

  /** What must be there in the end, by the senders' own sums. */
  public synchronized void expects(String sku, String location, int onHand, int reserved) {
    levels.add(new Level(sku, location, onHand, reserved));
  }

  synchronized Evidence copy() {
    var copy = new Evidence();
    copy.acknowledged.addAll(acknowledged);
    copy.writes.addAll(writes);
    copy.done.addAll(done);
    copy.levels.addAll(levels);
    copy.shown.putAll(shown);
    copy.comparing.addAll(comparing);
    return copy;
  }

  List<Acknowledged> acknowledged() {
    return acknowledged;
  }

  List<Write> writes() {
    return writes;
  }

  List<Done> done() {
    return done;
  }

  List<Level> levels() {
    return levels;
  }

  Map<Place, Integer> shown() {
    return shown;
  }

  Set<String> comparing() {
    return comparing;
  }
}
