package dev.crossdock.delivery;

import java.time.Duration;
import java.util.Collection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds news that we had to ask for although somebody should have told us. */
@Component
public class Untold {
  private static final int LATEST_ROWS = 100_000;

  private static final String QUESTION =
      """
      with latest as (
        select topic, order_key, state, received_at from delivery_inbox
        where channel = ? and id > (select coalesce(max(id), 0) - %d from delivery_inbox))
      select exists (
        select from latest asked
        where asked.topic = any(?) and asked.state = 'applied'
          and asked.received_at between crossdock_now() - interval '10 minutes' and crossdock_now() - ? * interval '1 ms'
          and not exists (select from latest told where told.order_key = asked.order_key and told.topic = any(?)))
      """
          .formatted(LATEST_ROWS);

  private final JdbcTemplate jdbc;

  Untold(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Whether something new was found by asking, lately and longer ago than that, and no webhook has
   * spoken of the same thing.
   *
   * @param asked the topics as which what we ask for is kept
   * @param told the topics of the webhooks that should have told us
   */
  public boolean any(
      String channel, Collection<String> asked, Collection<String> told, Duration patience) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            QUESTION,
            Boolean.class,
            channel,
            asked.toArray(String[]::new),
            patience.toMillis(),
            told.toArray(String[]::new)));
  }
}
