package dev.crossdock.delivery;

import dev.crossdock.delivery.LevelsDrifted.Drifted;
import dev.crossdock.kernel.Sku;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Believes what a channel says it shows, once two looks found the same difference or a lasting
 * conflict proves it, and tells of what nothing that is owed will mend (ADR 0015). What is done
 * about that is not decided here.
 */
@Component
class SecondLook {
  /** After so many conflicts without a word from the channel we believe what it says it shows. */
  private static final int LASTING_CONFLICT = 3;

  private static final String SECOND_LOOK =
      """
      with mistaken as (
        select channel, sku, slot,
               version > 0 and version = confirmed_version and observed <> desired as drifted
        from delivery_targets
        where channel = ? and sku = any(?) and in_flight_until is null
          and (differs_since < crossdock_now() - ? * interval '1 millisecond'
               or differs_since is not null and failure_class = 'conflict' and attempts >= ?)
        order by channel, sku, slot for update),
      corrected as (
        update delivery_targets t
        set seen = observed, seen_at = observed_at, based_on = observed_at, differs_since = null,
            next_attempt_at = case when failure_class = 'conflict' then null else next_attempt_at end,
            stopped = stopped and observed <> desired
        from mistaken m
        where t.channel = m.channel and t.sku = m.sku and t.slot = m.slot
        returning t.sku, t.slot, t.desired, t.observed, t.observed_at, drifted)
      select sku, slot, desired, observed, observed_at from corrected where drifted
      """;

  private final JdbcTemplate jdbc;
  private final ApplicationEventPublisher events;
  private final long millis;

  SecondLook(
      JdbcTemplate jdbc,
      ApplicationEventPublisher events,
      @Value("${hub.delivery.second-look:10s}") Duration apart) {
    this.jdbc = jdbc;
    this.events = events;
    this.millis = apart.toMillis();
  }

  /** Believes them, within the caller's transaction. */
  void take(String channel, String[] skus) {
    var drifted =
        jdbc.query(
            SECOND_LOOK,
            (row, i) ->
                new Drifted(
                    new Sku(row.getString(1)),
                    row.getString(2),
                    row.getInt(3),
                    row.getInt(4),
                    row.getTimestamp(5).toInstant()),
            channel,
            skus,
            millis,
            LASTING_CONFLICT);
    if (!drifted.isEmpty()) {
      events.publishEvent(new LevelsDrifted(channel, drifted));
    }
  }
}
