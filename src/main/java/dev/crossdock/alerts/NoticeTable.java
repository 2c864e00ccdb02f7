package dev.crossdock.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The SQL of what is to be told on a route, and of the messages that tell it. */
@Component
class NoticeTable {
  /** No call takes as long; whoever held it for longer is dead. */
  private static final Duration LEASE = Duration.ofMinutes(3);

  private static final int LISTED = 100;

  private static final String OPENED =
      """
      insert into alerts_notices (case_id, route, transition)
      select c.id, r.route, 'opened'
      from (values (?::text, ?::text[], ?::text[], ?::bigint)) as r (route, kinds, channels, after_millis)
      join delivery_cases_view c on c.closed_at is null
        and c.opened_at <= crossdock_now() - r.after_millis * interval '1 millisecond'
        and (cardinality(r.kinds) = 0 or c.kind = any(r.kinds))
        and (cardinality(r.channels) = 0 or c.channel = any(r.channels))
        and not (c.kind = 'unheard' and c.about = r.route)
      left join alerts_marks m on m.case_id = c.id
      where m.acknowledged_at is null and (m.snoozed_until is null or m.snoozed_until <= crossdock_now())
        and not exists (select from alerts_notices n where n.case_id = c.id and n.route = r.route and n.transition = 'opened')
      on conflict do nothing
      """;

  private static final String AGAIN =
      """
      insert into alerts_notices (case_id, route, transition, round)
      select n.case_id, n.route, 'again', count(*)
      from alerts_notices n
      join delivery_cases_view c on c.id = n.case_id and c.closed_at is null
      left join alerts_messages t on t.id = n.message
      left join alerts_marks m on m.case_id = n.case_id
      where n.route = ? and not n.ended and m.acknowledged_at is null
      group by n.case_id, n.route, m.snoozed_until
      having bool_and(t.finished_at is not null)
         and (max(t.finished_at) + ?::bigint * interval '1 millisecond' <= crossdock_now()
                and coalesce(m.snoozed_until <= crossdock_now(), true)
              or max(t.finished_at) < m.snoozed_until and m.snoozed_until <= crossdock_now())
      on conflict do nothing
      """;

  private static final String ENDED =
      """
      with over as (
        update alerts_notices n set ended = true
        from delivery_cases_view c, alerts_messages t
        where n.route = ? and not n.ended and c.id = n.case_id and c.closed_at is not null
          and t.id = n.message and t.finished_at is not null
        returning n.case_id, t.state)
      insert into alerts_notices (case_id, route, transition, ended)
      select distinct case_id, ?, 'resolved', true from over where ? and state <> 'failed'
      on conflict do nothing
      """;

  private static final String NEEDLESS =
      """
      delete from alerts_notices n using delivery_cases_view c
      where n.route = ? and n.message is null and n.transition <> 'resolved' and c.id = n.case_id
        and (c.closed_at is not null
             or exists (select from alerts_marks m where m.case_id = c.id
                        and (m.acknowledged_at is not null or m.snoozed_until > crossdock_now())))
      """;

  private static final String GATHER =
      """
      with due as (
        select transition from alerts_notices where route = ? and message is null
        group by transition having min(owed_at) <= crossdock_now() - ? * interval '1 millisecond'
        order by min(owed_at) limit 1),
      made as (
        insert into alerts_messages (route, transition) select ?, transition from due
        on conflict do nothing returning id, transition)
      update alerts_notices n set message = made.id
      from made where n.route = ? and n.transition = made.transition and n.message is null
      """;

  private static final String CLAIM =
      """
      update alerts_messages set state = 'calling', attempts = attempts + 1,
        leased_until = crossdock_now() + ? * interval '1 millisecond'
      where id = (select id from alerts_messages
                  where route = ? and finished_at is null
                    and (state = 'owed' and due_at <= crossdock_now()
                         or state = 'calling' and leased_until < crossdock_now() and ?)
                  for update skip locked)
      returning id, attempts, transition, created_at
      """;

  private final JdbcTemplate jdbc;

  NoticeTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A message that is ours to tell, now. */
  record Claimed(int attempts, Message message) {}

  private record Ours(long id, int attempts, String transition, Instant createdAt) {}

  /** Notes what is to be told on that route since the last look, and what is no more. */
  void owe(Route route) {
    jdbc.update(
        OPENED,
        route.id(),
        route.kinds().toArray(String[]::new),
        route.channels().toArray(String[]::new),
        route.after().toMillis());
    jdbc.update(ENDED, route.id(), route.id(), route.resolved());
    var again = route.again();
    jdbc.update(AGAIN, route.id(), again == null ? null : again.toMillis());
    jdbc.update(NEEDLESS, route.id());
  }

  /** Makes one message of what has waited long enough, unless another is under way. */
  void gather(Route route) {
    jdbc.update(GATHER, route.id(), route.gather().toMillis(), route.id(), route.id());
  }

  /**
   * The message that is under way, when it is its turn; the attempt is counted before it is made.
   *
   * @param repeat whether one whose caller died may be told once more
   */
  Optional<Claimed> claim(String route, boolean repeat) {
    var ours =
        jdbc.query(
            CLAIM,
            (row, i) ->
                new Ours(
                    row.getLong(1),
                    row.getInt(2),
                    row.getString(3),
                    row.getTimestamp(4).toInstant()),
            LEASE.toMillis(),
            route,
            repeat);
    return ours.stream().findFirst().map(one -> new Claimed(one.attempts(), message(route, one)));
  }

  private Message message(String route, Ours one) {
    return new Message(
        one.id(), route, one.transition(), count(one.id()), one.createdAt(), worst(one.id()));
  }

  private int count(long message) {
    var count =
        jdbc.queryForObject(
            "select count(*) from alerts_notices where message = ?", Integer.class, message);
    return count == null ? 0 : count;
  }

  private List<Alert> worst(long message) {
    return jdbc.query(
        Alerts.ALERTS
            + " where c.id in (select case_id from alerts_notices where message = ?)"
            + " order by array_position(?::text[], c.kind), c.opened_at, c.id limit ?",
        Alerts::alert,
        message,
        Alerts.WORST.toArray(String[]::new),
        LISTED);
  }

  /** It came to an end: {@code sent}, {@code failed} or {@code unsure}. */
  void end(Claimed claimed, String state, String answer) {
    jdbc.update(
        """
        update alerts_messages set state = ?, answer = ?, finished_at = crossdock_now()
        where id = ? and attempts = ? and state = 'calling'
        """,
        state,
        answer,
        claimed.message().id(),
        claimed.attempts());
  }

  /** It is told later. */
  void later(Claimed claimed, Duration wait, String answer) {
    jdbc.update(
        """
        update alerts_messages set state = 'owed', answer = ?, due_at = crossdock_now() + ? * interval '1 millisecond'
        where id = ? and attempts = ? and state = 'calling'
        """,
        answer,
        wait.toMillis(),
        claimed.message().id(),
        claimed.attempts());
  }

  /** Ends a message whose caller died in the middle; says how many alerts it was about. */
  Optional<Integer> endUnanswered(String route) {
    return jdbc
        .query(
            """
            update alerts_messages t set state = 'unsure', finished_at = crossdock_now(), answer = 'the hub ended meanwhile'
            where route = ? and state = 'calling' and leased_until < crossdock_now()
            returning (select count(*) from alerts_notices n where n.message = t.id)
            """,
            (row, i) -> row.getInt(1),
            route)
        .stream()
        .findFirst();
  }

  /** Whether anybody may still wait to be told on that route. */
  boolean isUnheard(String route, int attempts) {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            """
            select exists (
              select from alerts_messages t
              where t.route = ?
                and (t.finished_at is null and t.attempts >= ?
                     or (t.state = 'sent' and t.answer <> ''
                         or t.state in ('failed', 'unsure')
                            and (t.state = 'failed' and t.transition = 'resolved'
                                 or exists (select from alerts_notices n where n.message = t.id and not n.ended)))
                        and not exists (select from alerts_messages l where l.route = t.route and l.id > t.id and l.state = 'sent')))
            """,
            Boolean.class,
            route,
            attempts));
  }
}
