package dev.crossdock.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing a channel told us, on its way through a route.
 *
 * @param id our number for it, in the inbox
 * @param channel who said so
 * @param topic what kind of thing it is, in the channel's own word
 * @param headers what came with it, from the allow list only
 * @param observedAt when we heard it; UTC
 * @param document what it says: the channel's shape before its mapping, ours after it
 * @param verdict how it ended before its last step (refused or ignored by its mapping); null while
 *     it is still on its way
 */
public record Message(
    long id,
    String channel,
    String topic,
    Map<String, String> headers,
    Instant observedAt,
    JsonNode document,
    @Nullable Verdict verdict) {

  /** The same message, saying the same thing in another shape. */
  public Message with(JsonNode mapped) {
    return new Message(id, channel, topic, headers, observedAt, mapped, verdict);
  }

  /** The same message, already at its end. */
  public Message ended(Verdict end) {
    return new Message(id, channel, topic, headers, observedAt, document, end);
  }
}
