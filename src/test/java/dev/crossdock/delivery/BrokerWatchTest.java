package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.crossdock.platform.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.JdbcTemplate;

/** Fault F-27: a producer that blocks, without an error and without an end. */
class BrokerWatchTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final AtomicLong nanos = new AtomicLong();
  private final Cases cases = new Cases(new JdbcTemplate(DATABASE.app()));
  private final BrokerWatch watch = new BrokerWatch(cases, Duration.ofSeconds(5), nanos::get);
  private final AtomicInteger tried = new AtomicInteger();
  private volatile CountDownLatch full = new CountDownLatch(1);

  private final Relay.Sender sender =
      watch.watched(
          (route, channel, group, body) -> {
            tried.incrementAndGet();
            try {
              full.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new IllegalStateException(e);
            }
          });

  @Test
  void interruptsASendThatNeverEndsAndTellsSomebodyUntilOneGoesThrough() throws Exception {
    var relay = Executors.newSingleThreadExecutor();
    try {
      var send = relay.submit(this::send);
      await().until(() -> tried.get() == 1);
      watch.look();
      assertThat(watch.health().getStatus()).isEqualTo(Status.UP);

      later(6);
      watch.look();
      assertThatThrownBy(send::get).hasRootCauseInstanceOf(InterruptedException.class);
      assertThat(relay.submit(() -> Thread.currentThread().isInterrupted()).get())
          .as("the relay's thread goes on unharmed")
          .isFalse();
      assertThat(watch.health().getStatus().getCode()).isEqualTo("DEGRADED");
      assertThat(cases.open()).extracting(Cases.Case::kind).containsExactly("broker");

      assertThatThrownBy(this::send).hasMessageContaining("asked again soon");
      assertThat(tried).as("not asked again at once").hasValue(1);

      later(6);
      full.countDown();
      send();
      watch.look();
      assertThat(watch.health().getStatus()).isEqualTo(Status.UP);
      assertThat(cases.open()).isEmpty();
    } finally {
      relay.shutdownNow();
    }
  }

  private void send() {
    sender.send("route", "channel", "group", "body");
  }

  private void later(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
