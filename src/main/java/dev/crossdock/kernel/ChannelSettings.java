package dev.crossdock.kernel;

import java.util.Map;

/** Tells a mapping what its channel's file says: its zone, its currency, its own settings. */
public interface ChannelSettings {

  /**
   * The channel's {@code channel}, {@code zone}, {@code currency} and every key of its {@code
   * settings}; never a secret. Empty when there is no such channel.
   */
  Map<String, String> of(String channel);
}
