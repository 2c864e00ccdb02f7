package dev.crossdock.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.web.server.ResponseStatusException;

class LiveFeedTest {
  @Test
  void showsTheFiguresToSoManyAndNoMore() {
    var feed =
        new LiveFeed(
            () -> {
              throw new IllegalStateException("nobody asks for figures in this test");
            },
            Duration.ofHours(1));
    var cap = feed.caps().iterator().next();
    for (var i = 0; i < LiveFeed.MOST_WATCHERS; i++) {
      feed.watch();
    }

    assertThat(cap.used().getAsLong()).isEqualTo(cap.limit().getAsLong());
    assertThatThrownBy(feed::watch).isInstanceOf(ResponseStatusException.class);
    assertThat(cap.refused().getAsLong()).isEqualTo(1);
    feed.stop();
  }
}
