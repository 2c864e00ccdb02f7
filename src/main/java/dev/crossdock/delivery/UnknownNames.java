package dev.crossdock.delivery;

import dev.crossdock.kernel.ReferencesLearned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tries messages again that were parked for a name nobody knew, once names are learned: a stocktake
 * that came before its products is no person's work.
 *
 * <p>For some seconds after each lesson, because a message may be parked for a name that is being
 * learned that moment.
 */
@Component
class UnknownNames {
  private static final Duration AFTER_A_LESSON = Duration.ofSeconds(6);

  private final InboxTable inbox;
  private final Clock clock;
  private volatile Instant learnedAt = Instant.EPOCH;

  UnknownNames(InboxTable inbox, Clock clock) {
    this.inbox = inbox;
    this.clock = clock;
  }

  @EventListener
  void on(ReferencesLearned learned) {
    learnedAt = clock.instant();
  }

  @Scheduled(fixedDelayString = "2s")
  void tryAgain() {
    if (clock.instant().isBefore(learnedAt.plus(AFTER_A_LESSON))) {
      inbox.reopenUnknownReferences();
    }
  }
}
