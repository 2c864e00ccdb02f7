package dev.crossdock.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Unbooked;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a channel is asked for one page of what changed. */
@Component
class Questions {
  private static final int PAGE = 250;

  /** They wait for a system to book them, most of them for seconds. */
  private static final int MOST_UNBOOKED = 200;

  private final Unbooked unbooked;

  Questions(Unbooked unbooked) {
    this.unbooked = unbooked;
  }

  /**
   * For a page. What a read with a brake told may have been parked and never have taken effect: a
   * system that books tells of each booking once, so it is asked for those that we miss by name.
   */
  JsonNode page(
      Sync sync,
      @Nullable String cursor,
      Manifest.Read read,
      Instant until,
      @Nullable String page) {
    var since = cursor == null ? Instant.EPOCH : Instant.parse(cursor).minus(read.overlap());
    var question = Json.mapper().createObjectNode().put("channel", sync.channel());
    question
        .put("since", since.toString())
        .put("until", until.toString())
        .put("page", page)
        .put("limit", PAGE);
    if (read.brake()) {
      var missed = question.putArray("unbooked");
      unbooked.longest(sync.channel(), MOST_UNBOOKED).forEach(missed::add);
    }
    return question;
  }
}
