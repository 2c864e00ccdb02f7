package dev.crossdock.sync;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of cursors and runs. */
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

  /** Runs that kept nothing and went well are not worth a row each. */
  void ran(String sync, SyncRun.@Nullable Outcome outcome, @Nullable String failure) {
    if (failure == null && outcome != null && outcome.kept() == 0) {
      return;
    }
    jdbc.update(
        """
        insert into sync_runs (sync, finished_at, pages, items, kept, outcome, sentence)
        values (?, crossdock_now(), ?, ?, ?, ?, ?)
        """,
        sync,
        outcome == null ? 0 : outcome.pages(),
        outcome == null ? 0 : outcome.items(),
        outcome == null ? 0 : outcome.kept(),
        failure == null ? "applied" : "failed",
        failure);
  }
}
