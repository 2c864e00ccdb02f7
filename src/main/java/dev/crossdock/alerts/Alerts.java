package dev.crossdock.alerts;

import dev.crossdock.delivery.Audit;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What somebody must look at, and who is at it. An alert opens and closes by itself, with its case;
 * people say that they are at it, or that they do not want to hear of it for a while.
 */
@Service
public class Alerts {
  private static final Duration LONGEST_SNOOZE = Duration.ofDays(31);

  /** The worst first: what makes the hub's own word doubtful, then what sells what is not there. */
  static final List<String> WORST =
      List.of(
          "imbalance",
          "unheard",
          "broker",
          "uncompared",
          "brake",
          "zeroed",
          "auth",
          "heal-stuck",
          "divergence",
          "shortage",
          "silent",
          "late",
          "scope");

  static final String ALERTS =
      """
      select c.id, c.kind, c.channel, c.about, c.sentence, c.times, c.opened_at, c.last_at, c.closed_at,
             coalesce(m.acknowledged_by, m.snoozed_by), m.snoozed_until,
             case when c.closed_at is not null then 'closed' when m.acknowledged_at is not null then 'acknowledged'
                  when m.snoozed_until > crossdock_now() then 'snoozed' else 'open' end as state
      from delivery_cases_view c left join alerts_marks m on m.case_id = c.id
      """;

  private final JdbcTemplate jdbc;
  private final Audit audit;
  private final Clock clock;
  private final TransactionTemplate transaction;

  Alerts(JdbcTemplate jdbc, Audit audit, Clock clock, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** Those that are not over: who wants somebody first, then the worst, then the oldest. */
  public List<Alert> lasting(int most) {
    return jdbc.query(
        ALERTS
            + """
            where c.closed_at is null
            order by m.acknowledged_at is not null or m.snoozed_until is not null and m.snoozed_until > crossdock_now(),
                     array_position(?::text[], c.kind), c.opened_at, c.id limit ?
            """,
        Alerts::alert,
        WORST.toArray(String[]::new),
        most);
  }

  /** The latest, over or not, newest first. */
  public List<Alert> latest(int most) {
    return jdbc.query(ALERTS + "order by c.id desc limit ?", Alerts::alert, most);
  }

  /** One of them. */
  public Optional<Alert> find(long id) {
    return jdbc.query(ALERTS + "where c.id = ?", Alerts::alert, id).stream().findFirst();
  }

  /**
   * Somebody is at it: nobody is told of it again until it is over.
   *
   * @return false when it is over already, or was never there
   */
  public boolean acknowledge(String who, long id) {
    return mark(
        "acknowledged",
        """
        insert into alerts_marks (case_id, acknowledged_by, acknowledged_at)
        select id, ?, crossdock_now() from delivery_cases_view where id = ? and closed_at is null
        on conflict (case_id) do update set acknowledged_by = excluded.acknowledged_by,
          acknowledged_at = excluded.acknowledged_at, snoozed_by = null, snoozed_until = null
        """,
        who,
        id,
        who,
        id);
  }

  /**
   * Nobody wants to hear of it until then; if it still lasts, it is told again.
   *
   * @return false when it is over already, or was never there
   * @throws HubException {@code ALR-004} when that is no moment within the next month
   */
  public boolean snooze(String who, long id, Instant until) {
    var now = clock.instant();
    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SNOOZE))) {
      throw new HubException(
          new Failure.Data(
              "ALR-004",
              "an alert is to be snoozed until %s; expected a moment within the next %d days."
                  .formatted(until, LONGEST_SNOOZE.toDays())));
    }
    return mark(
        "snoozed until " + until,
        """
        insert into alerts_marks (case_id, snoozed_by, snoozed_until)
        select id, ?, ?::timestamptz from delivery_cases_view where id = ? and closed_at is null
        on conflict (case_id) do update set snoozed_by = excluded.snoozed_by, snoozed_until = excluded.snoozed_until,
          acknowledged_by = null, acknowledged_at = null
        """,
        who,
        id,
        who,
        until.toString(),
        id);
  }

  /**
   * Nobody is at it any more, and everybody may hear of it.
   *
   * @return false when nothing was said of it
   */
  public boolean release(String who, long id) {
    return mark(
        "released",
        """
        delete from alerts_marks
        where case_id = ? and exists (select from delivery_cases_view c where c.id = case_id and c.closed_at is null)
        """,
        who,
        id,
        id);
  }

  private boolean mark(String what, String statement, String who, long id, Object... values) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              var marked = jdbc.update(statement, values) > 0;
              if (marked) {
                audit.note(who, what, "alert " + id, 1);
              }
              return marked;
            }));
  }

  static Alert alert(ResultSet row, int index) throws SQLException {
    return new Alert(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getInt(6),
        Alert.State.valueOf(row.getString(12).toUpperCase(Locale.ROOT)),
        row.getTimestamp(7).toInstant(),
        row.getTimestamp(8).toInstant(),
        instant(row.getTimestamp(9)),
        row.getString(10),
        instant(row.getTimestamp(11)));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
