package dev.crossdock.delivery;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.MassChange;
import dev.crossdock.kernel.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The SQL of messages that wait for the end of the read that found them; never all of them here.
 */
@Component
class BrakeTable {
  /** Held by nothing and suspected of nothing: they wait for the end of their read. */
  private static final String GATHERED =
      """
      i.channel = ? and i.topic = any(?) and i.id <= ? and i.state = 'held' and i.held_by is null and i.crashes = 0\
      """;

  private static final String BRAKED =
      "p.channel = ? and p.topic = any(?) and p.left_at is null and p.code = '%s'"
          .formatted(MassChange.CODE);

  private static final String SAID_AGAIN =
      """
       and exists (select from delivery_parked p
                   where p.channel = i.channel and p.topic = i.topic and p.order_key = i.order_key
                     and p.left_at is null and p.code = '%s')\
      """
          .formatted(MassChange.CODE);

  private static final String RELEASE =
      """
      with released as (
        update delivery_inbox i set state = 'received' where %s returning i.channel, i.shard)
      select distinct channel, shard from released
      """
          .formatted(GATHERED);

  private static final String TAKE =
      """
      update delivery_inbox set state = 'relayed', epoch = ?
      where id = any(array(select i.id from delivery_inbox i where %s%s order by i.id limit ? for update))
      returning id
      """;

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

  /**
   * What waits of a read.
   *
   * @param last the number of the latest; what comes after it waits for the next look
   */
  record Gathered(String channel, List<String> topics, int messages, long last) {}

  Gathered gathered(String channel, List<String> topics) {
    return jdbc.queryForObject(
        "select count(*), coalesce(max(i.id), 0) from delivery_inbox i where " + GATHERED,
        (row, i) -> new Gathered(channel, topics, row.getInt(1), row.getLong(2)),
        channel,
        names(topics),
        Long.MAX_VALUE);
  }

  /** One of them. */
  record One(long id, String intake) {}

  /** The next of them, in order. */
  List<One> after(long id, Gathered all, int most) {
    return jdbc.query(
        "select i.id, i.intake from delivery_inbox i where %s and i.id > ? order by i.id limit ?"
            .formatted(GATHERED),
        (row, i) -> new One(row.getLong(1), row.getString(2)),
        all.channel(),
        names(all.topics()),
        all.last(),
        id,
        most);
  }

  /** How many things a brake has parked that nobody has decided on. */
  int parked(String channel, List<String> topics) {
    return count(
        "select count(distinct p.order_key) from delivery_parked p where " + BRAKED,
        channel,
        names(topics));
  }

  /** Of how many of those these speak. */
  int saidAgain(Gathered all) {
    return count(
        "select count(distinct i.order_key) from delivery_inbox i where " + GATHERED + SAID_AGAIN,
        all.channel(),
        names(all.topics()),
        all.last());
  }

  /** Why they were parked. */
  Optional<Failure> why(String channel, List<String> topics) {
    return jdbc
        .query(
            "select p.sentence from delivery_parked p where %s order by p.message_id desc limit 1"
                .formatted(BRAKED),
            (row, i) -> (Failure) new Failure.Data(MassChange.CODE, row.getString(1)),
            channel,
            names(topics))
        .stream()
        .findFirst();
  }

  /** Lets all that still wait be handed out; in which lanes. */
  List<Lane> release(Gathered all) {
    return jdbc.query(
        RELEASE,
        (row, i) -> Lane.of(row.getString(1), row.getInt(2)),
        all.channel(),
        names(all.topics()),
        all.last());
  }

  /**
   * Parks the next of them, within the caller's transaction; returns how many.
   *
   * @param saidAgain only those that speak of what is parked so already
   */
  int park(Gathered all, boolean saidAgain, int most, Failure why) {
    var mine =
        jdbc.queryForList(
            TAKE.formatted(GATHERED, saidAgain ? SAID_AGAIN : ""),
            Long.class,
            NO_TERM,
            all.channel(),
            names(all.topics()),
            all.last(),
            most);
    if (!mine.isEmpty()) {
      inbox.close(NO_TERM, mine, Collections.nCopies(mine.size(), Verdict.parked(why)));
      parked.note(mine, new byte[mine.size()][], null);
    }
    return mine.size();
  }

  private int count(String sql, Object... values) {
    var count = jdbc.queryForObject(sql, Integer.class, values);
    return count == null ? 0 : count;
  }

  private static String[] names(List<String> topics) {
    return topics.toArray(String[]::new);
  }
}
