package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** stub. */
@Component
public class Budgets {
  /** stub. */
  public Duration acquire(String channel, String budget, double cost) {
    return Duration.ZERO;
  }

  /** stub. */
  public void giveBack(String channel, String budget, double cost) {}

  /** stub. */
  public void learn(String channel, String budget, JsonNode said) {}

  /** stub. */
  public void throttled(String channel, String budget, Duration wait) {}
}
