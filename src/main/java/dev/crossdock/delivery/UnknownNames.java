package dev.crossdock.delivery;

import dev.crossdock.kernel.ReferencesLearned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tries messages again that were parked for a name nobody knew, and targets that a channel did not
 * know, once names are learned: a stocktake that came before its products is no person's work.
 *
 * <p>For some seconds after each lesson, because a message may be parked for a name that is being
 * learned that moment.
 */
@Component
class UnknownNames {
  private static final Duration AFTER_A_LESSON = Duration.ofSeconds(6);

  private final JdbcTemplate jdbc;
  private final Reopening reopening;
  private final TargetClaims targets;
  private final Relay relay;
  private final Clock clock;
  private volatile Instant learnedAt = Instant.EPOCH;

  UnknownNames(
      JdbcTemplate jdbc,
      Reopening reopening,
      TargetClaims targets,
      @Qualifier("inboxRelay") Relay relay,
      Clock clock) {
    this.jdbc = jdbc;
    this.reopening = reopening;
    this.targets = targets;
    this.relay = relay;
    this.clock = clock;
  }

  @EventListener
  void on(ReferencesLearned learned) {
    learnedAt = clock.instant();
  }

  @Scheduled(fixedDelayString = "2s")
  void tryAgain() {
    if (clock.instant().isBefore(learnedAt.plus(AFTER_A_LESSON))) {
      reopen();
      targets.goOnWithUnknownNames();
    }
  }

  /** By the same door as a person's replay; what is still unknown is parked again. */
  private void reopen() {
    var waiting =
        jdbc.queryForList(
            "select message_id from delivery_parked where class = 'unknown-reference' and left_at is null"
                + " order by message_id limit 5000",
            Long.class);
    if (!waiting.isEmpty()) {
      var opened = reopening.reopen(waiting, "a name was learned");
      relay.wake(opened.stream().map(Reopening.Opened::lane).toList());
    }
  }
}
