package dev.crossdock.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Open cases: the hub takes and delivers, and somebody has something to look at. Degraded, not
 * down.
 */
@Component("casesHealthIndicator")
class CasesHealth implements HealthIndicator {
  private static final Status DEGRADED = new Status("DEGRADED");

  private final Cases cases;

  CasesHealth(Cases cases, JdbcTemplate jdbc, MeterRegistry meters) {
    this.cases = cases;
    Gauge.builder("hub.cases", () -> count(jdbc))
        .description("Things that somebody must be told of.")
        .register(meters);
  }

  private static long count(JdbcTemplate jdbc) {
    var count =
        jdbc.queryForObject(
            "select count(*) from delivery_cases where closed_at is null", Long.class);
    return count == null ? 0 : count;
  }

  @Override
  public Health health() {
    var open = cases.open();
    var health = open.isEmpty() ? Health.up() : Health.status(DEGRADED);
    open.stream()
        .collect(Collectors.groupingBy(c -> c.channel() + " " + c.kind(), Collectors.counting()))
        .forEach(health::withDetail);
    return health.build();
  }
}
