package dev.crossdock.delivery;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.platform.Partitions;
import java.time.Duration;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Forgets what has been kept long enough: messages that ended, days of the journey, what was
 * settled and done by hand, and the keys of days that nothing readable is left of. What waits, and
 * what is parked, is never deleted; a parked message can be opened as long as the key of its day is
 * kept.
 */
@Component
class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int AT_ONCE = 2_000;
  private static final int REPLAYS_AT_ONCE = 20;
  private static final int MOST_IN_A_MINUTE = 50;

  private final RetentionTable table;
  private final Partitions partitions;
  private final long messages;
  private final long journeys;
  private final long parked;
  private long sweptTo;

  Retention(
      RetentionTable table,
      Partitions partitions,
      @Value("${hub.delivery.keep-messages:30d}") Duration messages,
      @Value("${hub.delivery.keep-journey:30d}") Duration journeys,
      @Value("${hub.delivery.keep-parked:90d}") Duration parked) {
    this.table = table;
    this.partitions = partitions;
    this.messages = days("keep-messages", messages);
    this.journeys = days("keep-journey", journeys);
    this.parked = days("keep-parked", parked);
  }

  private static long days(String setting, Duration told) {
    if (told.toDays() < 1) {
      throw new HubException(
          new Failure.Data(
              "DEL-104",
              "hub.delivery.%s is %s; expected is at least one day, such as 30d."
                  .formatted(setting, told)));
    }
    return told.toDays();
  }

  /** Deletes old messages, some thousands at a time, and comes round again once it has seen all. */
  @Scheduled(initialDelay = 60_000, fixedDelay = 60_000)
  void messages() {
    tried(
        "messages",
        () -> {
          if (!partitions.mayDelete()) {
            return 0;
          }
          var deleted = 0;
          for (int n = 0; n < MOST_IN_A_MINUTE; n++) {
            var sweep = table.sweep(sweptTo, AT_ONCE, messages);
            deleted += sweep.deleted();
            sweptTo = sweep.last();
            if (sweep.old() < AT_ONCE) {
              sweptTo = 0;
              break;
            }
          }
          return deleted;
        });
  }

  /** Forgets days, and then their keys. */
  @Scheduled(initialDelay = 120_000, fixedDelay = 3_600_000)
  void days() {
    for (var table : partitions.tables("delivery_")) {
      tried("days of " + table, () -> partitions.drop(table, journeys));
    }
    old("parked messages that were settled", () -> table.deleteLeft(parked, AT_ONCE));
    old("replays", () -> table.deleteReplays(parked, REPLAYS_AT_ONCE));
    old("what was done by hand", () -> table.forgetAudit(AT_ONCE));
    tried("keys of days", () -> partitions.mayDelete() ? table.deleteKeys(longest()) : 0);
  }

  /** Some of them, and the rest in an hour. */
  private void old(String what, Work work) {
    tried(what, () -> partitions.mayDelete() ? work.run() : 0);
  }

  private long longest() {
    return LongStream.of(messages, journeys, parked).max().orElseThrow();
  }

  private interface Work {
    int run();
  }

  private static void tried(String what, Work work) {
    try {
      var deleted = work.run();
      if (deleted > 0) {
        LOG.atInfo()
            .addKeyValue("what", what)
            .addKeyValue("deleted", deleted)
            .log("forgot what was kept long enough");
      }
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("what", what).setCause(e).log("could not forget; trying again");
    }
  }
}
