package dev.crossdock.divergence;

import dev.crossdock.delivery.LevelsDrifted;
import dev.crossdock.delivery.LevelsDrifted.Drifted;
import dev.crossdock.divergence.Policy.Heal;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes down what the reads of a channel's levels twice found to differ, so that whatever is done
 * about it can be explained. What is within the limits is written down only where it is put right.
 */
@Component
class LevelDrifts {
  private static final String FOUND =
      """
      insert into divergence_items as i
        (channel, entity, key, place, expected, observed, state, risk, evidence, looks, drift_at, seen_at, seen, within)
      select ?, 'stock', v.key, v.place, v.expected, v.observed, 'drift',
             case when v.observed > v.expected then 'oversell' else 'lost-sales' end,
             jsonb_build_array(format('read twice: it shows %s, and took %s from us', v.observed, v.expected)), 2, crossdock_now(),
             v.found_at::timestamptz, v.observed, v.within
      from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::boolean[])
        as v (key, place, expected, observed, found_at, within)
      on conflict (channel, entity, key, place) where closed_at is null do update
      set expected = excluded.expected, observed = excluded.observed, risk = excluded.risk, looks = i.looks + 1,
          last_at = crossdock_now(), run = null, drift_at = coalesce(i.drift_at, excluded.drift_at),
          state = case when i.state = 'suspected' then 'drift' else i.state end,
          within = excluded.within
      """;

  private final JdbcTemplate jdbc;
  private final Policies policies;

  LevelDrifts(JdbcTemplate jdbc, Policies policies) {
    this.jdbc = jdbc;
    this.policies = policies;
  }

  /** Within the transaction that found it. */
  @EventListener
  void on(LevelsDrifted drifted) {
    var kept = drifted.levels().stream().filter(l -> isKept(drifted.channel(), l)).toList();
    if (!kept.isEmpty()) {
      write(drifted.channel(), kept);
    }
  }

  private boolean isKept(String channel, Drifted level) {
    return policies.of(channel, "stock", level.slot()).heal() == Heal.HEAL
        || isOver(channel, level);
  }

  private boolean isOver(String channel, Drifted level) {
    var policy = policies.of(channel, "stock", level.slot());
    return policy.isOver(level.desired(), (long) level.observed() - level.desired());
  }

  private void write(String channel, List<Drifted> levels) {
    jdbc.update(
        FOUND,
        channel,
        levels.stream().map(l -> l.sku().value()).toArray(String[]::new),
        levels.stream().map(Drifted::slot).toArray(String[]::new),
        levels.stream().map(l -> (long) l.desired()).toArray(Long[]::new),
        levels.stream().map(l -> (long) l.observed()).toArray(Long[]::new),
        levels.stream().map(l -> l.observedAt().toString()).toArray(String[]::new),
        levels.stream().map(l -> !isOver(channel, l)).toArray(Boolean[]::new));
  }
}
