package dev.crossdock.console.journey;

import dev.crossdock.console.journey.Rows.Call;
import dev.crossdock.console.journey.Rows.Change;
import dev.crossdock.console.journey.Rows.Posting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Which calls carried something, each retry of its own. */
@Component
class CallTables {
  private static final int MOST = 600;
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final String CARRIED =
      """
      select distinct c.id, c.at, c.channel, c.route, c.millis, c.items, i.key, i.version, i.outcome, i.code, i.sentence
      from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
        as w (channel, key, first, last, since, until)
      join lateral (
        select * from delivery_call_items_view i
        where i.key = w.key and i.at between w.since::timestamptz and w.until::timestamptz and i.channel = w.channel
          and (i.version is null or i.version between w.first and w.last)
        order by i.at limit 50) i on true
      join delivery_calls_view c on c.id = i.call_id and c.at = i.at
      order by c.at, c.id limit ?
      """;

  private final JdbcTemplate jdbc;

  CallTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What is looked for: an item of a channel, in these versions, in this time. */
  private record Wanted(
      String channel, String key, long first, long last, Instant since, Instant until) {}

  /**
   * The calls that carried these changes, or the later ones that overtook them, and these facts.
   */
  List<Call> carried(Collection<Change> changes, Collection<Posting> postings, Instant now) {
    var wanted = new ArrayList<Wanted>();
    for (var change : changes) {
      var told = change.told();
      if (told != null) {
        wanted.add(
            new Wanted(
                change.channel(),
                change.key(),
                change.version(),
                told.version(),
                change.owedAt().minus(MARGIN),
                until(told.confirmedAt(), now)));
      } else if (change.confirmedAt() == null) {
        wanted.add(
            new Wanted(
                change.channel(),
                change.key(),
                change.version(),
                Long.MAX_VALUE,
                change.owedAt().minus(MARGIN),
                until(null, now)));
      }
    }
    for (var posting : postings) {
      var fact = posting.fact();
      if (fact != null) {
        wanted.add(
            new Wanted(
                fact.channel(),
                fact.key(),
                0,
                Long.MAX_VALUE,
                fact.createdAt().minus(MARGIN),
                until(fact.closedAt(), now)));
      }
    }
    return wanted.isEmpty() ? List.of() : carried(wanted);
  }

  private static Instant until(@Nullable Instant ended, Instant now) {
    return (ended == null ? now : ended).plus(MARGIN);
  }

  private List<Call> carried(List<Wanted> wanted) {
    return jdbc.query(
        CARRIED,
        (row, i) ->
            new Call(
                row.getLong(1),
                row.getTimestamp(2).toInstant(),
                row.getString(3),
                row.getString(4),
                row.getInt(5),
                row.getInt(6),
                row.getString(7),
                row.getObject(8, Long.class),
                row.getString(9),
                row.getString(10),
                row.getString(11)),
        wanted.stream().map(Wanted::channel).toArray(String[]::new),
        wanted.stream().map(Wanted::key).toArray(String[]::new),
        wanted.stream().map(Wanted::first).toArray(Long[]::new),
        wanted.stream().map(Wanted::last).toArray(Long[]::new),
        wanted.stream().map(w -> w.since().toString()).toArray(String[]::new),
        wanted.stream().map(w -> w.until().toString()).toArray(String[]::new),
        MOST);
  }
}
