package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChannelThreadsTest {

  @Test
  void asksOneChannelWhileAnotherNeverAnswers() throws InterruptedException {
    try (var threads = new ChannelThreads()) {
      var silence = new CountDownLatch(1);
      var begun = new CountDownLatch(ChannelThreads.MOST);
      var asked = new AtomicInteger();
      for (int i = 0; i < 20; i++) {
        threads.run(
            "market",
            () -> {
              asked.incrementAndGet();
              begun.countDown();
              await(silence);
            });
      }
      assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();

      var answered = new CountDownLatch(1);
      threads.run("shop", answered::countDown);

      assertThat(answered.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(asked).hasValue(ChannelThreads.MOST);
      assertThat(threads.cap().used().getAsLong()).isEqualTo(ChannelThreads.MOST);
      assertThat(threads.cap().refused().getAsLong()).isEqualTo(20 - ChannelThreads.MOST);
      silence.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
