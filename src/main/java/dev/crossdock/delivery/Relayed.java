package dev.crossdock.delivery;

import java.util.Collection;
import java.util.List;

/** A table whose rows are handed out by a {@link Relay}: the inbox, the outbox. */
interface Relayed {

  /**
   * One row that was handed out.
   *
   * @param id its number
   * @param channel whose it is
   * @param route the route template that takes it
   * @param shard by which its order is kept
   */
  record Handed(long id, String channel, String route, short shard) {}

  /** The flow's name, in leases and threads. */
  String flow();

  /** No more rows of one shard are handed out at once. */
  int mostOfAShard();

  /**
   * Marks rows as handed out, counting the attempt before the work, oldest first within each shard.
   *
   * @param shards only these
   */
  List<Handed> claim(Collection<Lane> lanes, List<Short> shards, long epoch);

  /** Puts back rows that could not be sent. */
  void giveBack(List<Long> ids, long epoch);

  /**
   * Puts back rows whose taker was not heard of again, or that an earlier term of office handed
   * out.
   */
  int giveBackLost(List<Short> shards, long epoch);

  /** Which of these are no longer handed out under this term of office, whoever ended them. */
  default List<Long> ended(List<Long> ids, long epoch) {
    return List.of();
  }
}
