package dev.crossdock.divergence.compare;

import dev.crossdock.divergence.Policies.Brake;
import dev.crossdock.divergence.compare.CompareTable.Taken;
import dev.crossdock.divergence.compare.LinkLag.Patience;
import dev.crossdock.sync.Snapshots;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The lines in which a snapshot differs from what is expected, found by one join, and how much that
 * is. They last as long as the transaction, and only they go on.
 */
@Component
class DifferingTable {
  private static final String DIFFERING =
      """
      create temp table divergence_differing on commit drop as
      select coalesce(e.key, s.key) as key, coalesce(e.place, s.place) as place,
             e.key is not null as known, s.key is not null as there, e.value as expected, s.value as observed, s.as_of
      from (select key, place, value from %s where channel = %s%s) e
      %s join (select key, place, value, as_of from %s) s
        on s.key = e.key and s.place = e.place
      where e.key is null or s.key is null or e.value <> s.value
      """;

  /** One of its own locations may stand for several of ours. */
  private static final String POOLED =
      "(select channel, key, place, sum(value)::bigint as value from %s group by channel, key,"
          + " place)";

  private static final String SIZES =
      """
      select count(*) filter (where not known) as unknown, count(*) filter (where not there) as absent,
             count(*) filter (where known and there) as differing,
             coalesce(sum(abs(coalesce(observed, 0) - coalesce(expected, 0))) filter (where known), 0) as units,
             count(*) filter (where known and coalesce(expected, 0) > 0 and coalesce(observed, 0) = 0) as emptied,
             count(*) filter (where known and expected = 0 and observed > 0) as to_empty,
             coalesce(sum(greatest(expected, 0) - greatest(observed, 0)), 0) as missing
      from divergence_differing
      """;

  /** What is late is no mistake, however much of it there is. */
  private static final String QUIET =
      """
      select count(*), coalesce(sum(abs(coalesce(d.observed, 0) - coalesce(d.expected, 0))), 0)
      from divergence_differing d
      join %s e on e.channel = :channel and e.key = d.key and e.place = d.place
      where e.settled_since < :asOf::timestamptz - :out * interval '1 millisecond'
      """;

  private final JdbcTemplate jdbc;
  private final NamedParameterJdbcTemplate named;

  DifferingTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    this.named = new NamedParameterJdbcTemplate(jdbc);
  }

  /** Which of what is expected a snapshot speaks of. */
  enum Reach {
    /** All of it: what has no line is not there. */
    ALL,
    /** What it has a line for. */
    LINES,
    /** What was asked for, and what it has a line for. */
    ASKED
  }

  /** Finds the lines that differ. */
  void join(Taken taken, Book book, boolean pooled, Reach reach, Collection<String> asked) {
    var view = pooled ? POOLED.formatted(book.view()) : book.view();
    jdbc.execute(
        DIFFERING.formatted(
            pooled ? view + " v" : view,
            literal(taken.channel()),
            reach == Reach.ASKED ? " and key = any(%s)".formatted(array(asked)) : "",
            reach == Reach.LINES ? "right" : "full",
            Snapshots.lines(taken.id())));
  }

  /**
   * How much there is.
   *
   * @param unknown lines that say something of what we do not know
   * @param absent what has no line
   * @param differing lines that say another number
   * @param units all that is expected more or less
   * @param emptied where something is expected and nothing is there
   * @param toEmpty where nothing is expected any more and something is there
   * @param missing units that are expected and not there, less those that are there and not
   *     expected
   */
  record Sizes(
      long unknown,
      long absent,
      long differing,
      long units,
      long emptied,
      long toEmpty,
      long missing) {
    long known() {
      return absent + differing;
    }
  }

  Sizes sizes() {
    return jdbc.queryForObject(
        SIZES,
        (row, i) ->
            new Sizes(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7)));
  }

  /** So many lines, and so many units in them. */
  record Amount(long lines, long units) {
    boolean isMore(Brake brake, Amount all) {
      return lines * 10_000 > brake.skus() * all.lines()
          || units * 10_000 > brake.units() * all.units();
    }
  }

  /** All that is expected of a channel, counted one by one. */
  Amount expected(Taken taken, Book book) {
    return jdbc.queryForObject(
        "select count(*), coalesce(sum(greatest(value, 0)), 0) from %s where channel = ?"
            .formatted(book.view()),
        (row, i) -> new Amount(row.getLong(1), row.getLong(2)),
        taken.channel());
  }

  /** What differs and has been at rest for longer than things take. */
  Amount quiet(Taken taken, Book book, Patience patience) {
    return named.queryForObject(
        QUIET.formatted(book.view()),
        new MapSqlParameterSource()
            .addValue("channel", taken.channel())
            .addValue("asOf", Timestamp.from(taken.asOf()))
            .addValue("out", patience.out().toMillis()),
        (row, i) -> new Amount(row.getLong(1), row.getLong(2)));
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String array(Collection<String> texts) {
    return texts.stream()
        .map(DifferingTable::literal)
        .collect(Collectors.joining(", ", "array[", "]::text[]"));
  }
}
