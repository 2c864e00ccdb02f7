package dev.crossdock.alerts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets what was said and told of alerts that have long been over. */
@Component
class Forgetting {
  private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);
  private static final int KEEP_DAYS = 90;
  private static final int AT_ONCE = 5_000;

  private final JdbcTemplate jdbc;

  Forgetting(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Scheduled(initialDelay = 600_000, fixedDelay = 3_600_000)
  void forgetNowAndThen() {
    try {
      forget();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not forget what was told; trying again");
    }
  }

  void forget() {
    jdbc.update(
        """
        delete from alerts_notices where (case_id, route, transition, round) in (
          select n.case_id, n.route, n.transition, n.round
          from alerts_notices n join delivery_cases_view c on c.id = n.case_id
          where n.ended and c.closed_at < crossdock_now() - ? * interval '1 day' limit ?)
        """,
        KEEP_DAYS,
        AT_ONCE);
    jdbc.update(
        """
        delete from alerts_messages t
        where t.finished_at < crossdock_now() - ? * interval '1 day'
          and not exists (select from alerts_notices n where n.message = t.id)
        """,
        KEEP_DAYS);
    jdbc.update(
        """
        delete from alerts_marks m using delivery_cases_view c
        where c.id = m.case_id and c.closed_at < crossdock_now() - ? * interval '1 day'
        """,
        KEEP_DAYS);
  }
}
