package dev.crossdock.delivery;

import dev.crossdock.kernel.Sku;
import java.time.Instant;
import java.util.List;

/**
 * A channel, which is owed nothing, was twice found to show other numbers than it took from us.
 * Heard within the transaction in which that was written down.
 *
 * @param channel which one
 * @param levels where, never none
 */
public record LevelsDrifted(String channel, List<Drifted> levels) {

  /** Takes a copy. */
  public LevelsDrifted {
    levels = List.copyOf(levels);
  }

  /**
   * One of them.
   *
   * @param desired what it should show
   * @param observed what it shows
   * @param observedAt by the channel's clock
   */
  public record Drifted(Sku sku, String slot, int desired, int observed, Instant observedAt) {}
}
