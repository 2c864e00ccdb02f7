package dev.crossdock.alerts;

import dev.crossdock.alerts.Answer.Kind;
import dev.crossdock.alerts.NoticeTable.Claimed;
import dev.crossdock.delivery.Cases;
import dev.crossdock.kernel.CrashPoints;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells people what a route is for: each alert once when it opens, once more for each round of
 * reminding, once when it is over.
 *
 * <p>What is to be told is noted first, gathered into one message, and claimed before the call. A
 * message whose answer never came is told once more only to who knows it again by its id; else it
 * ends as unsure, and a case asks somebody to look (ADR 0042).
 */
@Component
class Telling {
  static final int WORRYING = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Telling.class);
  private static final int MOST_WHEN_REFUSED = 3;

  /** About a day. */
  private static final int MOST = 100;

  private static final long FIRST_MILLIS = 2_000;
  private static final long LONGEST_MILLIS = 900_000;

  private final NoticeTable table;
  private final Posts posts;
  private final Mails mails;
  private final Cases cases;
  private final MeterRegistry meters;
  private final Set<String> calm = new HashSet<>();

  Telling(NoticeTable table, Posts posts, Mails mails, Cases cases, MeterRegistry meters) {
    this.table = table;
    this.posts = posts;
    this.mails = mails;
    this.cases = cases;
    this.meters = meters;
  }

  /** Looks once what is to be told on a route, and tells one message of it. */
  void look(Route route) throws InterruptedException {
    table.owe(route);
    table.gather(route);
    var repeats = route.to().knowsRepeats();
    if (!repeats) {
      table.endUnanswered(route.id()).ifPresent(alerts -> unsure(route, alerts, "the hub ended"));
    }
    var claimed = table.claim(route.id(), repeats);
    if (claimed.isPresent()) {
      tell(route, claimed.get());
    }
    calmDown(route);
  }

  private void tell(Route route, Claimed claimed) throws InterruptedException {
    CrashPoints.hit("alerts.claimed");
    var answer = claimed.message().count() == 0 ? Answer.TOLD : answer(route, claimed.message());
    CrashPoints.hit("alerts.told");
    if (answer.kind() == Kind.TOLD) {
      end(route, claimed, "sent", answer.why());
      toldSome(route, claimed.message().count(), answer.why());
    } else if (answer.kind() == Kind.UNSURE && !route.to().knowsRepeats()) {
      end(route, claimed, "unsure", answer.why());
      unsure(route, claimed.message().count(), answer.why());
    } else if (claimed.attempts() >= (answer.kind() == Kind.REFUSED ? MOST_WHEN_REFUSED : MOST)) {
      end(route, claimed, "failed", answer.why());
      unheard(
          route,
          "ALR-021 route %s could not tell %d alerts, and does not try again: %s. Correct config/alerts/%s.yaml or its secrets, and look at the alerts on the first page."
              .formatted(route.id(), claimed.message().count(), answer.why(), route.id()));
    } else {
      later(route, claimed, answer);
    }
  }

  private Answer answer(Route route, Message message) throws InterruptedException {
    if (route.to() instanceof Route.Webhook webhook) {
      return posts.tell(webhook, message);
    }
    return route.to() instanceof Route.Slack slack
        ? posts.tell(slack, message)
        : mails.tell((Route.Mail) route.to(), message);
  }

  private void end(Route route, Claimed claimed, String state, String why) {
    table.end(claimed, state, why);
    meters
        .counter("hub.alerts.notices", "route", route.id(), "outcome", state)
        .increment(claimed.message().count());
    LOG.atInfo()
        .addKeyValue("route", route.id())
        .addKeyValue("transition", claimed.message().transition())
        .addKeyValue("alerts", claimed.message().count())
        .addKeyValue("outcome", state)
        .log("told somebody");
  }

  private void later(Route route, Claimed claimed, Answer answer) {
    var wait = Objects.requireNonNullElse(answer.retryAfter(), backoff(claimed.attempts()));
    table.later(claimed, wait, answer.why());
    if (claimed.attempts() == WORRYING) {
      unheard(
          route,
          "ALR-020 route %s has not been able to tell %d alerts: %s. It is tried again for a day; see who takes them there, and look at them on the first page."
              .formatted(route.id(), claimed.message().count(), answer.why()));
    }
  }

  /** Doubles from two seconds to a quarter of an hour, and a little more so that crowds part. */
  private static Duration backoff(int attempts) {
    var millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(10, Math.max(0, attempts - 1)));
    return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4));
  }

  private void unsure(Route route, int alerts, String why) {
    unheard(
        route,
        "ALR-022 route %s told %d alerts and nobody knows whether it was heard: %s. It is not told twice; look at the alerts on the first page."
            .formatted(route.id(), alerts, why));
  }

  private void toldSome(Route route, int alerts, String why) {
    if (!why.isEmpty()) {
      unheard(
          route,
          "ALR-023 route %s told %d alerts, and not to everybody: %s. Correct config/alerts/%s.yaml, or have the letter box opened again."
              .formatted(route.id(), alerts, why, route.id()));
    }
  }

  private void unheard(Route route, String sentence) {
    calm.remove(route.id());
    cases.open(RouteFiles.UNHEARD, "", route.id(), sentence);
    LOG.atWarn().addKeyValue("route", route.id()).log(sentence);
  }

  /** Also what a process before us opened, when we see the route for the first time. */
  private void calmDown(Route route) {
    if (!calm.contains(route.id()) && !table.isUnheard(route.id(), WORRYING)) {
      cases.close(RouteFiles.UNHEARD, "", route.id());
      calm.add(route.id());
    }
  }
}
