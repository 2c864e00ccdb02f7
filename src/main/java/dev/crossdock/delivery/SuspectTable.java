package dev.crossdock.delivery;

import dev.crossdock.kernel.Failure;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL of messages that may have taken the hub down. */
class SuspectTable {
  /** So often the hub may die at work on a message, and no oftener. */
  static final int MOST_CRASHES = 3;

  /** One that has crashed it so often was once alone at work. */
  static final int ALONE = MOST_CRASHES - 1;

  private static final String WAITING =
      "state = 'held' and held_by is null and crashes > 0 and shard = any(?)";

  private final JdbcTemplate jdbc;
  private final Parking parking;
  private final TransactionTemplate transaction;

  /** Marks with a full commit: what is at work now must not be forgotten by anybody's crash. */
  SuspectTable(JdbcTemplate jdbc, Parking parking, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.parking = parking;
    this.transaction = transaction;
  }

  /** Suspects of a lane. */
  record Waiting(Lane lane, int crashes) {}

  List<Waiting> lanes(List<Short> shards) {
    return jdbc.query(
        "select channel, shard, min(crashes) from delivery_inbox where "
            + WAITING
            + " group by channel, shard",
        (row, i) -> new Waiting(Lane.of(row.getString(1), row.getInt(2)), row.getInt(3)),
        (Object) shards.toArray(Short[]::new));
  }

  List<Long> culprits(List<Short> shards) {
    return jdbc.queryForList(
        "select id from delivery_inbox where " + WAITING + " and crashes >= ? order by id",
        Long.class,
        shards.toArray(Short[]::new),
        MOST_CRASHES);
  }

  /** Hands the least suspected out, opened: whatever happens now happens to it. */
  List<Relayed.Handed> next(List<Short> shards, long epoch, int mostCrashes) {
    return jdbc.query(
        """
        update delivery_inbox i
        set state = 'relayed', opened = true, attempts = attempts + 1, epoch = ?,
            leased_until = crossdock_now() + interval '30 seconds'
        from (select id from delivery_inbox where %s and crashes <= ?
                and (next_attempt_at is null or next_attempt_at <= crossdock_now())
              order by crashes, id limit 1 for update skip locked) as due
        where i.id = due.id
        returning i.id, i.channel, i.intake, i.shard
        """
            .formatted(WAITING),
        (row, i) ->
            new Relayed.Handed(row.getLong(1), row.getString(2), row.getString(3), row.getShort(4)),
        epoch,
        shards.toArray(Short[]::new),
        mostCrashes);
  }

  /** Ends one as parked, unless somebody else did. */
  boolean park(long id, long epoch, Failure poison) {
    var parked =
        transaction.execute(
            status ->
                jdbc.update(
                            "update delivery_inbox set state = 'relayed', epoch = ?"
                                + " where id = ? and state = 'held'",
                            epoch,
                            id)
                        == 1
                    && parking.park(epoch, id, poison));
    return Boolean.TRUE.equals(parked);
  }
}
