package dev.crossdock.sandbox.world;

import dev.crossdock.sandbox.wire.SandboxJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All orders of one system; the latest of them at hand, so that something more can happen to them.
 *
 * @param <T> an order
 */
public final class Documents<T> {
  private static final int AT_HAND = 4_000;
  private static final int TRIES = 40;

  private final Database database;
  private final Journal journal;
  private final Journal.Table table;
  private final String name;
  private final Class<T> type;
  private final Function<T, Object> id;
  private final Function<T, Instant> updatedAt;
  private final List<T> latest = new ArrayList<>();
  private final Map<Object, Integer> positions = new HashMap<>();
  private int next;

  /** Reads the latest. */
  public Documents(
      Database database,
      Journal journal,
      String name,
      Class<T> type,
      Function<T, Object> id,
      Function<T, Instant> updatedAt) {
    this.database = database;
    this.journal = journal;
    this.name = name;
    this.type = type;
    this.id = id;
    this.updatedAt = updatedAt;
    table = journal.table(name, List.of("id"), List.of("updated_at", "document"));
    database.query(
        "select document from (select * from %s order by updated_at desc, id desc limit ?) latest order by id"
            .formatted(name),
        row -> remember(SandboxJson.read(row.getString(1), type)),
        AT_HAND);
  }

  /** Keeps one as it is now. From here on it can be polled. */
  public synchronized void keep(T document) {
    remember(document);
    table.put(
        id.apply(document),
        updatedAt.apply(document).atOffset(ZoneOffset.UTC),
        SandboxJson.text(document));
  }

  private void remember(T document) {
    var key = id.apply(document);
    var position = positions.get(key);
    if (position != null) {
      latest.set(position, document);
    } else if (latest.size() < AT_HAND) {
      positions.put(key, latest.size());
      latest.add(document);
    } else {
      positions.remove(id.apply(latest.get(next)));
      positions.put(key, next);
      latest.set(next, document);
      next = (next + 1) % AT_HAND;
    }
  }

  /** One of those at hand that fits; nothing when some tries find none. */
  public synchronized Optional<T> any(Random random, Predicate<T> fit) {
    for (int i = 0; i < TRIES && !latest.isEmpty(); i++) {
      var one = latest.get(random.nextInt(latest.size()));
      if (fit.test(one)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** One of all. */
  public Optional<T> byId(Object wanted) {
    return read("select document from %s where id = ?".formatted(name), wanted).stream()
        .findFirst();
  }

  /**
   * Those changed in a time, oldest change first, behind the one with a change and an id.
   *
   * @param until the last instant that counts
   */
  public List<T> changed(Instant since, Instant until, Instant behind, Object behindId, int limit) {
    return read(
        "select document from %s where updated_at between ? and ? and (updated_at, id) > (?, ?) order by updated_at, id limit ?"
            .formatted(name),
        since.atOffset(ZoneOffset.UTC),
        until.atOffset(ZoneOffset.UTC),
        behind.atOffset(ZoneOffset.UTC),
        behindId,
        limit);
  }

  private List<T> read(String sql, Object... parameters) {
    journal.flush();
    var found = new ArrayList<T>();
    database.query(sql, row -> found.add(SandboxJson.read(row.getString(1), type)), parameters);
    return found;
  }
}
