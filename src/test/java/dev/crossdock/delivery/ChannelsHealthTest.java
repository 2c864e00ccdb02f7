package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.platform.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

class ChannelsHealthTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final ChannelsHealth health = new ChannelsHealth(jdbc);

  @Test
  void callsAChannelThatRefusesUsDegradedAndNotDown() {
    assertThat(health.health().getStatus().getCode()).isEqualTo("UP");

    jdbc.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, owed_at, stopped, failure_code)
        values ('shop', 'TEE', '1', 3, 1, crossdock_now(), true, 'CON-043')
        """);

    assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
    assertThat(health.health().getDetails()).containsOnlyKeys("shop");
  }
}
