package dev.crossdock.delivery;

import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/**
 * The SQL of {@code delivery_day_keys}, always outside the caller's transaction: a key that is used
 * must be there, whatever becomes of what it was first used for.
 */
@Component
class DayKeyTable {
  private final DataSource database;

  DayKeyTable(DataSource database) {
    this.database = database;
  }

  /** The wrapped keys of those days, as far as there are any. */
  Map<LocalDate, byte[]> find(Collection<LocalDate> days) {
    return run(
        connection -> {
          var found = new HashMap<LocalDate, byte[]>();
          try (var select =
              connection.prepareStatement(
                  "select day, wrapped from delivery_day_keys where day = any(?)")) {
            var dates = days.stream().map(Date::valueOf).toArray();
            select.setArray(1, connection.createArrayOf("date", dates));
            var rows = select.executeQuery();
            while (rows.next()) {
              found.put(rows.getObject(1, LocalDate.class), rows.getBytes(2));
            }
          }
          return found;
        });
  }

  /** Adds a key unless another process was first. */
  void add(LocalDate day, byte[] wrapped) {
    run(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "insert into delivery_day_keys (day, wrapped) values (?, ?) on conflict do nothing")) {
            insert.setObject(1, day);
            insert.setBytes(2, wrapped);
            return insert.executeUpdate();
          }
        });
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T run(Work<T> work) {
    try (var connection = database.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("the keys of days cannot be read", e);
    }
  }
}
