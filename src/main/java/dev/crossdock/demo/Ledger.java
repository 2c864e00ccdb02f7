package dev.crossdock.demo;

import java.util.Map;

/**
 * What the hub holds true.
 *
 * @param levels by SKU and our own location
 * @param derived what each system's own location must therefore hold or show
 */
record Ledger(Map<Place, Level> levels, Map<Place, Integer> derived) {

  /** What is there and how much of it is promised. */
  record Level(int onHand, int reserved) {}
}
