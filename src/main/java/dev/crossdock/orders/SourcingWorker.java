package dev.crossdock.orders;

import dev.crossdock.orders.ParcelTable.Which;
import dev.crossdock.orders.sourcing.Sourcing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Parts orders into parcels, one after the other, soon after they came. */
@Component
class SourcingWorker {
  private static final Logger LOG = LoggerFactory.getLogger(SourcingWorker.class);
  private static final int MOST_AT_ONCE = 200;
  private static final long AGAIN_MILLIS = 60_000;

  private final SourcingFile file;
  private final ParcelTable table;
  private final SourcingRound round;
  private final TransactionTemplate transaction;

  SourcingWorker(
      SourcingFile file, ParcelTable table, SourcingRound round, TransactionTemplate transaction) {
    this.file = file;
    this.table = table;
    this.round = round;
    this.transaction = transaction;
  }

  @Scheduled(fixedDelayString = "200ms")
  void work() {
    file.sourcing().ifPresent(this::work);
  }

  private void work(Sourcing sourcing) {
    var next = table.next();
    for (int n = 0; n < MOST_AT_ONCE && next.isPresent(); n++) {
      one(next.get(), sourcing);
      next = table.next();
    }
  }

  /** One order that cannot be sourced keeps no other waiting. */
  private void one(Which which, Sourcing sourcing) {
    try {
      transaction.executeWithoutResult(status -> round.lookAt(which, sourcing));
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("channel", which.channel())
          .addKeyValue("order", which.id())
          .setCause(e)
          .log("an order could not be sourced; trying again in a minute");
      table.lookAgain(which, AGAIN_MILLIS);
    }
  }
}
