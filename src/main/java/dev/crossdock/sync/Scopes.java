package dev.crossdock.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Listing;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.delivery.Cases;
import dev.crossdock.kernel.HubException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds before the first run what a channel does not let us do: a permission that nobody granted
 * looks, to everybody, like a system in which nothing changes.
 */
@Component
class Scopes {
  private static final Logger LOG = LoggerFactory.getLogger(Scopes.class);
  private static final String KIND = "scope";

  /** What is missing is asked for again this soon, so that the case closes when it is mended. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Channels channels;
  private final Paging paging;
  private final Cases cases;
  private final Clock clock;
  private final Map<String, Instant> due = new ConcurrentHashMap<>();

  Scopes(Channels channels, Paging paging, Cases cases, Clock clock) {
    this.channels = channels;
    this.paging = paging;
    this.cases = cases;
    this.clock = clock;
  }

  /** Asks every channel whose turn it is. */
  void look() throws InterruptedException {
    due.keySet().retainAll(channels.all().stream().map(Channel::id).toList());
    for (var channel : channels.all()) {
      var scopes = channels.manifestOf(channel).scopes();
      var now = clock.instant();
      if (scopes != null && !now.isBefore(due.getOrDefault(channel.id(), Instant.MIN))) {
        due.put(channel.id(), now.plus(SOON));
        if (isAllGranted(channel, scopes)) {
          due.put(channel.id(), now.plus(scopes.every()));
        }
      }
    }
  }

  private boolean isAllGranted(Channel channel, Listing.Scopes scopes) throws InterruptedException {
    try {
      var granted = granted(channel, scopes);
      var all = true;
      for (var need : scopes.needs()) {
        all &= tell(channel, need, scopes, granted.contains(need));
      }
      return all;
    } catch (HubException e) {
      LOG.atInfo()
          .addKeyValue("channel", channel.id())
          .addKeyValue("why", e.getMessage())
          .log("could not see what a channel lets us do; asked again soon");
      return false;
    }
  }

  private boolean tell(Channel channel, String need, Listing.Scopes scopes, boolean granted) {
    if (granted) {
      cases.close(KIND, channel.id(), need);
    } else {
      cases.open(
          KIND,
          channel.id(),
          need,
          "channel %s does not grant '%s', which its connector needs; expected %s. Grant it there; nothing has to be restarted."
              .formatted(channel.id(), need, String.join(", ", scopes.needs())));
    }
    return granted;
  }

  private Set<String> granted(Channel channel, Listing.Scopes scopes) throws InterruptedException {
    var task =
        new SnapshotTask(
            channel.id(),
            "scopes",
            Scope.ALL,
            1,
            Precedence.ORDERS,
            new Unwatched(clock.instant()));
    var by = task.by(scopes.route(), scopes.budget(), scopes.cost());
    var answer = paging.ask(by, task.question(clock.instant()), task.progress());
    var granted = new HashSet<String>();
    for (JsonNode one : answer.path("granted")) {
      granted.add(one.asText());
    }
    return granted;
  }
}
