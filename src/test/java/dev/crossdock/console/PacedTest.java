package dev.crossdock.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PacedTest {

  @Test
  void asksOnceHoweverManyWatch() {
    var asked = new AtomicInteger();
    var paced = new Paced<>(Duration.ofHours(1), asked::incrementAndGet);

    paced.get();

    assertThat(paced.get()).isEqualTo(1);
  }

  @Test
  void asksAgainWhenItsTimeHasCome() {
    var asked = new AtomicInteger();
    var paced = new Paced<>(Duration.ZERO, asked::incrementAndGet);

    paced.get();

    org.awaitility.Awaitility.await().until(() -> paced.get() > 1);
  }
}
