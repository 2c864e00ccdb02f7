package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.PlayedDoors;
import dev.crossdock.platform.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

class ChannelsHealthTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final PlayedDoors played = new PlayedDoors();
  private final Channels channels = mock(Channels.class);
  private final ChannelsHealth health =
      new ChannelsHealth(jdbc, channels, played.doors(), Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void owesNothing() {
    jdbc.update("delete from delivery_targets");
    when(channels.find(anyString())).thenReturn(Optional.of(mock(Channel.class)));
  }

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

  @Test
  void saysWhichChannelIsLeftAloneAndUntilWhen() {
    played.taken("erp");
    played.refused("market");
    played.passes(Duration.ofSeconds(10));
    for (var n = 0; n < 4; n++) {
      played.answered("shop", 503, "{}");
    }

    assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
    assertThat(health.health().getDetails())
        .isEqualTo(
            Map.of(
                "market", Map.of("door", "refused", "until", "2026-06-01T10:00:20Z"),
                "shop", Map.of("door", "silent", "until", "2026-06-01T10:00:30Z")));
  }

  @Test
  void saysNothingOfAChannelThatIsNoMore() {
    played.refused("market");
    when(channels.find("market")).thenReturn(Optional.empty());

    assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
  }
}
