package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Flows;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Facts that must leave the hub: each is delivered once, in order of its key, and kept until its
 * channel took it.
 */
@Service("outbox")
public class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private static final String ADD =
      """
      insert into delivery_outbox (channel, flow, key, order_key, shard, payload)
      select channel, flow, key, order_key, shard, payload::jsonb
      from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::smallint[], ?::text[])
        as v (channel, flow, key, order_key, shard, payload)
      on conflict (channel, key) do nothing
      """;

  private static final String DELIVERED =
      "update delivery_outbox set state = 'delivered', closed_at = crossdock_now(), leased_until = null"
          + " where id = any(?) and epoch = ? and state = 'relayed'";

  private static final String NOT_DELIVERED =
      """
      update delivery_outbox
      set state = ?, leased_until = null, next_attempt_at = crossdock_now() + ? * interval '1 millisecond',
          closed_at = case when ? = 'parked' then crossdock_now() end,
          failure_class = ?, failure_code = ?, failure_sentence = ?
      where id = ? and epoch = ? and state = 'relayed'
      """;

  private final JdbcTemplate jdbc;
  private final Flows flows;
  private final Relay relay;

  Outbox(JdbcTemplate jdbc, @Lazy Flows flows, @Qualifier("outboxRelay") Relay relay) {
    this.jdbc = jdbc;
    this.flows = flows;
    this.relay = relay;
  }

  /**
   * One fact on its way out.
   *
   * @param channel to whom
   * @param flow the route template that carries it
   * @param key once for each channel, for ever
   * @param orderKey facts with the same key keep their order
   * @param payload what the route's mapping is given for it
   */
  public record Fact(String channel, String flow, String key, String orderKey, JsonNode payload) {}

  /** Adds facts within the caller's transaction; one that was added before is left alone. */
  public void add(List<Fact> facts) {
    if (facts.isEmpty()) {
      return;
    }
    AfterCommit.run(
        () -> relay.wake(facts.stream().map(f -> lane(f.channel(), f.orderKey())).toList()));
    jdbc.update(
        ADD,
        facts.stream().map(Fact::channel).toArray(String[]::new),
        facts.stream().map(Fact::flow).toArray(String[]::new),
        facts.stream().map(Fact::key).toArray(String[]::new),
        facts.stream().map(Fact::orderKey).toArray(String[]::new),
        facts.stream().map(f -> Heard.shardOf(f.channel(), f.orderKey())).toArray(Short[]::new),
        facts.stream().map(f -> Json.text(f.payload())).toArray(String[]::new));
  }

  private static Lane lane(String channel, String orderKey) {
    return Lane.of(channel, Heard.shardOf(channel, orderKey));
  }

  private record Row(long id, String key, int attempts, JsonNode payload) {}

  /**
   * Carries out a parcel of the relay: asks the channel's publish route, and closes what was taken.
   */
  @Step("Deliver what the relay handed out to its channel")
  public void deliver(String parcel, String route) {
    var read = Json.read(parcel.getBytes(StandardCharsets.UTF_8));
    var ids = new ArrayList<Long>();
    read.get("ids").forEach(id -> ids.add(id.longValue()));
    try {
      deliver(read.get("channel").textValue(), route, read.get("epoch").longValue(), ids);
    } finally {
      relay.done(ids);
    }
  }

  private void deliver(String channel, String route, long epoch, List<Long> ids) {
    var rows = rows(epoch, ids);
    if (rows.isEmpty()) {
      return;
    }
    var outcomes = new HashMap<String, JsonNode>();
    Failure failure = null;
    try {
      var answer = flows.call(route, channel, request(channel, rows));
      answer.path("outcomes").forEach(o -> outcomes.put(o.path("key").asText(), o));
    } catch (RuntimeException e) {
      failure = Failures.of(e);
      LOG.atInfo()
          .addKeyValue("channel", channel)
          .addKeyValue("code", failure.code())
          .log("facts not delivered yet");
    }
    var taken = new ArrayList<Long>();
    for (var row : rows) {
      var outcome = outcomes.get(row.key());
      var word = outcome == null ? "transient" : outcome.path("outcome").asText();
      if (word.equals("applied") || word.equals("accepted")) {
        taken.add(row.id());
      } else {
        notTaken(row, epoch, word, outcome, failure);
      }
    }
    if (!taken.isEmpty()) {
      jdbc.update(DELIVERED, taken.toArray(Long[]::new), epoch);
    }
  }

  private void notTaken(
      Row row, long epoch, String word, @Nullable JsonNode outcome, @Nullable Failure failure) {
    var parked = word.equals("refused");
    var code =
        outcome != null
            ? outcome.path("code").asText("DEL-011")
            : failure == null ? "DEL-011" : failure.code();
    var sentence =
        outcome != null
            ? outcome.path("message").asText("")
            : failure == null
                ? "the channel gave no answer on this fact; it is sent again."
                : failure.sentence();
    Duration pause = Backoff.after(row.attempts());
    var state = parked ? "parked" : "owed";
    jdbc.update(
        NOT_DELIVERED, state, pause.toMillis(), state, word, code, sentence, row.id(), epoch);
  }

  private List<Row> rows(long epoch, List<Long> ids) {
    return jdbc.query(
        "select id, key, attempts, payload::text from delivery_outbox"
            + " where id = any(?) and epoch = ? and state = 'relayed' order by id",
        (row, i) ->
            new Row(
                row.getLong(1),
                row.getString(2),
                row.getInt(3),
                Json.read(row.getString(4).getBytes(StandardCharsets.UTF_8))),
        ids.toArray(Long[]::new),
        epoch);
  }

  private static JsonNode request(String channel, List<Row> rows) {
    var request = Json.mapper().createObjectNode().put("channel", channel);
    var items = request.putArray("items");
    for (var row : rows) {
      items
          .addObject()
          .put("key", row.key())
          .setAll((com.fasterxml.jackson.databind.node.ObjectNode) row.payload());
    }
    return request;
  }
}
