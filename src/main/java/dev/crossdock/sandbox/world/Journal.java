package dev.crossdock.sandbox.world;

import dev.crossdock.sandbox.wire.WireServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what the stand-ins remember in memory to their database, a moment later and many rows at
 * a time.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int MOMENT_MILLIS = 100;

  private final Database database;
  private final List<Table> tables = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(WireServer.daemon("journal"));

  /** Starts to write. */
  public Journal(Database database) {
    this.database = database;
    var unused =
        timer.scheduleWithFixedDelay(
            this::flushQuietly, MOMENT_MILLIS, MOMENT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** A table whose rows are replaced whole, by key. */
  public synchronized Table table(String name, List<String> key, List<String> columns) {
    var table = new Table(name, key, columns);
    tables.add(table);
    return table;
  }

  /** Writes all that is not written yet; after it, the database says what memory says. */
  public synchronized void flush() {
    var taken = new LinkedHashMap<Table, Map<List<Object>, List<@Nullable Object>>>();
    for (var table : tables) {
      var rows = table.take();
      if (!rows.isEmpty()) {
        taken.put(table, rows);
      }
    }
    if (taken.isEmpty()) {
      return;
    }
    try {
      database.inTransaction(
          connection -> {
            for (var entry : taken.entrySet()) {
              entry.getKey().write(connection, entry.getValue());
            }
            return true;
          });
    } catch (RuntimeException e) {
      taken.forEach(Table::giveBack);
      throw e;
    }
  }

  private void flushQuietly() {
    try {
      flush();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("sandbox state is not written; will try again");
    }
  }

  @Override
  public void close() {
    WireServer.end(timer);
    flush();
  }

  /** One table, with the rows that still wait to be written. */
  public static final class Table {
    private final String upsert;
    private final String delete;
    private final int keys;
    private Map<List<Object>, List<@Nullable Object>> waiting = new LinkedHashMap<>();

    private Table(String name, List<String> key, List<String> columns) {
      keys = key.size();
      var all = new ArrayList<>(key);
      all.addAll(columns);
      var sets = columns.stream().map(c -> c + " = excluded." + c).toList();
      upsert =
          "insert into %s (%s) values (%s) on conflict (%s) do update set %s"
              .formatted(
                  name,
                  String.join(", ", all),
                  String.join(", ", Collections.nCopies(all.size(), "?")),
                  String.join(", ", key),
                  String.join(", ", sets));
      delete =
          "delete from %s where %s"
              .formatted(
                  name, String.join(" and ", key.stream().map(column -> column + " = ?").toList()));
    }

    /** Replaces a row: the key's values first, then the others in order. */
    public synchronized void put(@Nullable Object... values) {
      var row =
          Collections.unmodifiableList(new ArrayList<@Nullable Object>(Arrays.asList(values)));
      waiting.put(keyOf(row), row);
    }

    /** Takes a row away. */
    public synchronized void remove(Object... key) {
      waiting.put(List.of(key), List.of());
    }

    private List<Object> keyOf(List<@Nullable Object> row) {
      var key = new ArrayList<Object>();
      for (int i = 0; i < keys; i++) {
        key.add(java.util.Objects.requireNonNull(row.get(i)));
      }
      return key;
    }

    private synchronized Map<List<Object>, List<@Nullable Object>> take() {
      var taken = waiting;
      waiting = new LinkedHashMap<>();
      return taken;
    }

    private synchronized void giveBack(Map<List<Object>, List<@Nullable Object>> rows) {
      rows.forEach(waiting::putIfAbsent);
    }

    private void write(Connection connection, Map<List<Object>, List<@Nullable Object>> rows)
        throws SQLException {
      try (var upserts = connection.prepareStatement(upsert);
          var deletes = connection.prepareStatement(delete)) {
        for (var entry : rows.entrySet()) {
          if (entry.getValue().isEmpty()) {
            Database.bind(deletes, entry.getKey().toArray());
            deletes.addBatch();
          } else {
            Database.bind(upserts, entry.getValue().toArray());
            upserts.addBatch();
          }
        }
        upserts.executeBatch();
        deletes.executeBatch();
      }
    }
  }
}
