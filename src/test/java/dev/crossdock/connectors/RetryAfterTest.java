package dev.crossdock.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | PT2S",
        " 2.5 | PT2.5S",
        "0 | PT1S",
        "999999999 | PT1H",
        "99999999999 | PT1H",
        "99999999999999999999 | PT1H",
        "-1 | PT1S",
        "-3 | PT1S",
        "Fri, 20 Nov 2026 10:00:30 GMT | PT30S",
        "Fri, 20 Nov 2026 09:00:00 GMT | PT1S",
        "Fri, 20 Nov 2099 09:00:00 GMT | PT1H",
        "2026-11-20T10:00:10Z | PT10S",
      })
  void understandsEveryShapeAndStaysBetweenASecondAndAnHour(String header, Duration wait) {
    assertThat(RetryAfter.of(header, NOW)).contains(wait);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1e9", "Fri, 99 Nov 2026", "NaN", "2 seconds"})
  void saysNothingAboutGarbage(String header) {
    assertThat(RetryAfter.of(header, NOW)).isEmpty();
  }

  @Test
  void readsMillisecondsFromAnOutcome() {
    assertThat(RetryAfter.of(LongNode.valueOf(1500))).contains(Duration.ofMillis(1500));
    assertThat(RetryAfter.of(LongNode.valueOf(-1))).contains(RetryAfter.SHORTEST);
    assertThat(RetryAfter.of(DoubleNode.valueOf(1e300))).contains(RetryAfter.LONGEST);
    assertThat(RetryAfter.of(NullNode.getInstance())).isEmpty();
    assertThat(RetryAfter.of(TextNode.valueOf("1500"))).isEmpty();
    assertThat(RetryAfter.of((com.fasterxml.jackson.databind.JsonNode) null)).isEmpty();
  }
}
