package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A writer that nobody started, in front of which senders stand in line. */
class SharedCommitTest {
  private static final int PLACES = 3;

  private final SharedCommit commits =
      new SharedCommit(mock(InboxTable.class), mock(Relay.class), PLACES);

  @Test
  void turnsAwayWhoFindsNoPlace() {
    var cap = commits.caps().iterator().next();
    var senders = Executors.newFixedThreadPool(PLACES);
    try {
      for (var i = 0; i < PLACES; i++) {
        senders.execute(() -> commits.keep(heard(), Duration.ofSeconds(30)));
      }
      await().until(() -> cap.used().getAsLong() == PLACES);

      assertThatThrownBy(() -> commits.keep(heard(), Duration.ofSeconds(30)))
          .hasMessageContaining("DEL-001")
          .hasMessageContaining("too many are waiting");
      assertThat(cap.refused().getAsLong()).isEqualTo(1);
      assertThat(cap.limit().getAsLong()).isEqualTo(PLACES);
    } finally {
      senders.shutdownNow();
    }
  }

  private static Heard heard() {
    return Heard.webhook(
        "shop", "orders/create", "intake", "1", null, new byte[0], Map.of(), Instant.EPOCH);
  }
}
