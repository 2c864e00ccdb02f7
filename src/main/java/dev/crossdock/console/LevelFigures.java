package dev.crossdock.console;

import dev.crossdock.console.Live.Agreement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How the levels of each channel compare with ours. What a comparison found counts before what the
 * channel last told us by itself: a manual edit there is told to nobody.
 */
@Component
class LevelFigures {
  /** What was suspected because nobody knew it yet says nothing of what is known by now. */
  private static final String LEVELS =
      """
      with said as (
        select channel, sku as key, slot as place, state from delivery_shown_view where state <> 'unknown'
        union all
        select k.channel, k.sku, coalesce(p.place, k.location), k.state
        from inventory_kept_view k
        left join unnest(?::text[], ?::text[], ?::text[]) as p (channel, place, location)
               on p.channel = k.channel and p.location = k.location),
      found as (
        select channel, key, place, case when state in ('suspected', 'healing') then 'lag' else 'drift' end as state
        from divergence_items_view
        where closed_at is null and entity = 'stock' and not (state = 'suspected' and expected is null)),
      levels as (
        select channel, case when 'drift' in (said.state, found.state) then 'drift'
                             when 'lag' in (said.state, found.state) then 'lag'
                             else 'agrees' end as state
        from said full join found using (channel, key, place))
      select channel, count(*), count(*) filter (where state = 'agrees'), count(*) filter (where state = 'lag'),
             count(*) filter (where state = 'drift')
      from levels group by channel
      """;

  private final JdbcTemplate jdbc;

  LevelFigures(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** What a channel calls the place that we call so. */
  record Place(String channel, String place, String location) {}

  /** By channel; one that shows and keeps nothing is not there. */
  Map<String, Agreement> now(List<Place> places) {
    var levels = new TreeMap<String, Agreement>();
    jdbc.query(
        LEVELS,
        row -> {
          levels.put(
              row.getString(1),
              new Agreement(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
        },
        places.stream().map(Place::channel).toArray(String[]::new),
        places.stream().map(Place::place).toArray(String[]::new),
        places.stream().map(Place::location).toArray(String[]::new));
    return levels;
  }
}
