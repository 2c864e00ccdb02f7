package dev.crossdock.divergence;

import dev.crossdock.divergence.Divergence.Ended;
import dev.crossdock.divergence.Divergence.Risk;
import dev.crossdock.divergence.Divergence.State;
import dev.crossdock.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of divergences as they go from suspicion to their end. */
@Component
class DivergenceTable {
  private static final String COLUMNS =
      " id, channel, entity, key, place, expected, observed, state, risk, cause, evidence::text, looks, tries, first_at, last_at ";

  /** What oversells comes before what loses sales, and more units before fewer. */
  private static final String WORST_FIRST =
      " order by array_position(array['oversell', 'lost-sales', 'none'], risk),"
          + " abs(coalesce(observed, 0) - coalesce(expected, 0)) desc, id ";

  private final JdbcTemplate jdbc;

  DivergenceTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The one of that number. */
  Optional<Divergence> find(long id) {
    return jdbc
        .query(
            "select" + COLUMNS + "from divergence_items where id = ?",
            DivergenceTable::divergence,
            id)
        .stream()
        .findFirst();
  }

  /** Those of these numbers that are not over, the worst first, taken for this transaction. */
  List<Divergence> take(Collection<Long> ids) {
    return jdbc.query(
        "select"
            + COLUMNS
            + "from divergence_items where id = any(?) and closed_at is null"
            + WORST_FIRST
            + "for update",
        DivergenceTable::divergence,
        (Object) ids.toArray(Long[]::new));
  }

  /**
   * Those of a channel that are in one of these states, the worst first, taken for this
   * transaction; who takes some at the same time gets others.
   */
  List<Divergence> take(String channel, String entity, Set<State> states, int most) {
    return jdbc.query(
        "select"
            + COLUMNS
            + "from divergence_items where channel = ? and entity = ? and state = any(?) and closed_at is null"
            + WORST_FIRST
            + "limit ? for update skip locked",
        DivergenceTable::divergence,
        channel,
        entity,
        words(states),
        most);
  }

  /** The channels and entities that have any in one of these states. */
  List<Link> links(Set<State> states) {
    return jdbc.query(
        "select distinct channel, entity from divergence_items where state = any(?) and closed_at is null order by 1, 2",
        (row, i) -> new Link(row.getString(1), row.getString(2)),
        (Object) words(states));
  }

  /** What one channel is compared by. */
  record Link(String channel, String entity) {}

  /** They are being corrected once more. */
  int healing(Collection<Long> ids) {
    return jdbc.update(
        "update divergence_items set state = 'healing', tries = tries + 1 where id = any(?) and closed_at is null",
        (Object) ids.toArray(Long[]::new));
  }

  /** They go on in another state: drift, proposed or stuck. */
  int become(State state, Collection<Long> ids) {
    return jdbc.update(
        "update divergence_items set state = ? where id = any(?) and closed_at is null",
        state.word(),
        ids.toArray(Long[]::new));
  }

  /** They are over. */
  int close(Ended how, Collection<Long> ids) {
    return jdbc.update(
        "update divergence_items set state = 'closed', closed_as = ?, closed_at = crossdock_now()"
            + " where id = any(?) and closed_at is null",
        how.word(),
        ids.toArray(Long[]::new));
  }

  static Divergence divergence(ResultSet row, int index) throws SQLException {
    var evidence = new ArrayList<String>();
    Json.read(row.getString("evidence").getBytes(StandardCharsets.UTF_8))
        .forEach(sentence -> evidence.add(sentence.asText()));
    return new Divergence(
        row.getLong("id"),
        row.getString("channel"),
        row.getString("entity"),
        row.getString("key"),
        row.getString("place"),
        row.getObject("expected", Long.class),
        row.getObject("observed", Long.class),
        State.of(row.getString("state")),
        Risk.of(row.getString("risk")),
        Cause.of(row.getString("cause")),
        evidence,
        row.getInt("looks"),
        row.getInt("tries"),
        row.getTimestamp("first_at").toInstant(),
        row.getTimestamp("last_at").toInstant());
  }

  private static String[] words(Set<State> states) {
    return states.stream().map(State::word).toArray(String[]::new);
  }
}
