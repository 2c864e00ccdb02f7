package dev.crossdock.divergence;

import dev.crossdock.delivery.HubCore;

/** What puts right what the reads of levels find, without the comparing of snapshots. */
public final class HealingParts {
  private HealingParts() {}

  /** The parts of this module that it takes. */
  public static Class<?>[] parts() {
    return new Class<?>[] {
      Policies.class, LevelDrifts.class, HealTable.class, HealRounds.class, Healing.class
    };
  }

  /** Decides about all that drifted. */
  public static void round(HubCore core) {
    core.get(Healing.class).round();
  }
}
