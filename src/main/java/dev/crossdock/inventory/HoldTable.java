package dev.crossdock.inventory;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.inventory.Hold.Line;
import dev.crossdock.inventory.Hold.Missing;
import dev.crossdock.inventory.Hold.State;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of holds, set-based throughout. */
@Component
class HoldTable {
  private static final TypeReference<List<Line>> LINES = new TypeReference<>() {};

  private static final String COLUMNS = "key, state, lines::text, expires_at, times, refusal::text";

  private static final String ADD =
      """
      insert into inventory_holds (key, channel, state, lines, expires_at)
      select key, channel, 'held', lines::jsonb, crossdock_now() + millis * interval '1 millisecond'
      from unnest(?::text[], ?::text[], ?::text[], ?::bigint[]) as v (key, channel, lines, millis)
      order by key
      on conflict (key) do nothing
      returning key, expires_at
      """;

  private static final String EXPIRE =
      """
      update inventory_holds h set state = 'expired', ended_at = crossdock_now()
      where h.key = any(array(
        select key from inventory_holds where state = 'held' and expires_at <= crossdock_now()
        order by expires_at limit ? for update skip locked))
      returning\s"""
          + COLUMNS;

  private final JdbcTemplate jdbc;

  HoldTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes those that nobody has asked for before, as held; until when, by their keys. */
  Map<String, Instant> add(Collection<Hold.Request> requests) {
    var until = new HashMap<String, Instant>();
    jdbc.query(
        ADD,
        row -> {
          until.put(row.getString(1), row.getTimestamp(2).toInstant());
        },
        requests.stream().map(Hold.Request::fullKey).toArray(String[]::new),
        requests.stream().map(Hold.Request::channel).toArray(String[]::new),
        requests.stream().map(r -> Json.text(r.lines())).toArray(String[]::new),
        requests.stream().map(r -> r.ttl().toMillis()).toArray(Long[]::new));
    return until;
  }

  void refuse(Map<String, Missing> missing) {
    if (missing.isEmpty()) {
      return;
    }
    var all = List.copyOf(missing.entrySet());
    jdbc.update(
        """
        update inventory_holds h set state = 'refused', refusal = v.refusal::jsonb, ended_at = crossdock_now()
        from unnest(?::text[], ?::text[]) as v (key, refusal) where h.key = v.key
        """,
        all.stream().map(Map.Entry::getKey).toArray(String[]::new),
        all.stream().map(e -> Json.text(e.getValue())).toArray(String[]::new));
  }

  Map<String, Hold> read(Collection<String> keys) {
    var holds = new HashMap<String, Hold>();
    if (keys.isEmpty()) {
      return holds;
    }
    jdbc.query(
        "select %s from inventory_holds where key = any(?)".formatted(COLUMNS),
        row -> {
          holds.put(row.getString(1), hold(row, 0));
        },
        (Object) keys.toArray(String[]::new));
    return holds;
  }

  /** Nobody else changes it until the transaction ends; null when there is none. */
  @Nullable Hold lock(String key) {
    return jdbc
        .query(
            "select %s from inventory_holds where key = ? for update".formatted(COLUMNS),
            HoldTable::hold,
            key)
        .stream()
        .findFirst()
        .orElse(null);
  }

  void end(String key, State state) {
    jdbc.update(
        "update inventory_holds set state = ?, ended_at = crossdock_now() where key = ?",
        word(state),
        key);
  }

  /** Ends one whose order has come; empty when it was over already. */
  Optional<Hold> buy(String key) {
    return jdbc
        .query(
            """
            update inventory_holds set state = 'bought', ended_at = crossdock_now()
            where key = ? and state in ('held', 'committed') returning %s
            """
                .formatted(COLUMNS),
            HoldTable::hold,
            key)
        .stream()
        .findFirst();
  }

  void forget() {
    jdbc.update(
        """
        delete from inventory_holds
        where state = 'refused' and ended_at < crossdock_now() - interval '30 days'
        """);
  }

  /** It was bought after its time, and was still there. */
  void commitAgain(String key) {
    jdbc.update(
        "update inventory_holds set state = 'committed', times = times + 1, ended_at = crossdock_now() where key = ?",
        key);
  }

  /** Ends those whose time is over, each once whoever else tries. */
  List<Hold> expire(int most) {
    return jdbc.query(EXPIRE, HoldTable::hold, most);
  }

  private static Hold hold(ResultSet row, int index) throws SQLException {
    var refusal = row.getString(6);
    return new Hold(
        row.getString(1),
        State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
        Json.mapper().convertValue(read(row.getString(3)), LINES),
        row.getTimestamp(4).toInstant(),
        row.getInt(5),
        refusal == null ? null : Json.mapper().convertValue(read(refusal), Missing.class));
  }

  private static JsonNode read(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
