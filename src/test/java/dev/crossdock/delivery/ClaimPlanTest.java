package dev.crossdock.delivery;

import dev.crossdock.platform.TestDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** However much waits, the next messages of a lane are found by the index of what waits. */
class ClaimPlanTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  @ParameterizedTest
  @ValueSource(ints = {20_000, 200_000})
  void findsWhatWaitsByItsIndex(int waiting) {
    var sql = new JdbcTemplate(DATABASE.owner());
    sql.execute("truncate delivery_inbox, delivery_outbox");
    sql.update(
        """
        insert into delivery_inbox (channel, topic, intake, shard, order_key, body, body_hash, observed_at)
        select 'shop', 'orders', 'r', g % 16, g::text, '', '', crossdock_now() from generate_series(1, ?) g
        """,
        waiting);
    sql.update(
        """
        insert into delivery_outbox (channel, flow, key, order_key, shard, payload)
        select 'erp', 'f', g::text, g::text, g % 16, '{}' from generate_series(1, ?) g
        """,
        waiting);
    sql.execute("analyze delivery_inbox, delivery_outbox");

    ClaimPlan.demandInbox(sql);
    ClaimPlan.demandOutbox(sql);
  }
}
