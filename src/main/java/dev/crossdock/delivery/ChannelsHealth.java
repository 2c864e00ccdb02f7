package dev.crossdock.delivery;

import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Which channels cannot be told what they should show. Nothing is lost meanwhile and webhooks are
 * still taken, so the hub is degraded and not down (rule R19).
 */
@Component("channelsHealthIndicator")
class ChannelsHealth implements HealthIndicator {
  private static final Status DEGRADED = new Status("DEGRADED");
  private static final String FAILING =
      """
      select channel, count(*) waiting, count(*) filter (where stopped) stopped, max(failure_code) code
      from delivery_targets
      where stopped or (version > confirmed_version and attempts >= 5)
      group by channel
      order by channel
      """;

  private final JdbcTemplate jdbc;

  ChannelsHealth(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Health health() {
    var failing = jdbc.queryForList(FAILING);
    var health = failing.isEmpty() ? Health.up() : Health.status(DEGRADED);
    failing.forEach(
        row ->
            health.withDetail(
                String.valueOf(row.get("channel")),
                Map.of(
                    "waiting", row.get("waiting"),
                    "stopped", row.get("stopped"),
                    "code", String.valueOf(row.get("code")))));
    return health.build();
  }
}
