package dev.crossdock.delivery;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What is handed out at a time: a part of a channel's shards.
 *
 * @param channel whose messages
 * @param number from 0
 */
record Lane(String channel, int number) {
  /** So many for each channel. */
  static final int LANES = 4;

  static Lane of(String channel, int shard) {
    return new Lane(channel, shard % LANES);
  }

  static List<Lane> all(String channel) {
    return IntStream.range(0, LANES).mapToObj(n -> new Lane(channel, n)).toList();
  }

  boolean has(short shard) {
    return shard % LANES == number;
  }

  /** The group under which the broker keeps its parcels in order. */
  String group() {
    return channel + '/' + number;
  }
}
