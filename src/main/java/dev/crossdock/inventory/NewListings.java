package dev.crossdock.inventory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds what was listed on a channel since the last look, and owes the channel its first number.
 */
@Component
class NewListings {
  private static final Logger LOG = LoggerFactory.getLogger(NewListings.class);

  private final Availability availability;
  private final dev.crossdock.delivery.Targets targets;
  private final TransactionTemplate transaction;

  NewListings(
      Availability availability,
      dev.crossdock.delivery.Targets targets,
      TransactionTemplate transaction) {
    this.availability = availability;
    this.targets = targets;
    this.transaction = transaction;
  }

  @Scheduled(fixedDelayString = "${hub.inventory.new-listings-every:2s}")
  void look() {
    try {
      var skus = availability.withoutTarget();
      if (!skus.isEmpty()) {
        transaction.executeWithoutResult(
            status -> {
              targets.lock(skus);
              availability.owe(skus);
            });
        LOG.atInfo().addKeyValue("skus", skus.size()).log("newly listed");
      }
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("could not look for new listings; looking again");
    }
  }
}
