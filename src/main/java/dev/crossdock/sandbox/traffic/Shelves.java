package dev.crossdock.sandbox.traffic;

import dev.crossdock.sandbox.world.Place;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Keeps staff from counting shelves while a colleague has goods of them in hand: nobody could say
 * whether they were counted.
 */
final class Shelves {
  private final Set<Place> inHand = EnumSet.noneOf(Place.class);

  /** Counts, unless goods of that store are in somebody's hands. */
  synchronized boolean count(Place store, BooleanSupplier count) {
    return !inHand.contains(store) && count.getAsBoolean();
  }

  synchronized void take(Place store) {
    inHand.add(store);
  }

  synchronized void release(Place store) {
    inHand.remove(store);
  }
}
