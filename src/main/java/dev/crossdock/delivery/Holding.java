package dev.crossdock.delivery;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets messages go on that waited for an earlier one of their key, once that has its end. */
@Component
class Holding {
  private final Reopening reopening;
  private final Relay relay;

  Holding(Reopening reopening, @Qualifier("inboxRelay") Relay relay) {
    this.reopening = reopening;
    this.relay = relay;
  }

  @Scheduled(fixedDelayString = "1s")
  void letGo() {
    var lanes = reopening.release();
    if (!lanes.isEmpty()) {
      relay.wake(lanes);
    }
  }
}
