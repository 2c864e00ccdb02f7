package dev.crossdock.faults.chaos;

/**
 * One number on the books of a channel.
 *
 * @param key the SKU, as the channel tells it
 * @param place the channel's own location
 */
record Line(String channel, String key, String place) {
  @Override
  public String toString() {
    return "%s@%s at %s".formatted(key, place, channel);
  }
}
