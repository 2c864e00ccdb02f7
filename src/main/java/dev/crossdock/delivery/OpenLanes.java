package dev.crossdock.delivery;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Leaves the rows of a channel that cannot be called where they are: handing them out would only
 * bring them back.
 */
final class OpenLanes implements Relayed {
  private final Relayed table;
  private final Predicate<String> open;

  OpenLanes(Relayed table, Predicate<String> open) {
    this.table = table;
    this.open = open;
  }

  @Override
  public List<Handed> claim(Collection<Lane> lanes, List<Short> shards, long epoch) {
    var some = lanes.stream().filter(lane -> open.test(lane.channel())).toList();
    return some.isEmpty() ? List.of() : table.claim(some, shards, epoch);
  }

  @Override
  public String flow() {
    return table.flow();
  }

  @Override
  public int mostOfAShard() {
    return table.mostOfAShard();
  }

  @Override
  public void giveBack(List<Long> ids, long epoch) {
    table.giveBack(ids, epoch);
  }

  @Override
  public int giveBackLost(List<Short> shards, long epoch) {
    return table.giveBackLost(shards, epoch);
  }
}
