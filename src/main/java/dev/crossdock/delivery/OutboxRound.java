package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * One round of carrying facts out: open what the relay handed out, call, close. Opening and closing
 * are a transaction each, calling is none; what is never closed is handed out again.
 */
@Component
class OutboxRound {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxRound.class);

  private static final String OPEN =
      "select id, key, attempts, payload::text from delivery_outbox"
          + " where id = any(?) and epoch = ? and state = 'relayed' order by id";

  /** The ids twice, so that it goes by them however few the database believes to be under way. */
  private static final String CLOSE =
      """
      update delivery_outbox o
      set state = v.state, leased_until = null, attempts = greatest(0, o.attempts - case when v.free then 1 else 0 end),
          next_attempt_at = case when v.state = 'owed' then crossdock_now() + v.pause * interval '1 millisecond' end,
          closed_at = case when v.state <> 'owed' then crossdock_now() end,
          failure_class = v.word, failure_code = v.code, failure_sentence = v.sentence
      from unnest(?::bigint[], ?::text[], ?::bigint[], ?::boolean[], ?::text[], ?::text[], ?::text[])
        as v (id, state, pause, free, word, code, sentence)
      where o.id = any(?) and o.id = v.id and o.epoch = ? and o.state = 'relayed'
      """;

  private static final String EXTEND =
      "update delivery_outbox set leased_until = crossdock_now() + interval '30 seconds'"
          + " where id = any(?) and epoch = ? and state = 'relayed'";

  private static final long FREE_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_FREE_PAUSE_MILLIS = 60_000;

  private final JdbcTemplate jdbc;
  private final Asking asking;
  private final ToIntBiFunction<String, String> most;

  @Autowired
  OutboxRound(JdbcTemplate jdbc, @Lazy Calls calls, Channels channels, Budgets budgets) {
    this(
        jdbc,
        new LookedUp(
            new PaidCalls(
                (route, channel, document) -> calls.call(route, channel, document),
                channels,
                budgets),
            channels),
        (route, channel) ->
            channels.find(channel).map(channels::manifestOf).stream()
                .flatMap(manifest -> manifest.writes().values().stream())
                .filter(write -> write.route().equals(route))
                .map(Manifest.Write::batch)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(1));
  }

  OutboxRound(JdbcTemplate jdbc, Asking asking) {
    this(jdbc, asking, (route, channel) -> Integer.MAX_VALUE);
  }

  OutboxRound(JdbcTemplate jdbc, Asking asking, ToIntBiFunction<String, String> most) {
    this.jdbc = jdbc;
    this.asking = asking;
    this.most = most;
  }

  /** One fact that is under way. */
  record Row(long id, String key, int attempts, JsonNode payload) {}

  private record End(
      Row row,
      String state,
      long pauseMillis,
      boolean free,
      @Nullable String word,
      @Nullable String code,
      @Nullable String sentence) {}

  /** How many facts a channel takes in one call. */
  int most(String channel, String route) {
    return most.applyAsInt(route, channel);
  }

  /** Those of the rows that are still ours to carry, under this term of office. */
  List<Row> open(long epoch, List<Long> ids) {
    return jdbc.query(
        OPEN,
        (row, i) ->
            new Row(
                row.getLong(1),
                row.getString(2),
                row.getInt(3),
                Json.read(row.getString(4).getBytes(StandardCharsets.UTF_8))),
        ids.toArray(Long[]::new),
        epoch);
  }

  /** Tells the channel. It never throws: a call that failed is an answer too. */
  Reply call(String channel, String route, List<Row> rows) {
    CrashPoints.hit("outbox.opened");
    var reply = Reply.to(true, () -> asking.call(route, channel, request(channel, rows)));
    CrashPoints.hit("outbox.called");
    return reply;
  }

  /**
   * Closes what was taken, parks what was refused, and owes the rest again.
   *
   * @return the search for the bad ones among those that were refused together; null when
   *     everything has its end
   */
  @Nullable Bisection<Row> close(String channel, long epoch, List<Row> rows, Reply reply) {
    var suspects = reply.blamesNobody(channel, rows, Row::key);
    var ended = new LinkedHashMap<Row, Outcome>();
    rows.forEach(row -> ended.put(row, reply.outcome(channel, row.key())));
    ended.keySet().removeAll(suspects);
    end(channel, epoch, ended);
    return suspects.isEmpty()
        ? null
        : new Bisection<>(suspects, reply.outcome(channel, suspects.get(0).key()));
  }

  /**
   * What is left of a parcel after one of its calls: kept ours for the next, or owed again when the
   * channel wants to be left alone.
   *
   * @param told one that was in the call
   */
  boolean leavesAlone(String channel, long epoch, Row told, Reply reply, List<Row> rest) {
    if (rest.isEmpty()) {
      return true;
    }
    var outcome = reply.outcome(channel, told.key());
    var alone = outcome.slowsDown() || outcome.is("auth") || !outcome.asked();
    if (alone) {
      var ended = new LinkedHashMap<Row, Outcome>();
      rest.forEach(row -> ended.put(row, outcome));
      end(channel, epoch, ended);
    } else {
      extend(epoch, rest);
    }
    return alone;
  }

  /** As above, for a part that was sent to find the bad ones. */
  @Nullable Bisection<Row> close(
      String channel, long epoch, Bisection<Row> apart, List<Row> sent, Reply reply) {
    var ended = new LinkedHashMap<Row, Outcome>();
    var goesOn = apart.learn(sent, row -> reply.outcome(channel, row.key()), ended);
    if (goesOn) {
      extend(epoch, apart.rest());
    } else {
      apart.rest().forEach(r -> ended.putIfAbsent(r, reply.outcome(channel, r.key()).untouched()));
    }
    end(channel, epoch, ended);
    return goesOn ? apart : null;
  }

  private void end(String channel, long epoch, Map<Row, Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return;
    }
    var ends = new ArrayList<End>();
    outcomes.forEach((row, outcome) -> ends.add(end(row, outcome)));
    ends.stream()
        .filter(e -> !e.state().equals("delivered"))
        .findFirst()
        .ifPresent(
            e ->
                LOG.atInfo()
                    .addKeyValue("channel", channel)
                    .addKeyValue("code", e.code())
                    .log("facts not delivered yet"));
    jdbc.update(
        CLOSE,
        array(ends, e -> e.row().id(), Long[]::new),
        array(ends, End::state, String[]::new),
        array(ends, End::pauseMillis, Long[]::new),
        array(ends, End::free, Boolean[]::new),
        array(ends, End::word, String[]::new),
        array(ends, End::code, String[]::new),
        array(ends, End::sentence, String[]::new),
        array(ends, e -> e.row().id(), Long[]::new),
        epoch);
    CrashPoints.hit("outbox.closed");
  }

  private void extend(long epoch, List<Row> rows) {
    jdbc.update(EXTEND, array(rows, Row::id, Long[]::new), epoch);
  }

  private static End end(Row row, Outcome outcome) {
    if (outcome.taken()) {
      return new End(row, "delivered", 0, false, null, null, null);
    }
    return new End(
        row,
        outcome.lasts() ? "parked" : "owed",
        pauseMillis(row, outcome),
        outcome.isFree(),
        outcome.word(),
        outcome.code(),
        outcome.sentence());
  }

  private static long pauseMillis(Row row, Outcome outcome) {
    if (outcome.isFree()) {
      var told = Math.min(LONGEST_FREE_PAUSE_MILLIS, outcome.retryAfterMillis(0));
      return outcome.is(Outcome.UNTOUCHED) ? 0 : Math.max(FREE_PAUSE_MILLIS, told);
    }
    return outcome.slowsDown()
        ? Backoff.withJitter(outcome.retryAfterMillis(FREE_PAUSE_MILLIS)).toMillis()
        : Math.max(outcome.retryAfterMillis(0), Backoff.after(row.attempts()).toMillis());
  }

  private static JsonNode request(String channel, List<Row> rows) {
    var request = Json.mapper().createObjectNode().put("channel", channel);
    var items = request.putArray("items");
    for (var row : rows) {
      items.addObject().put("key", row.key()).setAll((ObjectNode) row.payload());
    }
    return request;
  }

  private static <F, T> T[] array(
      List<F> rows, Function<F, @Nullable T> column, IntFunction<T[]> array) {
    return rows.stream().map(column).toArray(array);
  }
}
