package dev.crossdock.delivery;

import dev.crossdock.connectors.ChannelRefusesUs;
import dev.crossdock.connectors.ChannelTakesUs;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells somebody what delivery cannot mend by itself, and stops telling when it is mended. */
@Component
class Complaints {
  private static final String AUTH = "auth";
  private static final String CONFLICT = "conflict";
  private static final String ESCALATED = "escalated";

  /**
   * However it came to be: by a write, by a sale that was heard, or because the number came back.
   */
  private static final String MENDED =
      """
      update delivery_cases c set closed_at = crossdock_now()
      where c.closed_at is null and c.kind in ('conflict', 'escalated')
        and exists (select from delivery_targets t
                    where t.channel = c.channel and t.sku || '@' || t.slot = c.about
                      and t.version = t.confirmed_version and t.read_back_at is null)
      """;

  private final Cases cases;
  private final JdbcTemplate jdbc;

  Complaints(Cases cases, JdbcTemplate jdbc) {
    this.cases = cases;
    this.jdbc = jdbc;
  }

  @EventListener
  void on(ChannelRefusesUs refuses) {
    cases.open(
        AUTH,
        refuses.channel(),
        "",
        "channel %s refuses our credential (%s %s); nothing is lost, and it is told everything once it believes us. Give it another secret."
            .formatted(refuses.channel(), refuses.code(), refuses.why()));
  }

  @EventListener
  void on(ChannelTakesUs takes) {
    cases.close(AUTH, takes.channel(), "");
  }

  /** It has met another number than expected too often. */
  void conflict(String channel, Refused refused) {
    var target = refused.target();
    cases.open(
        CONFLICT,
        channel,
        target.key(),
        "channel %s shows another number of %s than %s, again and again, and will not take %d. See who else changes it there; it is tried every minute."
            .formatted(channel, target.key(), target.seen(), target.desired()));
  }

  /** It keeps accepting a number and keeps not showing it. */
  void escalated(String channel, ReadBackTable.Lost lost) {
    cases.open(
        ESCALATED,
        channel,
        lost.key(),
        "channel %s accepted %d for %s %d times and shows %d. See what it says of the listing; it is tried every minute."
            .formatted(channel, lost.sent(), lost.key(), lost.times(), lost.found()));
  }

  @Scheduled(fixedDelayString = "10s")
  void closeWhatIsMended() {
    jdbc.update(MENDED);
  }
}
