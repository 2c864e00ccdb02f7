package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Flows;
import dev.crossdock.delivery.CallTable.Call;
import dev.crossdock.delivery.CallTable.Item;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes every call to a system, and keeps who was told what, when, and what was answered. Each
 * retry is a call of its own.
 *
 * <p>Keeping comes after the answer and never spoils it: when it fails, or the process dies in
 * between, the call has its effect and no record (ADR 0021).
 */
@Component
public class Calls {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  private final Flows flows;
  private final CallTable table;

  Calls(Flows flows, CallTable table) {
    this.flows = flows;
    this.table = table;
  }

  /** What one call said and heard. */
  private static final class Said implements Flows.Witness {
    private @Nullable JsonNode sent;
    private @Nullable JsonNode answered;

    @Override
    public void saw(@Nullable JsonNode told, @Nullable JsonNode heard) {
      sent = told;
      answered = heard;
    }
  }

  /**
   * As {@link Flows#call(String, String, JsonNode)}.
   *
   * @throws dev.crossdock.kernel.HubException as it does
   */
  public JsonNode call(String route, String channel, JsonNode document) {
    var began = System.nanoTime();
    var said = new Said();
    try {
      var answer = flows.call(route, channel, document, said);
      keep(route, channel, document, Reply.of(answer), answer, said, began);
      return answer;
    } catch (RuntimeException e) {
      keep(route, channel, document, Reply.to(() -> throwing(e)), null, said, began);
      throw e;
    }
  }

  private static JsonNode throwing(RuntimeException e) {
    throw e;
  }

  private void keep(
      String route,
      String channel,
      JsonNode document,
      Reply reply,
      @Nullable JsonNode answer,
      Said said,
      long began) {
    try {
      var millis = (int) Math.min(Integer.MAX_VALUE, (System.nanoTime() - began) / 1_000_000);
      var items = items(channel, document, reply);
      var read = items.isEmpty();
      var count = read && answer != null ? answer.path("items").size() : items.size();
      var failure = read ? readFailure(reply, answer) : reply.failure();
      // a page that was read is in the inbox, item by item: only what went wrong is kept of it
      var evidence = !read || failure != null;
      table.add(
          new Call(
              channel,
              route,
              millis,
              count,
              failure,
              evidence ? said.sent : null,
              evidence ? said.answered : null),
          items);
      CrashPoints.hit("calls.kept");
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("channel", channel).setCause(e).log("a call has no record");
    }
  }

  private static List<Item> items(String channel, JsonNode document, Reply reply) {
    var items = new ArrayList<Item>();
    for (var asked : document.path("items")) {
      var key = asked.path("key").asText("");
      var outcome = reply.outcome(channel, key);
      var version = asked.hasNonNull("version") ? asked.get("version").longValue() : null;
      items.add(
          new Item(
              key,
              version,
              outcome.word(),
              outcome.taken() ? null : outcome.code(),
              outcome.taken() ? null : outcome.sentence()));
    }
    return items;
  }

  private static @Nullable Failure readFailure(Reply reply, @Nullable JsonNode answer) {
    if (reply.failure() != null || answer == null) {
      return reply.failure();
    }
    var outcome = answer.path("outcome").asText("applied");
    return switch (outcome) {
      case "applied" -> null;
      case "throttled" ->
          new Failure.Throttled(code(answer), answer.path("message").asText(""), null);
      case "auth" -> new Failure.Auth(code(answer), answer.path("message").asText(""));
      default -> new Failure.Transient(code(answer), answer.path("message").asText(outcome));
    };
  }

  private static String code(JsonNode answer) {
    return answer.path("code").asText("");
  }
}
