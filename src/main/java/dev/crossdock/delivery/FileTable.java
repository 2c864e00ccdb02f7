package dev.crossdock.delivery;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of {@code delivery_files}. */
@Component
class FileTable {
  private final JdbcTemplate jdbc;

  FileTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A file as we know it.
   *
   * @param kept how many of its parts are in the inbox
   * @param complete whether all of them are
   */
  record Known(long id, int kept, boolean complete) {}

  /** Notes a file; the same name with the same content is the same file. */
  Known know(String channel, String name, byte[] sha256, long size, Instant observedAt) {
    List<Known> known =
        jdbc.query(
            """
            insert into delivery_files as f (channel, name, sha256, size, observed_at)
            values (?, ?, ?, ?, ?::timestamptz)
            on conflict (channel, name, sha256) do update set observed_at = f.observed_at
            returning id, kept, complete
            """,
            (row, i) -> new Known(row.getLong(1), row.getInt(2), row.getBoolean(3)),
            channel,
            name,
            sha256,
            size,
            observedAt.toString());
    return known.get(0);
  }

  void kept(long file, int more) {
    jdbc.update("update delivery_files set kept = kept + ? where id = ?", more, file);
  }

  void complete(long file) {
    jdbc.update("update delivery_files set complete = true where id = ?", file);
  }
}
