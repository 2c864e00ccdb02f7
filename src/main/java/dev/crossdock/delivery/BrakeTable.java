package dev.crossdock.delivery;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.MassChange;
import dev.crossdock.kernel.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of messages that wait for the end of the read that found them. */
@Component
class BrakeTable {
  /** Held by nothing and suspected of nothing: they wait for the end of their read. */
  private static final String GATHERED = "state = 'held' and held_by is null and crashes = 0";

  private static final String PARKED =
      """
      select order_key, sentence from delivery_parked
      where channel = ? and topic = any(?) and left_at is null and code = '%s'
      """
          .formatted(MassChange.CODE);

  /** The term of office that closes them; no relay has it. */
  private static final long NO_TERM = 0;

  private final JdbcTemplate jdbc;
  private final InboxTable inbox;
  private final ParkedTable parked;

  BrakeTable(JdbcTemplate jdbc, InboxTable inbox, ParkedTable parked) {
    this.jdbc = jdbc;
    this.inbox = inbox;
    this.parked = parked;
  }

  /** A message that waits. */
  record Gathered(long id, String intake, String orderKey, Lane lane) {}

  List<Gathered> gathered(String channel, List<String> topics) {
    return jdbc.query(
        "select id, intake, order_key, channel, shard from delivery_inbox where channel = ? and topic = any(?) and "
            + GATHERED
            + " order by id",
        (row, i) ->
            new Gathered(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                Lane.of(row.getString(4), row.getInt(5))),
        channel,
        topics.toArray(String[]::new));
  }

  /** What a brake has parked and nobody has decided on: why, by its key. */
  Map<String, Failure> parked(String channel, List<String> topics) {
    var waiting = new TreeMap<String, Failure>();
    jdbc.query(
        PARKED,
        row -> {
          waiting.put(row.getString(1), new Failure.Data(MassChange.CODE, row.getString(2)));
        },
        channel,
        topics.toArray(String[]::new));
    return waiting;
  }

  void release(List<Long> ids) {
    jdbc.update(
        "update delivery_inbox set state = 'received' where id = any(?) and " + GATHERED,
        (Object) ids.toArray(Long[]::new));
  }

  /** Within the caller's transaction. */
  void park(List<Long> ids, Failure why) {
    var mine =
        jdbc.queryForList(
            "update delivery_inbox set state = 'relayed', epoch = ? where id = any(?) and "
                + GATHERED
                + " returning id",
            Long.class,
            NO_TERM,
            ids.toArray(Long[]::new));
    inbox.close(NO_TERM, mine, Collections.nCopies(mine.size(), Verdict.parked(why)));
    parked.note(mine, new byte[mine.size()][], null);
  }
}
