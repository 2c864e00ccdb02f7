package dev.crossdock.divergence.compare;

import dev.crossdock.delivery.HubCore;

/** Lets a core without threads look again at what is suspected. */
public final class SecondLookNow {
  private SecondLookNow() {}

  /** Looks where the time has come. */
  public static void take(HubCore core) {
    core.get(SecondLooks.class).look();
  }
}
