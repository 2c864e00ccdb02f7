package dev.crossdock.delivery;

import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Doors;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Which channels are left alone, until when, and which cannot be told what they should show.
 * Nothing is lost meanwhile and webhooks are still taken, so the hub is degraded and not down (rule
 * R19).
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
  private final Channels channels;
  private final Doors doors;
  private final Clock clock;

  ChannelsHealth(JdbcTemplate jdbc, Channels channels, Doors doors, Clock clock) {
    this.jdbc = jdbc;
    this.channels = channels;
    this.doors = doors;
    this.clock = clock;
  }

  @Override
  public Health health() {
    var troubles = new TreeMap<String, Map<String, Object>>();
    doors.states().forEach((channel, state) -> shut(channel, state, troubles));
    for (var row : jdbc.queryForList(FAILING)) {
      var trouble = of(String.valueOf(row.get("channel")), troubles);
      trouble.put("waiting", row.get("waiting"));
      trouble.put("stopped", row.get("stopped"));
      trouble.put("code", String.valueOf(row.get("code")));
    }
    var health = troubles.isEmpty() ? Health.up() : Health.status(DEGRADED);
    troubles.forEach(health::withDetail);
    return health.build();
  }

  /** Its door stays as it was when its file is taken away, and is nobody's trouble then. */
  private void shut(String channel, String state, Map<String, Map<String, Object>> troubles) {
    if (!state.equals(Doors.OPEN) && channels.find(channel).isPresent()) {
      var trouble = of(channel, troubles);
      trouble.put("door", state);
      trouble.put("until", clock.instant().plus(doors.closedFor(channel)).toString());
    }
  }

  private static Map<String, Object> of(String channel, Map<String, Map<String, Object>> troubles) {
    return troubles.computeIfAbsent(channel, c -> new LinkedHashMap<>());
  }
}
