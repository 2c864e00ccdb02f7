package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells systems facts, each call paid from the budget of its write, before the calls of everybody
 * else who shares that budget.
 */
final class PaidCalls implements Asking {
  /** The call was not made. */
  static final String NO_CALLS_LEFT = "DEL-013";

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final long THROTTLED_MILLIS = 1_000;

  private final Asking calls;
  private final Function<String, Optional<Manifest>> manifests;
  private final Budgets budgets;
  private final Wake wake = new Wake();

  PaidCalls(Asking calls, Channels channels, Budgets budgets) {
    this(calls, c -> channels.find(c).map(channels::manifestOf), budgets);
  }

  PaidCalls(Asking calls, Function<String, Optional<Manifest>> manifests, Budgets budgets) {
    this.calls = calls;
    this.manifests = manifests;
    this.budgets = budgets;
  }

  @Override
  public JsonNode call(String route, String channel, JsonNode document) {
    var found = write(route, channel);
    if (found.isEmpty()) {
      return calls.call(route, channel, document);
    }
    var budget = found.get().budget() == null ? "" : found.get().budget();
    var cost = found.get().cost();
    pay(channel, budget, cost == null ? 1 : cost);
    var answer = calls.call(route, channel, document);
    heed(channel, budget, answer);
    return answer;
  }

  private Optional<Manifest.Write> write(String route, String channel) {
    return manifests.apply(channel).stream()
        .flatMap(manifest -> manifest.writes().values().stream())
        .filter(write -> write.route().equals(route) || route.equals(write.lookup()))
        .findFirst();
  }

  private void pay(String channel, String budget, double cost) {
    var patience = LONGEST_WAIT;
    var wait = budgets.acquire(Precedence.ORDERS, channel, budget, cost);
    while (!wait.isZero()) {
      if (wait.compareTo(patience) > 0 || !waited(wait)) {
        throw new HubException(
            new Failure.Throttled(
                NO_CALLS_LEFT,
                "channel %s has no calls left for this fact; it is told later.".formatted(channel),
                wait));
      }
      patience = patience.minus(wait);
      wait = budgets.acquire(Precedence.ORDERS, channel, budget, cost);
    }
  }

  private boolean waited(Duration wait) {
    try {
      wake.await(wait.toMillis() + 1);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void heed(String channel, String budget, JsonNode answer) {
    budgets.learn(channel, budget, said(answer));
    StreamSupport.stream(answer.path("outcomes").spliterator(), false)
        .map(entry -> Outcome.of(channel, "", entry))
        .filter(Outcome::slowsDown)
        .findFirst()
        .ifPresent(
            slower -> {
              var wait = Duration.ofMillis(slower.retryAfterMillis(THROTTLED_MILLIS));
              if (slower.is("quota")) {
                budgets.usedUp(channel, budget, wait);
              } else {
                budgets.throttled(channel, budget, wait);
              }
            });
  }

  private static @Nullable JsonNode said(JsonNode answer) {
    return answer.get("budget");
  }
}
