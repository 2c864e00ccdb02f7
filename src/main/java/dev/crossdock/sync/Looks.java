package dev.crossdock.sync;

import java.util.Collection;
import java.util.OptionalLong;

/**
 * A second look at just some of what a channel holds, to see whether a difference is still there.
 */
public interface Looks {

  /**
   * Asks the channel for these alone and stages what it says, as a snapshot that is not whole; it
   * is told like any other ({@link SnapshotTaken}) before this returns. What was asked for and is
   * not in it is not there.
   *
   * @param channel whose
   * @param entity of what: {@code stock}, {@code orders}
   * @param keys our SKUs, or the channel's ids of its orders; as many as one likes, asked for in
   *     calls as large as the system takes
   * @return its number; empty when the channel cannot be asked for some items alone
   * @throws dev.crossdock.kernel.HubException when the channel does not answer; one that passes is
   *     worth asking again
   */
  OptionalLong look(String channel, String entity, Collection<String> keys);
}
