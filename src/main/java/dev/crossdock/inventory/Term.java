package dev.crossdock.inventory;

import dev.crossdock.kernel.LocationId;
import org.jspecify.annotations.Nullable;

/**
 * One reason why so many can be promised, and by how many it makes them more or fewer. All terms of
 * an answer together are the answer.
 *
 * @param at where; null for what concerns the channel as a whole
 */
public record Term(Kind kind, @Nullable LocationId at, int units, String because) {

  /** What makes a difference. */
  public enum Kind {
    ON_HAND,
    PROMISED,
    SAFETY,
    APART,
    /** More is promised there than is there; that takes nothing from elsewhere. */
    SHORT,
    STALE,
    /** As many bundles as the scarcest part makes there. */
    PARTS,
    BUFFER,
    CAP
  }
}
