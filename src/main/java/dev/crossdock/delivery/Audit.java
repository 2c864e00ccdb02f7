package dev.crossdock.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What people did by hand, for a year: who, when, what, about which, and how many. The running hub
 * has the right to add to it and to read it, and no other (rule R28).
 */
@Component
public class Audit {
  private final JdbcTemplate jdbc;

  Audit(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** One thing that somebody did. */
  public record Entry(Instant at, String who, String what, String about, int count) {}

  /** Within the caller's transaction: what was rolled back was not done. */
  public void note(String who, String what, String about, int count) {
    note(who, what, about, count, null, null);
  }

  /**
   * As above, with fingerprints of what was changed.
   *
   * @param before of the bytes as they were
   * @param after of the bytes as they are now
   */
  void note(
      String who,
      String what,
      String about,
      int count,
      byte @Nullable [] before,
      byte @Nullable [] after) {
    jdbc.update(
        "insert into delivery_audit (who, what, about, count, before, after) values (?, ?, ?, ?, ?, ?)",
        who,
        what,
        about,
        count,
        before,
        after);
  }

  /** The latest, newest first. */
  public List<Entry> latest(int most) {
    return jdbc.query(
        "select at, who, what, about, count from delivery_audit order by id desc limit ?",
        (row, i) ->
            new Entry(
                row.getTimestamp(1).toInstant(),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5)),
        most);
  }
}
