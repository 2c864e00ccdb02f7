package dev.crossdock.alerts;

import dev.crossdock.delivery.Cases;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sees that what waits for a person does not wait for too long: one case for each channel. */
@Component
class AgeingWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AgeingWatch.class);
  private static final String CASE = "ageing";

  private final JdbcTemplate jdbc;
  private final Cases cases;
  private final Duration limit;

  AgeingWatch(
      JdbcTemplate jdbc, Cases cases, @Value("${hub.alerts.parked-for:24h}") Duration limit) {
    this.jdbc = jdbc;
    this.cases = cases;
    this.limit = limit;
  }

  private record Old(String channel, int parked, Instant since) {}

  @Scheduled(initialDelay = 45_000, fixedDelay = 60_000)
  void lookNowAndThen() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not see how long parked messages wait; looking again");
    }
  }

  void look() {
    var open = new HashSet<String>();
    cases.open(CASE).forEach(c -> open.add(c.channel() + "\n" + c.sentence()));
    var old =
        jdbc.query(
            """
            select channel, count(*), min(parked_at) from delivery_parked_view
            where parked_at < crossdock_now() - ? * interval '1 millisecond' group by channel
            """,
            (row, i) -> new Old(row.getString(1), row.getInt(2), row.getTimestamp(3).toInstant()),
            limit.toMillis());
    var still = new HashSet<String>();
    for (var one : old) {
      still.add(one.channel());
      tell(one, open);
    }
    cases.open(CASE).stream()
        .filter(c -> !still.contains(c.channel()))
        .forEach(c -> cases.close(CASE, c.channel(), c.about()));
  }

  /** Only when there is news. */
  private void tell(Old old, Set<String> told) {
    var sentence =
        "ALR-011 of channel %s %d parked messages have waited for more than %s for somebody, the oldest since %s; replay or dismiss them on the page Parked."
            .formatted(old.channel(), old.parked(), words(limit), old.since());
    if (!told.contains(old.channel() + "\n" + sentence)) {
      cases.open(CASE, old.channel(), "", sentence);
    }
  }

  private static String words(Duration limit) {
    return limit.toHours() > 0
        ? "%d hours".formatted(limit.toHours())
        : limit.toMinutes() + " minutes";
  }
}
