package dev.crossdock.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.kernel.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that is being taken.
 *
 * @param channel of whom
 * @param entity of what
 * @param scope which part of it
 * @param share how much of the channel's calls may be used
 * @param who what its calls are for
 * @param progress who is told how far it has come
 */
record SnapshotTask(
    String channel, String entity, Scope scope, double share, Precedence who, Progress progress) {

  Paging.By by(String route, @Nullable String budget, @Nullable Double cost) {
    return new Paging.By(channel, who, route, budget, cost == null ? 1 : cost, share);
  }

  ObjectNode question(Instant at) {
    return Json.mapper()
        .createObjectNode()
        .put("channel", channel)
        .put("entity", entity)
        .put("at", at.toString());
  }

  /** As it is called in a sentence. */
  String name() {
    return "the snapshot of %s of channel %s".formatted(entity, channel);
  }
}
