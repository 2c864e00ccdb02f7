package dev.crossdock.divergence.compare;

import dev.crossdock.divergence.compare.CompareTable.Taken;
import dev.crossdock.divergence.compare.DifferingTable.Reach;
import dev.crossdock.sync.Snapshots;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of writing down what a comparison found. */
@Component
class FindingTable {
  private static final String OPEN_RUN =
      """
      insert into divergence_runs (snapshot, sync, channel, entity, as_of, look) values (?, ?, ?, ?, ?, ?) returning id
      """;

  private static final String END_RUN =
      """
      update divergence_runs
      set expected = ?, observed = ?, agreed = ?, lag = ?, tolerated = ?, suspected = ?, drift = ?, outcome = ?, sentence = ?,
          millis = round(extract(epoch from crossdock_now() - compared_at) * 1000), compared_at = crossdock_now()
      where id = ?
      """;

  private static final String SUSPECT =
      """
      insert into divergence_items (channel, entity, key, place, expected, observed, risk, run, seen_at, seen, agreed_at)
      select ?, ?, v.key, v.place, v.expected, v.observed, v.risk, ?, v.as_of, v.observed,
             (select max(r.as_of) from divergence_runs r
              where r.channel = ? and r.entity = ? and r.outcome = 'compared' and not r.look and r.as_of < ?)
      from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::timestamptz[])
        as v (key, place, expected, observed, risk, as_of)
      on conflict (channel, entity, key, place) where closed_at is null do nothing
      """;

  /** Anew: what was seen first is explained, so this is the first look. */
  private static final String AGAIN =
      """
      update divergence_items i
      set expected = v.expected, observed = v.observed, risk = v.risk, run = ?, last_at = crossdock_now(),
          looks = case when ? then 1 else i.looks + 1 end,
          seen_at = case when ? then v.as_of else i.seen_at end, seen = case when ? then v.observed else i.seen end,
          state = case when ? then 'drift' else i.state end,
          drift_at = case when ? then crossdock_now() else i.drift_at end
      from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::timestamptz[])
        as v (id, expected, observed, risk, as_of)
      where i.id = v.id and i.closed_at is null
      """;

  private static final String ENDED =
      """
      state = 'closed', closed_at = crossdock_now(),
      closed_as = case i.state when 'suspected' then 'lag' when 'healing' then 'healed' else 'by-itself' end
      """;

  private static final String CLOSE =
      "update divergence_items i set " + ENDED + "where i.id = any(?) and i.closed_at is null";

  private static final String CLOSE_AGREEING =
      "update divergence_items i set "
          + ENDED
          + """
          where i.channel = ? and i.entity = ? and i.closed_at is null
            and not exists (select from divergence_differing d where d.key = i.key and d.place = i.place)
            and %s
          """;

  private static final String HAS_LINE =
      "exists (select from %s s where s.key = i.key and s.place = i.place)";

  private final JdbcTemplate jdbc;

  FindingTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  long openRun(Taken taken, Reach reach) {
    return jdbc.queryForObject(
        OPEN_RUN,
        Long.class,
        taken.id(),
        taken.sync(),
        taken.channel(),
        taken.entity(),
        Timestamp.from(taken.asOf()),
        reach == Reach.ASKED);
  }

  /** How a comparison ended. */
  record Result(
      long expected,
      long observed,
      long agreed,
      Findings.Counts counts,
      String outcome,
      @Nullable String sentence) {}

  void endRun(long run, Result result) {
    var counts = result.counts();
    jdbc.update(
        END_RUN,
        result.expected(),
        result.observed(),
        result.agreed(),
        counts.late(),
        counts.tolerated(),
        counts.doubted(),
        counts.wrong(),
        result.outcome(),
        result.sentence(),
        run);
  }

  void suspect(Taken taken, Book book, long run, List<Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    jdbc.update(
        SUSPECT,
        taken.channel(),
        taken.entity(),
        run,
        taken.channel(),
        taken.entity(),
        Timestamp.from(taken.asOf()),
        array(lines, Line::key, String[]::new),
        array(lines, Line::place, String[]::new),
        array(lines, Line::expected, Long[]::new),
        array(lines, Line::observed, Long[]::new),
        array(lines, line -> risk(book, line), String[]::new),
        array(lines, line -> Timestamp.from(line.asOf()), Timestamp[]::new));
  }

  /** They were seen again. */
  void again(Book book, long run, List<Line> lines) {
    update(book, run, lines, false, false);
  }

  /** They were seen again, and it counts as the first time. */
  void anew(Book book, long run, List<Line> lines) {
    update(book, run, lines, true, false);
  }

  /** They were seen again, and are drift. */
  void drifted(Book book, long run, List<Line> lines) {
    update(book, run, lines, false, true);
  }

  private void update(Book book, long run, List<Line> lines, boolean anew, boolean drift) {
    if (lines.isEmpty()) {
      return;
    }
    jdbc.update(
        AGAIN,
        run,
        anew,
        anew,
        anew,
        drift,
        drift,
        array(lines, FindingTable::id, Long[]::new),
        array(lines, Line::expected, Long[]::new),
        array(lines, Line::observed, Long[]::new),
        array(lines, line -> risk(book, line), String[]::new),
        array(lines, line -> Timestamp.from(line.asOf()), Timestamp[]::new));
  }

  /** They are over; and so is all that a snapshot speaks of and that no longer differs. */
  void close(Taken taken, List<Line.Open> over, Reach reach, Collection<String> asked) {
    if (!over.isEmpty()) {
      jdbc.update(CLOSE, (Object) over.stream().map(Line.Open::id).toArray(Long[]::new));
    }
    var spokenOf =
        switch (reach) {
          case ALL -> "?::text[] is not null";
          case LINES ->
              HAS_LINE.formatted(Snapshots.lines(taken.id())) + " and ?::text[] is not null";
          case ASKED -> "i.key = any(?)";
        };
    jdbc.update(
        CLOSE_AGREEING.formatted(spokenOf),
        taken.channel(),
        taken.entity(),
        asked.toArray(String[]::new));
  }

  /** What one channel is compared by. */
  record Link(String channel, String entity) {}

  /** Where something is suspected. */
  List<Link> suspected() {
    return jdbc.query(
        "select distinct channel, entity from divergence_items where state = 'suspected' and closed_at is null and seen_at is not null",
        (row, i) -> new Link(row.getString(1), row.getString(2)));
  }

  /** What has been suspected for so long, the longest first. */
  List<String> due(String channel, String entity, long millis, int most) {
    return jdbc.queryForList(
        """
        select key from divergence_items
        where channel = ? and entity = ? and state = 'suspected' and closed_at is null
          and seen_at < crossdock_now() - ? * interval '1 millisecond'
        group by key order by min(seen_at), key limit ?
        """,
        String.class,
        channel,
        entity,
        millis,
        most);
  }

  /** How many of a channel are in one state. */
  record Open(String channel, String state, long count) {}

  /** All that are not over. */
  List<Open> open() {
    return jdbc.query(
        "select channel, state, count(*) from divergence_items where closed_at is null group by channel, state",
        (row, i) -> new Open(row.getString(1), row.getString(2), row.getLong(3)));
  }

  /** What was only late is of no use to anybody tomorrow; what was told is kept for a quarter. */
  int forget() {
    return jdbc.update(
            """
            delete from divergence_items
            where closed_at < crossdock_now() - case when drift_at is null then interval '1 day' else interval '90 days' end
            """)
        + jdbc.update(
            "delete from divergence_runs where compared_at < crossdock_now() - interval '90 days'");
  }

  /** Of what nobody sells by, nothing is sold too much. */
  private static String risk(Book book, Line line) {
    if (!book.sells()) {
      return "none";
    }
    return line.difference() > 0 ? "oversell" : "lost-sales";
  }

  private static @Nullable Long id(Line line) {
    return line.open() == null ? null : line.open().id();
  }

  private static <T> T[] array(
      List<Line> lines, Function<Line, @Nullable T> column, IntFunction<T[]> array) {
    return lines.stream().map(column).toArray(array);
  }
}
