package dev.crossdock.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The books of messages: what was received, and how each ended. */
@Component
public class Accounts {
  private final JdbcTemplate jdbc;
  private final BookTable table;

  Accounts(JdbcTemplate jdbc, BookTable table) {
    this.jdbc = jdbc;
    this.table = table;
  }

  /**
   * One channel's books at an instant; {@code received} is always the sum of the others.
   *
   * @param inProgress kept, and not yet at an end
   */
  public record Account(
      String channel,
      long received,
      long applied,
      long duplicate,
      long ignored,
      long parked,
      long inProgress) {}

  /** Every channel that ever said something, in the order of their names. */
  public List<Account> all() {
    var counts = new HashMap<String, Map<String, Long>>();
    table
        .totals()
        .forEach(
            total ->
                counts
                    .computeIfAbsent(total.channel(), c -> new HashMap<>())
                    .put(total.account(), total.n()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> account(e.getKey(), e.getValue()))
        .toList();
  }

  private static Account account(String channel, Map<String, Long> n) {
    long received = n.getOrDefault("received", 0L);
    long applied = n.getOrDefault("applied", 0L);
    long duplicate = n.getOrDefault("duplicate", 0L);
    long ignored = n.getOrDefault("ignored", 0L);
    long parked = n.getOrDefault("parked", 0L);
    return new Account(
        channel,
        received,
        applied,
        duplicate,
        ignored,
        parked,
        received - applied - duplicate - ignored - parked);
  }

  /** How many targets and facts channels are still owed. */
  public Map<String, Long> owed() {
    var owed = new HashMap<String, Long>();
    jdbc.query(
        """
        select channel, sum(n)::bigint from (
          select channel, count(*) n from delivery_targets where version > confirmed_version and not stopped group by 1
          union all
          select channel, count(*) from delivery_outbox where state in ('owed', 'relayed') group by 1) w
        group by channel
        """,
        row -> {
          owed.put(row.getString(1), row.getLong(2));
        });
    return owed;
  }
}
