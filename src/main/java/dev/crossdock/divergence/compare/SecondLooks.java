package dev.crossdock.divergence.compare;

import dev.crossdock.connectors.Channels;
import dev.crossdock.kernel.HubException;
import dev.crossdock.sync.Looks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Asks a system again, for just what is suspected, as soon as all that was late must have come.
 * Where it cannot be asked for some alone, its next whole snapshot is the second look.
 */
@Component
class SecondLooks {
  private static final Logger LOG = LoggerFactory.getLogger(SecondLooks.class);

  /** More are not asked for one by one. */
  private static final int AT_ONCE = 500;

  /**
   * What cannot be asked now, and what was explained by something else, is left alone for so long.
   */
  private static final Duration REST = Duration.ofMinutes(2);

  private final FindingTable table;
  private final LinkLag lag;
  private final Channels channels;
  private final Compare compare;
  private final ObjectProvider<Looks> looks;
  private final Clock clock;
  private final Map<String, Instant> restUntil = new ConcurrentHashMap<>();

  SecondLooks(
      FindingTable table,
      LinkLag lag,
      Channels channels,
      Compare compare,
      ObjectProvider<Looks> looks,
      Clock clock) {
    this.table = table;
    this.lag = lag;
    this.channels = channels;
    this.compare = compare;
    this.looks = looks;
    this.clock = clock;
  }

  @Scheduled(initialDelay = 20_000, fixedDelay = 10_000)
  void look() {
    try {
      for (var link : table.suspected()) {
        looks.ifAvailable(asking -> look(asking, link.channel(), link.entity()));
      }
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not take a second look; looking again");
    }
  }

  private void look(Looks asking, String channel, String entity) {
    var name = channel + '/' + entity;
    var now = clock.instant();
    var found = channels.find(channel);
    if (found.isEmpty() || now.isBefore(restUntil.getOrDefault(name, now))) {
      return;
    }
    var patience = lag.of(found.get(), Compare.book(found.get(), entity)).in();
    var keys = table.due(channel, entity, patience.toMillis(), AT_ONCE);
    if (keys.isEmpty()) {
      return;
    }
    restUntil.put(name, now.plus(REST));
    try {
      compare.expecting(
          channel,
          entity,
          keys,
          () -> {
            var unused = asking.look(channel, entity, keys);
          });
    } catch (HubException e) {
      LOG.atDebug().setCause(e).addKeyValue("channel", channel).log("no second look now");
    }
  }
}
