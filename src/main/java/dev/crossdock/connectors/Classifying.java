package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Turns the word {@code failed} of an answer into the class that the manifest gives its code, and
 * every wait into one that may be kept to. So a mapping says what a system said, and the manifest
 * what that means, once for all that read the answer.
 */
final class Classifying {
  private static final String FAILED = "failed";
  private static final Duration SHORTEST = Duration.ofMillis(20);

  private final Clock clock;

  Classifying(Clock clock) {
    this.clock = clock;
  }

  /** Makes the answer say what is meant by it. */
  void understood(Manifest manifest, JsonNode answer, int status, @Nullable String sqlState) {
    if (answer instanceof ObjectNode page) {
      one(manifest, page, status, sqlState);
      for (var entry : page.path("outcomes")) {
        if (entry instanceof ObjectNode outcome) {
          one(manifest, outcome, status, sqlState);
        }
      }
    }
  }

  private void one(Manifest manifest, ObjectNode said, int status, @Nullable String sqlState) {
    if (said.path("outcome").asText().equals(FAILED)) {
      var code = said.hasNonNull("code") ? said.get("code").asText() : null;
      said.put("outcome", manifest.failureClasses().of(code, status, sqlState).word());
    }
    if (said.path("outcome").asText().equals(FailureClass.QUOTA.word())) {
      said.put("retryAfter", untilReset(manifest).toMillis());
    } else if (said.has("retryAfter")) {
      var millis = said.get("retryAfter");
      if (millis.isNumber() && Double.isFinite(millis.asDouble())) {
        said.put("retryAfter", possible(millis.asDouble()));
      } else {
        said.remove("retryAfter");
      }
    }
  }

  /** A system that counts in points says to the millisecond when there are enough again. */
  private static long possible(double millis) {
    return Math.min(
        RetryAfter.LONGEST.toMillis(), Math.max(SHORTEST.toMillis(), (long) Math.ceil(millis)));
  }

  private Duration untilReset(Manifest manifest) {
    var quota = manifest.quota();
    if (quota == null) {
      return RetryAfter.LONGEST;
    }
    var now = ZonedDateTime.ofInstant(clock.instant(), quota.zone());
    var reset = now.with(quota.resetsAt());
    if (!reset.isAfter(now)) {
      reset = now.plusDays(1).with(quota.resetsAt());
    }
    return Duration.between(now, reset).plus(RetryAfter.SHORTEST);
  }
}
