package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.delivery.ReadBackTable.Due;
import dev.crossdock.delivery.ReadBackTable.Look;
import dev.crossdock.delivery.ReadBackTable.Lost;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One round of asking a channel whether it shows what it accepted. A write counts as lost only when
 * no sale of the channel's own can explain what it shows instead (ADR 0020).
 *
 * <p>It has no thread and no clock of its own.
 */
final class ReadBackRound {
  /** So many lost writes in a row are made again at once; then somebody is told. */
  static final int MOST_LOST = 3;

  private static final long NOT_SAID_MILLIS = 60_000;

  private final String channel;
  private final ReadBackTable table;
  private final TargetClaims claims;
  private final Asking asking;

  ReadBackRound(String channel, ReadBackTable table, TargetClaims claims, Asking asking) {
    this.channel = channel;
    this.table = table;
    this.claims = claims;
    this.asking = asking;
  }

  /** Takes those whose turn it is, as many as one call asks for. */
  List<Due> claim(Manifest.ReadBack read) {
    var due = table.claim(channel, read.batch() == null ? 1 : read.batch());
    if (!due.isEmpty()) {
      CrashPoints.hit("confirm.claimed");
    }
    return due;
  }

  /** Asks the channel. It never throws: a call that failed is an answer too. */
  Reply call(Manifest.ReadBack read, List<Due> due) {
    var reply = Reply.to(false, () -> asking.call(read.route(), channel, request(due)));
    CrashPoints.hit("confirm.called");
    return reply;
  }

  /** Confirms what is shown and owes again what was lost; tells of those. */
  List<Lost> learn(Manifest.Write write, List<Due> due, Reply reply) {
    var looks = new ArrayList<Look>();
    var unsaid = new ArrayList<Due>();
    for (var one : due) {
      var seen = reply.outcome(channel, one.key()).seen();
      if (seen == null) {
        unsaid.add(one);
      } else {
        looks.add(new Look(one, seen));
      }
    }
    var again = Math.max(1_000, write.readAfterWrite().toMillis());
    if (!unsaid.isEmpty()) {
      table.later(channel, unsaid, looks.isEmpty() ? again : NOT_SAID_MILLIS);
    }
    var lost = looks.isEmpty() ? List.<Lost>of() : table.learn(channel, looks, again, MOST_LOST);
    CrashPoints.hit("confirm.learned");
    return lost;
  }

  private JsonNode request(List<Due> due) {
    var references = claims.references(channel, due.stream().map(Due::sku).toList());
    var request = Json.mapper().createObjectNode().put("channel", channel);
    var items = request.putArray("items");
    for (var one : due) {
      var item = items.addObject();
      item.put("key", one.key()).put("sku", one.sku()).put("slot", one.slot());
      var names = item.putObject("references");
      references.getOrDefault(one.sku(), Map.of()).forEach(names::put);
    }
    return request;
  }
}
