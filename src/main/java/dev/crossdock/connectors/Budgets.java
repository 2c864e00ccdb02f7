package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.calls.MonotonicTime;
import dev.crossdock.connectors.files.Connected;
import dev.crossdock.connectors.files.Secret;
import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.Latest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How often each system may be called. Channels that speak with one credential share one budget,
 * because the system counts them as one.
 *
 * <p>A manifest says with what to begin; from then on the system's own answers are believed. A flow
 * without a budget waits for nothing but a system that tells it to slow down.
 */
@Component
public class Budgets implements Capped {
  /** A day that is an hour longer, as one is in autumn. */
  private static final Duration LONGEST_QUOTA = Duration.ofHours(25).plusSeconds(1);

  /** Nobody waits in it, until the system says that we must. */
  private static final Manifest.Budget UNDECLARED =
      new Manifest.Budget(
          Manifest.Budget.Model.REQUESTS, Manifest.Budget.Scope.CREDENTIAL, 1e9, 1e9);

  static final int MOST = 1_000;

  private final Channels channels;
  private final MonotonicTime time;
  private final Latest<Shared, Bucket> buckets = new Latest<>("budgets", MOST);

  Budgets(Channels channels, MonotonicTime time) {
    this.channels = channels;
    this.time = time;
  }

  /** Channels that are gone, and secrets that were exchanged, leave theirs behind. */
  @Override
  public List<Cap> caps() {
    return List.of(buckets.cap());
  }

  /** Who shares a budget, and what it began with. */
  private record Shared(
      String system, String name, List<Secret> secrets, String channel, Manifest.Budget budget) {}

  /**
   * Takes what a call costs. When there is not enough for all, those of higher precedence go first.
   *
   * @param who what the call is for
   * @return zero when the call may be made now; else how long to wait before asking again, and
   *     nothing was taken
   */
  public Duration acquire(Precedence who, String channel, String budget, double cost) {
    return bucket(channel, budget).map(b -> b.take(who, cost, time.nanos())).orElse(Duration.ZERO);
  }

  /**
   * How far apart calls must be so that they use no more than a share of a budget.
   *
   * @param share above 0, to 1; with all of it they need not be apart
   */
  public Duration apart(String channel, String budget, double cost, double share) {
    return share >= 1
        ? Duration.ZERO
        : bucket(channel, budget).map(b -> b.apart(cost, share)).orElse(Duration.ZERO);
  }

  /** Puts back what was taken for a call that was then not made. */
  public void giveBack(String channel, String budget, double cost) {
    bucket(channel, budget).ifPresent(b -> b.giveBack(cost, time.nanos()));
  }

  /**
   * Learns from what the system said in an answer: {@code {available, perSecond, maximum}}, any of
   * them or none.
   */
  public void learn(String channel, String budget, @Nullable JsonNode said) {
    if (said != null && said.isObject()) {
      bucket(channel, budget)
          .ifPresent(
              b ->
                  b.learn(
                      number(said, "available"),
                      number(said, "perSecond"),
                      number(said, "maximum"),
                      time.nanos()));
    }
  }

  /**
   * Spends everything that is left, and lets nobody call before the wait is over, or for an hour.
   */
  public void throttled(String channel, String budget, Duration wait) {
    close(channel, budget, wait, RetryAfter.LONGEST);
  }

  /** A day's worth of calls is used up: nobody calls before it comes back, a day at the latest. */
  public void usedUp(String channel, String budget, Duration wait) {
    close(channel, budget, wait, LONGEST_QUOTA);
  }

  private void close(String channel, String budget, Duration wait, Duration most) {
    var closed = wait.compareTo(most) > 0 ? most : wait;
    bucket(channel, budget)
        .ifPresent(b -> b.drain(closed.isNegative() ? Duration.ZERO : closed, time.nanos()));
  }

  private Optional<Bucket> bucket(String channel, String name) {
    return channels
        .connected(channel)
        .map(
            connected -> {
              var budget = connected.manifest().budget(name).orElse(UNDECLARED);
              return bucket(shared(connected, name, budget));
            });
  }

  private Bucket bucket(Shared shared) {
    return buckets.get(
        shared, s -> new Bucket(s.budget().perSecond(), s.budget().burst(), time.nanos()));
  }

  private static Shared shared(Connected connected, String name, Manifest.Budget budget) {
    var secrets =
        budget.scope() == Manifest.Budget.Scope.CREDENTIAL ? secrets(connected) : List.<Secret>of();
    var alone = secrets.isEmpty() ? connected.channel().id() : "";
    return new Shared(connected.channel().system(), name, secrets, alone, budget);
  }

  private static List<Secret> secrets(Connected connected) {
    var auth = connected.manifest().auth();
    var all = new ArrayList<Secret>();
    if (auth != null) {
      for (var name :
          new @Nullable String[] {auth.secret(), auth.clientId(), auth.refreshToken()}) {
        if (name != null) {
          all.addAll(connected.secret(name));
        }
      }
    }
    return all;
  }

  private static @Nullable Double number(JsonNode said, String field) {
    var value = said.get(field);
    if (value == null || !value.isNumber()) {
      return null;
    }
    var number = value.asDouble();
    return Double.isFinite(number) ? number : null;
  }
}
