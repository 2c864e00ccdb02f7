package dev.crossdock.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.delivery.Calls;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks a channel for one page, when it may be asked: after those who go first, and no more often
 * than the sync's share of the channel's calls allows.
 */
@Component
class Paging {
  /** What simply comes again soon, or can be had in another way, waits no longer. */
  static final Duration A_LITTLE = Duration.ofSeconds(10);

  /** A run that is kept may have hours behind it, which it would begin anew. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private static final Duration FIRST_WAIT = Duration.ofMillis(300);
  private static final Duration LONGEST_BETWEEN = Duration.ofSeconds(30);
  private static final int MOST_DOUBLED = 7;
  private static final long A_MOMENT_MILLIS = 500;

  private final Calls calls;
  private final Budgets budgets;
  private final Clock clock;
  private final CountDownLatch never = new CountDownLatch(1);

  Paging(Calls calls, Budgets budgets, Clock clock) {
    this.calls = calls;
    this.budgets = budgets;
    this.clock = clock;
  }

  /**
   * What a page is asked by.
   *
   * @param channel who is asked
   * @param who what the call is for
   * @param budget which of the channel's budgets pays; null for the one without a name
   * @param share how much of the budget may be used, above 0, to 1
   */
  record By(
      String channel,
      Precedence who,
      String route,
      @Nullable String budget,
      double cost,
      double share) {
    String purse() {
      return budget == null ? "" : budget;
    }
  }

  /** Asks as below, for as long as such a run may wait. */
  JsonNode ask(By by, JsonNode question, Progress progress) throws InterruptedException {
    return ask(by, question, progress, progress.run() > 0 ? LONGEST_WAIT : A_LITTLE);
  }

  /**
   * Asks, and asks again while the channel is merely busy, or not there for a while.
   *
   * @param patience for how long at most
   * @throws HubException {@code SYN-002} when there are no calls left, {@code SYN-003} when the
   *     channel refuses
   * @throws Progress.Stopped when the run shall not go on
   */
  JsonNode ask(By by, JsonNode question, Progress progress, Duration patience)
      throws InterruptedException {
    if (question.hasNonNull("page")) {
      await(budgets.apart(by.channel(), by.purse(), by.cost(), by.share()), progress);
    }
    var giveUpAt = clock.instant().plus(patience);
    var refusals = 0;
    while (true) {
      progress.check();
      var wait = budgets.acquire(by.who(), by.channel(), by.purse(), by.cost());
      if (wait.isZero()) {
        var answer = calls.call(by.route(), by.channel(), question);
        if (answer.hasNonNull("budget")) {
          budgets.learn(by.channel(), by.purse(), answer.get("budget"));
        }
        var outcome = text(answer, "outcome");
        if (outcome == null || outcome.equals("applied")) {
          return answer;
        }
        wait = longer(refused(by, answer, outcome), growing(refusals++));
      }
      if (clock.instant().plus(wait).isAfter(giveUpAt)) {
        throw new HubException(
            new Failure.Throttled(
                "SYN-002",
                "channel %s has no calls left for this read; it is asked again at its next run."
                    .formatted(by.channel()),
                wait));
      }
      await(wait, progress);
    }
  }

  /** A run may be cancelled while it waits. */
  private void await(Duration wait, Progress progress) throws InterruptedException {
    for (var left = wait.toMillis(); left > 0; left -= A_MOMENT_MILLIS) {
      progress.check();
      var unused = never.await(Math.min(left, A_MOMENT_MILLIS), TimeUnit.MILLISECONDS);
    }
  }

  private Duration refused(By by, JsonNode answer, String outcome) {
    var told = Duration.ofMillis(answer.path("retryAfter").asLong(0));
    switch (outcome) {
      case "throttled" -> {
        var wait = told.isZero() ? Duration.ofMillis(500) : told;
        budgets.throttled(by.channel(), by.purse(), wait);
        return wait;
      }
      case "quota" -> {
        budgets.usedUp(by.channel(), by.purse(), told);
        return told;
      }
      case "transient" -> {
        return told;
      }
      default -> throw refusedForGood(by, answer, outcome);
    }
  }

  /** Who is in trouble for long is asked less and less often. */
  private static Duration growing(int refusals) {
    var grown = FIRST_WAIT.multipliedBy(1L << Math.min(refusals, MOST_DOUBLED));
    return grown.compareTo(LONGEST_BETWEEN) > 0 ? LONGEST_BETWEEN : grown;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static HubException refusedForGood(By by, JsonNode answer, String outcome) {
    return new HubException(
        new Failure.Data(
            "SYN-003",
            "channel %s answered '%s' (%s %s); it is asked again at its next run."
                .formatted(
                    by.channel(),
                    outcome,
                    answer.path("code").asText(),
                    answer.path("message").asText())));
  }

  static @Nullable String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.get(field).asText() : null;
  }
}
