package dev.crossdock.divergence.compare;

import dev.crossdock.divergence.compare.CompareTable.Taken;
import dev.crossdock.sync.Snapshots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of what people are told of divergences. */
@Component
class ToldTable {
  /** What is stuck has a case of its own; what is within the limits needs none. */
  private static final String TOLD =
      "channel = ? and entity = ? and closed_at is null and not within and state in ('drift', 'proposed',"
          + " 'healing')";

  private static final String LINKS =
      """
      select channel, entity from divergence_items where closed_at is null and drift_at is not null
      union
      select channel, split_part(about, ' ', 1) from delivery_cases_view where kind = 'divergence' and closed_at is null
      order by 1, 2
      """;

  private static final String WORST =
      """
      select key, place, expected, observed, risk, coalesce(evidence ->> 0, '')
      from divergence_items where %s and coalesce(cause, 'unknown') = ?
      order by array_position(array['oversell', 'lost-sales', 'none'], risk),
               abs(coalesce(observed, 0) - coalesce(expected, 0)) desc, id limit ?
      """
          .formatted(TOLD);

  private static final String TWICE =
      """
      select key || case when place = '' then '' else ' at ' || place end
             || coalesce(' (' || string_agg(distinct reference, ', ') || ')', '')
      from %s where ? or key in (select key from divergence_differing where not known)
      group by key, place having count(*) > 1 order by count(*) desc, 1 limit 6
      """;

  private final JdbcTemplate jdbc;

  ToldTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What one channel is compared by. */
  record Link(String channel, String entity) {}

  /** All of one cause. */
  record Group(String cause, long count) {}

  /** One divergence. */
  record One(
      String key,
      String place,
      @Nullable Long expected,
      @Nullable Long observed,
      String risk,
      String cause,
      String because) {
    String about(String entity) {
      return entity + " " + name();
    }

    String words() {
      return "%s (%s instead of %s)"
          .formatted(
              name(),
              observed == null ? "nothing" : observed,
              expected == null ? "nothing" : expected);
    }

    private String name() {
      return place.isEmpty() ? key : key + " at " + place;
    }
  }

  List<Link> links() {
    return jdbc.query(LINKS, (row, i) -> new Link(row.getString(1), row.getString(2)));
  }

  List<Group> groups(String channel, String entity) {
    return jdbc.query(
        "select coalesce(cause, 'unknown'), count(*) from divergence_items where "
            + TOLD
            + " group by 1",
        (row, i) -> new Group(row.getString(1), row.getLong(2)),
        channel,
        entity);
  }

  List<One> worst(String channel, String entity, String cause, int most) {
    return jdbc.query(
        WORST,
        (row, i) ->
            new One(
                row.getString(1),
                row.getString(2),
                row.getObject(3, Long.class),
                row.getObject(4, Long.class),
                row.getString(5),
                cause,
                row.getString(6)),
        channel,
        entity,
        cause,
        most);
  }

  /** The sentences of what people are told of now, by what it is about. */
  Map<String, String> open(String kind, String channel, String entity) {
    var open = new HashMap<String, String>();
    jdbc.query(
        "select about, sentence from delivery_cases_view"
            + " where kind = ? and channel = ? and about like ? and closed_at is null",
        row -> {
          open.put(row.getString(1), row.getString(2));
        },
        kind,
        channel,
        entity + " %");
    return open;
  }

  /**
   * What stands on several lines of a snapshot, the worst first.
   *
   * @param known whether to look among what we know too
   */
  List<String> twice(Taken taken, boolean known) {
    return jdbc.queryForList(TWICE.formatted(Snapshots.lines(taken.id())), String.class, known);
  }
}
