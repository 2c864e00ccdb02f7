package dev.crossdock.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Flows;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.delivery.Cases;
import dev.crossdock.delivery.Untold;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Keeps a platform telling us what happens: platforms silently stop posting to whoever failed a few
 * times, and the shop then looks quiet although it is not.
 *
 * <p>Which addresses a platform posts to is asked on a schedule, and at once when a read finds what
 * no webhook spoke of. What is missing is subscribed again, and somebody is told; what happened
 * meanwhile is found by the reads.
 */
@Component
class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
  private static final String KIND = "subscription";
  private static final int MOST_PAGES = 100;
  private static final int PAGE = 100;

  private final Channels channels;
  private final Flows flows;
  private final Budgets budgets;
  private final Untold untold;
  private final Cases cases;
  private final Clock clock;
  private final Duration patience;
  private final Map<String, Look> looks = new ConcurrentHashMap<>();

  /** When a channel was last asked, and whether nothing was missing then. */
  private record Look(Instant at, boolean complete) {}

  Subscriptions(
      Channels channels,
      Flows flows,
      Budgets budgets,
      Untold untold,
      Cases cases,
      Clock clock,
      @Value("${hub.sync.webhook-patience:60s}") Duration patience) {
    this.channels = channels;
    this.flows = flows;
    this.budgets = budgets;
    this.untold = untold;
    this.cases = cases;
    this.clock = clock;
    this.patience = patience;
  }

  /** Looks after every channel whose turn it is, or that has fallen silent. */
  void look() {
    looks.keySet().retainAll(channels.all().stream().map(Channel::id).toList());
    for (var channel : channels.all()) {
      try {
        var manifest = channels.manifestOf(channel);
        var wanted = manifest.subscriptions();
        if (wanted != null && !channel.receivesAt().isEmpty() && isDue(channel, manifest, wanted)) {
          looks.put(channel.id(), new Look(clock.instant(), false));
          var complete = renew(channel, manifest, wanted);
          looks.put(channel.id(), new Look(clock.instant(), complete));
        }
      } catch (RuntimeException e) {
        LOG.atInfo()
            .addKeyValue("channel", channel.id())
            .addKeyValue("why", e.getMessage())
            .log("could not see what a channel posts to us; asked again soon");
      }
    }
  }

  private boolean isDue(Channel channel, Manifest manifest, Manifest.Subscriptions wanted) {
    var last = looks.get(channel.id());
    if (last == null) {
      return true;
    }
    var ago = Duration.between(last.at(), clock.instant());
    if (ago.compareTo(patience) < 0) {
      return false;
    }
    if (!last.complete() || ago.compareTo(wanted.every()) >= 0) {
      return true;
    }
    var asked =
        manifest.reads().values().stream()
            .filter(read -> read.cursor() != null)
            .flatMap(read -> read.topics().stream())
            .toList();
    return untold.any(channel.id(), asked, told(manifest), patience);
  }

  /** Subscribes what is missing; true when nothing was. */
  private boolean renew(Channel channel, Manifest manifest, Manifest.Subscriptions wanted) {
    var there = addresses(channel, wanted);
    var complete = true;
    for (var entry : ours(channel, manifest).entrySet()) {
      var topic = entry.getValue();
      if (there.contains(entry.getKey())) {
        cases.close(KIND, channel.id(), topic);
      } else {
        complete = false;
        cases.open(
            KIND,
            channel.id(),
            topic,
            "channel %s no longer posts %s to %s; expected a subscription, and asks for it again. See why it failed there: a platform drops who does not answer."
                .formatted(channel.id(), topic, entry.getKey()));
        ask(channel, wanted.create(), wanted, question(channel, topic, entry.getKey()));
        LOG.atWarn()
            .addKeyValue("channel", channel.id())
            .addKeyValue("topic", topic)
            .log("subscribed again");
      }
    }
    return complete;
  }

  private Set<String> addresses(Channel channel, Manifest.Subscriptions wanted) {
    var found = new HashSet<String>();
    String next = null;
    var pages = 0;
    do {
      var question = Json.mapper().createObjectNode().put("channel", channel.id());
      var page = ask(channel, wanted.list(), wanted, question.put("page", next).put("limit", PAGE));
      page.path("items").forEach(item -> found.add(item.path("address").asText()));
      next = page.hasNonNull("next") ? page.get("next").asText() : null;
      pages++;
    } while (next != null && pages < MOST_PAGES);
    return found;
  }

  /** Each address at which we expect to be told something, and what. */
  private static Map<String, String> ours(Channel channel, Manifest manifest) {
    var ours = new TreeMap<String, String>();
    for (var topic : told(manifest)) {
      ours.put(channel.addressOf(manifest.topicIn() == null ? topic : ""), topic);
    }
    return ours;
  }

  private static List<String> told(Manifest manifest) {
    return manifest.topics().entrySet().stream()
        .filter(entry -> entry.getValue().heardBy() == Manifest.HeardBy.WEBHOOK)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static JsonNode question(Channel channel, String topic, String address) {
    return Json.mapper()
        .createObjectNode()
        .put("channel", channel.id())
        .put("topic", topic)
        .put("address", address);
  }

  private JsonNode ask(
      Channel channel, String route, Manifest.Subscriptions wanted, JsonNode question) {
    var budget = wanted.budget() == null ? "" : wanted.budget();
    var cost = wanted.cost() == null ? 1 : wanted.cost();
    var wait = budgets.acquire(Precedence.ORDERS, channel.id(), budget, cost);
    if (!wait.isZero()) {
      throw notNow(channel, "has no calls left", wait);
    }
    var answer = flows.call(route, channel.id(), question);
    if (answer.hasNonNull("budget")) {
      budgets.learn(channel.id(), budget, answer.get("budget"));
    }
    var outcome = text(answer.path("outcome"));
    if (outcome != null && !outcome.equals("applied")) {
      var why = "answered '%s' (%s)".formatted(outcome, text(answer.path("message")));
      throw notNow(channel, why, patience);
    }
    return answer;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }

  private static HubException notNow(Channel channel, String why, Duration wait) {
    return new HubException(
        new Failure.Throttled(
            "SYN-006",
            "channel %s %s about its subscriptions; it is asked again soon."
                .formatted(channel.id(), why),
            wait));
  }
}
