package dev.crossdock.connectors;

import java.util.List;

/**
 * The channel files were read, at start-up or after an edit, and their routes are running.
 *
 * @param channels all there are now
 */
public record ChannelsChanged(List<Channel> channels) {

  /** Takes a copy. */
  public ChannelsChanged {
    channels = List.copyOf(channels);
  }
}
