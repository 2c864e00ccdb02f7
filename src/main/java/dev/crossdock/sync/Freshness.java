package dev.crossdock.sync;

import dev.crossdock.delivery.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sees to it that somebody is told of a sync that has had no good end for too long. */
@Component
class Freshness {
  private static final String KIND = "late";

  private final Turns turns;
  private final Cases cases;
  private final TransactionTemplate transaction;

  Freshness(Turns turns, Cases cases, TransactionTemplate transaction) {
    this.turns = turns;
    this.cases = cases;
    this.transaction = transaction;
  }

  void look(List<Sync> syncs) {
    var ids = new ArrayList<String>();
    var seconds = new ArrayList<Long>();
    for (var sync : syncs) {
      ids.add(sync.id());
      seconds.add(Math.max(1, sync.freshness().toSeconds()));
    }
    var known = syncs.stream().collect(Collectors.toMap(Sync::id, sync -> sync));
    transaction.executeWithoutResult(
        status -> {
          for (var late : turns.lateNoLonger(ids, seconds)) {
            cases.close(KIND, late.channel(), late.sync());
          }
          for (var late : turns.nowLate(ids, seconds)) {
            var sync = known.get(late);
            if (sync != null) {
              cases.open(KIND, sync.channel(), sync.id(), sentence(sync));
            }
          }
        });
  }

  private static String sentence(Sync sync) {
    return "sync %s (%s of %s) has had no good end for longer than %s; look at its last runs%s."
        .formatted(
            sync.id(),
            sync.what(),
            sync.channel(),
            sync.fresh(),
            sync.owner() == null ? "" : ", or ask " + sync.owner());
  }
}
