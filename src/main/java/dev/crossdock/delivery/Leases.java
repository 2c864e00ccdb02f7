package dev.crossdock.delivery;

import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Decides which process hands out which shard, and under which term of office.
 *
 * <p>A lease is renewed every second and lasts ten; who comes late finds a higher epoch on the rows
 * and is refused (rule R11). An embedded database serves one process only, which therefore takes
 * over at once.
 */
@Component
class Leases {
  private final JdbcTemplate jdbc;
  private final boolean alone;
  private final String owner = UUID.randomUUID().toString();
  private volatile long epoch;

  Leases(JdbcTemplate jdbc, @Value("${hub.database.mode:embedded}") String mode) {
    this.jdbc = jdbc;
    this.alone = mode.equals("embedded");
  }

  /** This process's term of office. */
  synchronized long epoch() {
    if (epoch == 0) {
      Long next = jdbc.queryForObject("select nextval('delivery_epochs')", Long.class);
      epoch = next == null ? 1 : next;
    }
    return epoch;
  }

  /** Whether no other process can be at work on this database. */
  boolean alone() {
    return alone;
  }

  /** Takes or renews what may be had, and says which shards are ours now. */
  List<Short> hold(String flow) {
    return jdbc.queryForList(
        """
        insert into delivery_leases as l (flow, shard, owner, epoch, leased_until)
        select ?, s, ?, ?, crossdock_now() + interval '10 seconds' from generate_series(0, ?) s
        on conflict (flow, shard) do update
          set owner = excluded.owner, epoch = excluded.epoch, leased_until = excluded.leased_until
          where l.owner = excluded.owner or l.leased_until < crossdock_now() or ?
        returning shard
        """,
        Short.class,
        flow,
        owner,
        epoch(),
        Heard.SHARDS - 1,
        alone);
  }
}
