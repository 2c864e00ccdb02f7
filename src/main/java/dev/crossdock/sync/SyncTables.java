package dev.crossdock.sync;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** How far each read of each channel has come. */
@Component
class SyncTables {
  private final JdbcTemplate jdbc;

  SyncTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Nullable String cursor(String channel, String read) {
    return jdbc
        .queryForList(
            "select cursor from sync_cursors where channel = ? and read = ?",
            String.class,
            channel,
            read)
        .stream()
        .findFirst()
        .orElse(null);
  }

  void moveCursor(String channel, String read, String cursor) {
    jdbc.update(
        """
        insert into sync_cursors (channel, read, cursor) values (?, ?, ?)
        on conflict (channel, read) do update set cursor = excluded.cursor, moved_at = crossdock_now()
        """,
        channel,
        read,
        cursor);
  }
}
