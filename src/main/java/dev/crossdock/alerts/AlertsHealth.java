package dev.crossdock.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * How many alerts last, by kind and by how far people are with them; and whether anybody who should
 * be told cannot be. The hub is degraded then, not down.
 */
@Component("alertsHealthIndicator")
class AlertsHealth implements HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(AlertsHealth.class);
  private static final Status DEGRADED = new Status("DEGRADED");
  private static final String BY_KIND =
      """
      select kind, state, count(*) from (%s where c.closed_at is null) a group by kind, state
      """
          .formatted(Alerts.ALERTS);

  private final JdbcTemplate jdbc;
  private final MultiGauge lasting;

  AlertsHealth(JdbcTemplate jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.lasting =
        MultiGauge.builder("hub.alerts")
            .description("Alerts that last, by kind and by how far people are with them.")
            .register(meters);
  }

  @Scheduled(initialDelay = 5_000, fixedDelay = 10_000)
  void read() {
    try {
      lasting.register(
          jdbc.query(
              BY_KIND,
              (row, i) ->
                  MultiGauge.Row.of(
                      Tags.of("code", row.getString(1), "outcome", row.getString(2)),
                      row.getLong(3))),
          true);
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("could not count the alerts");
    }
  }

  @Override
  public Health health() {
    var unheard = unheard();
    var health = unheard.isEmpty() ? Health.up() : Health.status(DEGRADED);
    unheard.forEach(about -> health.withDetail(about, "nobody is told, or may not be"));
    return health.build();
  }

  private List<String> unheard() {
    return jdbc.queryForList(
        "select about from delivery_cases_view where closed_at is null and kind = 'unheard' order by about",
        String.class);
  }
}
