package dev.crossdock.sandbox.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers that go up and are never given twice: order numbers, receipt numbers, counts. */
public final class Numbers {
  private final Journal.Table table;
  private final Map<String, Long> last = new HashMap<>();

  /** Goes on where it stopped. */
  public Numbers(Database database, Journal journal) {
    table = journal.table("sandbox.numbers", List.of("name"), List.of("value"));
    database.query(
        "select name, value from sandbox.numbers",
        row -> last.put(row.getString(1), row.getLong(2)));
  }

  /** The next of a series that begins at 1. */
  public synchronized long next(String name) {
    return add(name, 1);
  }

  /** Adds to a number; answers the sum. */
  public synchronized long add(String name, long by) {
    var value = last.merge(name, by, Long::sum);
    table.put(name, value);
    return value;
  }

  /** What a number is now. */
  public synchronized long now(String name) {
    return last.getOrDefault(name, 0L);
  }
}
