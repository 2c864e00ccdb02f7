package dev.crossdock.inventory;

import dev.crossdock.kernel.LocationId;

/**
 * What the ledger holds of one SKU at one location.
 *
 * @param apart there, and not for sale: damaged, on display
 * @param keeps how much of what is on hand counts, in percent: 100, or less where the location was
 *     not heard for long
 */
record Shelf(LocationId location, int onHand, int promised, int safety, int apart, int keeps) {

  /** What of it can be promised. */
  int free() {
    return Math.max(0, raw());
  }

  /** Less than nothing where more is promised or kept there than counts. */
  int raw() {
    return onHand - stale() - promised - safety - apart;
  }

  /** What is on hand and does not count, because nobody knows whether it still is. */
  int stale() {
    return onHand <= 0 ? 0 : onHand - (int) ((long) onHand * keeps / 100);
  }
}
