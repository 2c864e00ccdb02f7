package dev.crossdock.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What somebody must be told, and why. A case opens once, counts how often the same happens again,
 * and closes when it is over.
 *
 * <p>Within the caller's transaction, where there is one: a case about something that was rolled
 * back was never opened.
 */
@Component
public class Cases {
  private static final String OPEN =
      """
      insert into delivery_cases as c (kind, channel, about, sentence) values (?, ?, ?, ?)
      on conflict (kind, channel, about) where closed_at is null do update
      set times = c.times + 1, last_at = crossdock_now(), sentence = excluded.sentence
      """;

  private static final String CLOSE =
      """
      update delivery_cases set closed_at = crossdock_now()
      where kind = ? and channel = ? and about = ? and closed_at is null
      """;

  private static final String OPEN_ONES =
      """
      select kind, channel, about, sentence, times, opened_at, last_at from delivery_cases
      where closed_at is null""";

  private final JdbcTemplate jdbc;

  Cases(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One thing that somebody must be told.
   *
   * @param kind what it is: {@code auth}, {@code conflict}, {@code imbalance}, ...
   * @param channel whom it concerns
   * @param about which thing of that channel; empty when it is the channel itself
   * @param sentence who, the value, what was expected, and the next move
   * @param times how often it happened since it opened
   */
  public record Case(
      String kind,
      String channel,
      String about,
      String sentence,
      int times,
      Instant openedAt,
      Instant lastAt) {}

  /** Opens a case, or notes that an open one happened again. */
  public void open(String kind, String channel, String about, String sentence) {
    jdbc.update(OPEN, kind, channel, about, sentence);
  }

  /** It is over; nothing happens when it was not open. */
  public void close(String kind, String channel, String about) {
    jdbc.update(CLOSE, kind, channel, about);
  }

  /** The open ones, oldest first; only the first 500, as there may be any number. */
  public List<Case> open() {
    return jdbc.query(OPEN_ONES + " order by opened_at, id limit 500", Cases::read);
  }

  /** All open ones of a kind, for who closes what is over; oldest first. */
  public List<Case> open(String kind) {
    return jdbc.query(OPEN_ONES + " and kind = ? order by opened_at, id", Cases::read, kind);
  }

  private static Case read(ResultSet row, int i) throws SQLException {
    return new Case(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getInt(5),
        row.getTimestamp(6).toInstant(),
        row.getTimestamp(7).toInstant());
  }
}
