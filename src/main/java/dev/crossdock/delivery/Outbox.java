package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Facts that must leave the hub: each is delivered once, in order of its key, and kept until its
 * channel took it.
 */
@Service("outbox")
public class Outbox {
  private static final String ADD =
      """
      insert into delivery_outbox (channel, flow, key, order_key, shard, payload)
      select channel, flow, key, order_key, shard, payload::jsonb
      from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::smallint[], ?::text[])
        as v (channel, flow, key, order_key, shard, payload)
      on conflict (channel, key) do nothing
      """;

  private final JdbcTemplate jdbc;
  private final OutboxRound round;
  private final Relay relay;

  Outbox(JdbcTemplate jdbc, OutboxRound round, @Qualifier("outboxRelay") Relay relay) {
    this.jdbc = jdbc;
    this.round = round;
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
    CrashPoints.hit("outbox.added");
  }

  private static Lane lane(String channel, String orderKey) {
    return Lane.of(channel, Heard.shardOf(channel, orderKey));
  }

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
    var rows = round.open(epoch, ids);
    var most = round.most(channel, route);
    for (int from = 0; from < rows.size(); from += most) {
      var to = (int) Math.min(rows.size(), (long) from + most);
      var reply = tell(channel, route, epoch, rows.subList(from, to));
      var rest = rows.subList(to, rows.size());
      if (round.leavesAlone(channel, epoch, rows.get(from), reply, rest)) {
        return;
      }
    }
  }

  /** In one call; in more only to find the bad ones of those that were refused together. */
  private Reply tell(String channel, String route, long epoch, List<OutboxRound.Row> rows) {
    var reply = round.call(channel, route, rows);
    var apart = round.close(channel, epoch, rows, reply);
    while (apart != null) {
      var part = apart.next();
      apart = round.close(channel, epoch, apart, part, round.call(channel, route, part));
    }
    return reply;
  }
}
