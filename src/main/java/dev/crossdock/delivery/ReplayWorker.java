package dev.crossdock.delivery;

import dev.crossdock.kernel.CrashPoints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Drives replays at their pace. That a message had its turn and that it may be handed out again
 * commit together; what a dead process left off, the next one goes on with.
 */
@Component
class ReplayWorker {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayWorker.class);

  private final ReplayTable table;
  private final Reopening reopening;
  private final Parked parked;
  private final Leases leases;
  private final TransactionTemplate transaction;
  private final Map<Long, Long> drivenUntil = new HashMap<>();

  ReplayWorker(
      ReplayTable table,
      Reopening reopening,
      Parked parked,
      Leases leases,
      TransactionTemplate transaction) {
    this.table = table;
    this.reopening = reopening;
    this.parked = parked;
    this.leases = leases;
    this.transaction = transaction;
  }

  /** One round over all running replays. */
  @Scheduled(fixedDelayString = "200ms")
  void round() {
    var held = table.hold(leases.epoch(), leases.alone());
    drivenUntil.keySet().retainAll(held.stream().map(ReplayTable.Held::id).toList());
    for (var job : held) {
      table.learn(job.id());
      if (table.finish(job.id())) {
        LOG.atInfo().addKeyValue("replay", job.id()).log("replay done");
      } else {
        drive(job, allowed(job));
      }
    }
  }

  /** So many since it was last driven, and never more than a second's. */
  private int allowed(ReplayTable.Held job) {
    var now = System.nanoTime();
    var last = drivenUntil.getOrDefault(job.id(), now - 200_000_000L);
    var n = (int) Math.min(job.perSecond(), (now - last) * job.perSecond() / 1_000_000_000L);
    if (n > 0) {
      drivenUntil.put(job.id(), now);
    } else {
      drivenUntil.putIfAbsent(job.id(), last);
    }
    return n;
  }

  private void drive(ReplayTable.Held job, int most) {
    if (most == 0) {
      return;
    }
    var opened =
        transaction.execute(
            status -> {
              if (!table.stillOurs(job.id(), leases.epoch())) {
                return List.<Reopening.Opened>of();
              }
              var taken = table.take(job.id(), most);
              var driven = reopening.reopen(taken, "replay " + job.id());
              skipRest(job.id(), taken, driven);
              CrashPoints.hit("replay.before-commit");
              return driven;
            });
    CrashPoints.hit("replay.committed");
    if (opened != null && !opened.isEmpty()) {
      parked.driven(opened);
    }
  }

  private void skipRest(long job, List<Long> taken, List<Reopening.Opened> driven) {
    var rest = new ArrayList<>(taken);
    var went = new HashSet<Long>();
    driven.forEach(each -> went.add(each.id()));
    rest.removeIf(went::contains);
    if (!rest.isEmpty()) {
      table.skip(job, rest);
    }
  }
}
