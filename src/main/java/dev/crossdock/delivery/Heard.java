package dev.crossdock.delivery;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something a channel said, as it arrived and before anyone has understood it.
 *
 * @param channel who said it
 * @param topic what kind of thing it is, in the channel's own word
 * @param intake the route template that will take it
 * @param orderKey messages with the same key keep their order
 * @param messageId the channel's own name for this telling; null when it has none
 * @param polled whether we asked for it: the same id is then the same message, and is kept once
 * @param body the raw bytes
 * @param headers what came with it, from the manifest's allow list only
 * @param observedAt when we heard it; UTC
 * @param file the file it is a part of; null when none
 * @param line where in that file, from 1; null when none
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes, handed on once and never compared
public record Heard(
    String channel,
    String topic,
    String intake,
    String orderKey,
    @Nullable String messageId,
    boolean polled,
    byte[] body,
    Map<String, String> headers,
    Instant observedAt,
    @Nullable Long file,
    @Nullable Integer line) {

  /** A webhook. */
  public static Heard webhook(
      String channel,
      String topic,
      String intake,
      String orderKey,
      @Nullable String messageId,
      byte[] body,
      Map<String, String> headers,
      Instant observedAt) {
    return new Heard(
        channel, topic, intake, orderKey, messageId, false, body, headers, observedAt, null, null);
  }

  /** Something found by asking. */
  public static Heard polled(
      String channel,
      String topic,
      String intake,
      String orderKey,
      String messageId,
      byte[] body,
      Instant observedAt) {
    return new Heard(
        channel, topic, intake, orderKey, messageId, true, body, Map.of(), observedAt, null, null);
  }

  /** Messages fall into this many shards by their order key; each shard is relayed in order. */
  static final int SHARDS = 16;

  Lane lane() {
    return Lane.of(channel, shard());
  }

  short shard() {
    return shardOf(channel, orderKey);
  }

  static short shardOf(String channel, String orderKey) {
    return (short) Math.floorMod((channel + '/' + orderKey).hashCode(), SHARDS);
  }
}
