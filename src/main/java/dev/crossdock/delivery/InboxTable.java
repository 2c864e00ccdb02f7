package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of {@code delivery_inbox}, set-based throughout. */
@Component
class InboxTable {
  private static final String KEEP =
      """
      with kept as (
      insert into delivery_inbox (channel, topic, intake, shard, order_key, message_id, polled, file_id, line,
                                  body, body_hash, headers, observed_at, state)
      select channel, topic, intake, shard, order_key, message_id, polled, file_id, line, body, body_hash,
             headers::jsonb, observed_at::timestamptz, ?
      from unnest(?::text[], ?::text[], ?::text[], ?::smallint[], ?::text[], ?::text[], ?::boolean[], ?::bigint[],
                  ?::integer[], ?::bytea[], ?::bytea[], ?::text[], ?::text[])
        as v (channel, topic, intake, shard, order_key, message_id, polled, file_id, line, body, body_hash, headers,
              observed_at)
      where not (polled and exists (
        select from delivery_polled_keys k
        where k.channel = v.channel and k.topic = v.topic and k.message_id = v.message_id))
      on conflict (channel, topic, message_id) where polled do nothing
      returning id, channel, received_at),
      booked as (
        insert into delivery_book_entries (channel, hour, page, account, n)
        select channel, date_trunc('hour', received_at, 'UTC'), delivery_page(id), 'received', count(*)
        from kept group by 1, 2, 3)
      select count(*) from kept
      """;

  private static final String CLOSE =
      """
      with closed as (
      update delivery_inbox i
      set state = v.state, rule = v.rule, failure_class = v.failure_class, failure_code = v.failure_code,
          failure_sentence = v.failure_sentence, failure_pointer = v.failure_pointer,
          closed_at = crossdock_now(), leased_until = null
      from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
        as v (id, state, rule, failure_class, failure_code, failure_sentence, failure_pointer)
      where i.id = v.id and i.epoch = ? and i.state = 'relayed'
      returning i.id, i.channel, i.received_at, i.state, coalesce(i.rule, i.failure_class) as detail),
      %s
      select count(*) from closed
      """
          .formatted(BookTable.CLOSED);

  private final JdbcTemplate jdbc;
  private final Vault vault;

  InboxTable(JdbcTemplate jdbc, Vault vault) {
    this.jdbc = jdbc;
    this.vault = vault;
  }

  /** Adds rows; what a poll has already heard is left out. Returns how many were new. */
  int add(List<Heard> heard) {
    return add(heard, "received");
  }

  /** Adds rows that nobody hands out until the read that found them has ended. */
  int gather(List<Heard> heard) {
    return add(heard, "held");
  }

  private int add(List<Heard> heard, String state) {
    int n = heard.size();
    var text = new String[7][n];
    var shard = new Short[n];
    var polled = new Boolean[n];
    var file = new Long[n];
    var line = new Integer[n];
    var body = new byte[n][];
    var hash = new byte[n][];
    for (int i = 0; i < n; i++) {
      var h = heard.get(i);
      text[0][i] = h.channel();
      text[1][i] = h.topic();
      text[2][i] = h.intake();
      text[3][i] = h.orderKey();
      text[4][i] = h.messageId();
      text[5][i] = h.headers().isEmpty() ? "{}" : Json.text(h.headers());
      text[6][i] = h.observedAt().toString();
      shard[i] = h.shard();
      polled[i] = h.polled();
      file[i] = h.file();
      line[i] = h.line();
      body[i] = vault.seal(h.body());
      hash[i] = vault.fingerprint(h.body());
    }
    return count(
        KEEP, state, text[0], text[1], text[2], shard, text[3], text[4], polled, file, line, body,
        hash, text[5], text[6]);
  }

  /** Reads what was handed out, in order; a body that is no JSON is parked on the spot. */
  Batch read(String channel, long epoch, List<Long> ids) {
    var messages = new ArrayList<Message>(ids.size());
    jdbc.query(
        "select id, topic, headers::text, observed_at, body, line from delivery_inbox"
            + " where id = any(?) and epoch = ? and state = 'relayed' order by id",
        row -> {
          messages.add(message(channel, row));
        },
        ids.toArray(Long[]::new),
        epoch);
    return new Batch(channel, epoch, messages);
  }

  /** Reads messages as they stand, whoever has them, for a dry run of that number. */
  Batch look(String channel, long trial, List<Long> ids) {
    var messages =
        jdbc.query(
            "select id, topic, headers::text, observed_at, body, line from delivery_inbox"
                + " where id = any(?) order by id",
            (row, i) -> message(channel, row),
            (Object) ids.toArray(Long[]::new));
    return new Batch(channel, trial, messages);
  }

  /** Closes messages with their verdicts; returns how many were still ours to close. */
  int close(long epoch, List<Long> ids, List<Verdict> verdicts) {
    int n = ids.size();
    var text = new String[6][n];
    for (int i = 0; i < n; i++) {
      var verdict = verdicts.get(i);
      text[0][i] = verdict.end().name().toLowerCase(Locale.ROOT);
      text[1][i] = verdict.rule();
      var failure = verdict.failure();
      if (failure != null) {
        text[2][i] = failure.kind();
        text[3][i] = failure.code();
        text[4][i] = failure.sentence();
        text[5][i] = pointer(failure);
      }
    }
    return count(
        CLOSE,
        ids.toArray(Long[]::new),
        text[0],
        text[1],
        text[2],
        text[3],
        text[4],
        text[5],
        epoch);
  }

  /**
   * Puts a message back in line, to be handed out again after a pause.
   *
   * @param counts whether that was one of its attempts
   */
  void later(long epoch, long id, Duration pause, Failure failure, boolean counts) {
    jdbc.update(
        """
        update delivery_inbox
        set state = 'received', opened = false, leased_until = null,
            attempts = greatest(attempts - ?, 0), next_attempt_at = crossdock_now() + ? * interval '1 millisecond',
            failure_class = ?, failure_code = ?, failure_sentence = ?
        where id = ? and epoch = ? and state = 'relayed'
        """,
        counts ? 0 : 1,
        pause.toMillis(),
        failure.kind(),
        failure.code(),
        failure.sentence(),
        id,
        epoch);
  }

  /** How often a message has been handed out so far. */
  int attempts(long id) {
    var attempts =
        jdbc.queryForObject("select attempts from delivery_inbox where id = ?", Integer.class, id);
    return attempts == null ? 0 : attempts;
  }

  private Message message(String channel, ResultSet row) throws SQLException {
    var empty = Json.mapper().missingNode();
    var message =
        new Message(
            row.getLong(1),
            channel,
            row.getString(2),
            headers(row.getString(3)),
            row.getTimestamp(4).toInstant(),
            empty,
            null);
    try {
      var sealed = row.getBytes(5);
      var body = vault.open(sealed);
      if (body.isEmpty()) {
        return message.ended(Verdict.parked(deleted(vault.day(sealed).orElseThrow())));
      }
      JsonNode document = Json.read(body.get());
      if (row.getObject(6) != null && document.has("problem")) {
        return message.ended(Verdict.parked(unreadableLine(document)));
      }
      return message.with(document);
    } catch (HubException e) {
      return message.ended(Verdict.parked(e.failure()));
    }
  }

  private static Failure deleted(LocalDate day) {
    return new Failure.Data(
        "DEL-102",
        "what this message said was deleted with the key of %s, the day it was kept. Nothing can be done with it; have its sender send it again if it is still needed."
            .formatted(day));
  }

  private static Failure unreadableLine(JsonNode document) {
    return new Failure.Data(
        "DEL-020",
        "line %d cannot be read: %s. Correct it at its source and send it again."
            .formatted(document.path("line").intValue(), document.path("problem").asText()));
  }

  private static Map<String, String> headers(String json) {
    if (json.equals("{}")) {
      return Map.of();
    }
    var headers = new HashMap<String, String>();
    Json.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .properties()
        .forEach(e -> headers.put(e.getKey(), e.getValue().asText()));
    return headers;
  }

  private static @org.jspecify.annotations.Nullable String pointer(Failure failure) {
    if (failure instanceof Failure.Data data) {
      return data.pointer();
    }
    return failure instanceof Failure.UnknownReference unknown ? unknown.pointer() : null;
  }

  /** Runs a statement that says itself how many messages it concerned. */
  private int count(String sql, Object... values) {
    var count = jdbc.queryForObject(sql, Integer.class, values);
    return count == null ? 0 : count;
  }
}
