package dev.crossdock.delivery;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A planted mistake: hands out what is newer than the newest it has handed out, and nothing else.
 */
final class HighWaterMark implements Relayed {
  private final Relayed table;
  private final JdbcTemplate jdbc;
  private long mark = -1;

  HighWaterMark(Relayed table, JdbcTemplate jdbc) {
    this.table = table;
    this.jdbc = jdbc;
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
  public List<Handed> claim(Collection<Lane> lanes, List<Short> shards, long epoch) {
    if (mark < 0) {
      mark = number("select coalesce(max(id), 0) from delivery_%s where attempts > 0");
    }
    var handed = table.claim(lanes, shards, epoch).stream().filter(row -> row.id() > mark).toList();
    handed.forEach(row -> mark = Math.max(mark, row.id()));
    return handed;
  }

  private long number(String sql) {
    var number = jdbc.queryForObject(sql.formatted(flow()), Long.class);
    return number == null ? 0 : number;
  }

  @Override
  public void giveBack(List<Long> ids, long epoch) {
    table.giveBack(ids, epoch);
  }

  @Override
  public int giveBackLost(List<Short> shards, long epoch) {
    return table.giveBackLost(shards, epoch);
  }

  @Override
  public List<Long> ended(List<Long> ids, long epoch) {
    return table.ended(ids, epoch);
  }
}
