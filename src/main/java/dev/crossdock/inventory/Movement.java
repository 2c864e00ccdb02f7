package dev.crossdock.inventory;

import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger: a fact, and what it changed.
 *
 * @param onHand change of units on the shelf
 * @param reserved change of units promised
 * @param version the level's version after it
 * @param note why it changed what it changed, where that surprises; null otherwise
 */
record Movement(Fact fact, int onHand, int reserved, long version, @Nullable String note) {
  /** The note of a first figure: nothing came or went, only nobody had known it. */
  static final String OPENS_THE_BOOKS = "opens the books";
}
