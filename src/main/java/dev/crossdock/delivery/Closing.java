package dev.crossdock.delivery;

import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Verdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends messages: what a step did and the verdict on what it was given commit together, or neither
 * does.
 *
 * <p>A batch goes in one transaction. When it fails, each message goes alone, so that one bad
 * message holds up no other (user pain P5).
 */
@Component
class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
  private static final int MOST_ATTEMPTS = 8;

  private final InboxTable inbox;
  private final Parking parking;
  private final TransactionTemplate transaction;
  private final Relay relay;
  private final Trials trials;

  Closing(
      InboxTable inbox,
      Parking parking,
      TransactionTemplate transaction,
      @Qualifier("inboxRelay") Relay relay,
      Trials trials) {
    this.inbox = inbox;
    this.parking = parking;
    this.transaction = transaction;
    this.relay = relay;
    this.trials = trials;
  }

  void close(Batch batch, Function<Batch, List<Verdict>> step) {
    if (Trials.is(batch.epoch())) {
      trials.close(batch, step);
      return;
    }
    var ids = batch.messages().stream().map(Message::id).toList();
    try {
      if (parking.holds(batch)) {
        inTheirOrder(batch, step);
        return;
      }
      try {
        inOneTransaction(batch, step);
      } catch (RuntimeException e) {
        oneByOne(batch, step, e);
      }
    } finally {
      relay.done(ids);
    }
  }

  private void oneByOne(Batch batch, Function<Batch, List<Verdict>> step, RuntimeException why) {
    if (batch.messages().size() == 1) {
      fail(batch, why);
      return;
    }
    CrashPoints.hit("close.batch-failed");
    batch.messages().forEach(message -> alone(batch.only(message), step));
  }

  /** Each in a transaction of its own: whether it must wait depends on how the one before ended. */
  private void inTheirOrder(Batch batch, Function<Batch, List<Verdict>> step) {
    for (var message : batch.messages()) {
      if (!parking.held(batch.epoch(), message)) {
        alone(batch.only(message), step);
      }
    }
  }

  private void alone(Batch one, Function<Batch, List<Verdict>> step) {
    try {
      inOneTransaction(one, step);
    } catch (RuntimeException e) {
      fail(one, e);
    }
  }

  private void inOneTransaction(Batch batch, Function<Batch, List<Verdict>> step) {
    if (batch.messages().isEmpty()) {
      return;
    }
    transaction.executeWithoutResult(
        status -> {
          CrashPoints.hit("close.begun");
          var open = batch.open();
          var given = open.isEmpty() ? List.<Verdict>of() : step.apply(batch);
          CrashPoints.hit("close.step-done");
          if (given.size() != open.size()) {
            throw new IllegalStateException(
                "a step gave %d verdicts on %d messages".formatted(given.size(), open.size()));
          }
          var closed = parking.close(batch, verdicts(batch, given.iterator()));
          if (closed != batch.messages().size()) {
            throw new Fenced();
          }
          CrashPoints.hit("close.before-commit");
        });
    CrashPoints.hit("close.committed");
  }

  private void fail(Batch one, RuntimeException e) {
    var message = one.messages().get(0);
    if (e instanceof Fenced) {
      LOG.atInfo()
          .addKeyValue("messageId", message.id())
          .log("a message was handed out again meanwhile; left to its new taker");
      return;
    }
    var failure = Failures.of(e);
    if (failure.passes()) {
      var attempts = inbox.attempts(message.id());
      var counts = !Failures.noDatabase(e);
      if (attempts < MOST_ATTEMPTS || !counts) {
        inbox.later(one.epoch(), message.id(), Backoff.after(attempts), failure, counts);
        CrashPoints.hit("close.put-off");
        return;
      }
      failure = Failures.exhausted(failure, attempts);
    }
    park(one, failure, e);
  }

  private void park(Batch one, Failure failure, RuntimeException e) {
    var message = one.messages().get(0);
    if (failure instanceof Failure.Bug) {
      LOG.atError()
          .addKeyValue("messageId", message.id())
          .setCause(e)
          .log("parked message: our own mistake");
    } else {
      LOG.atInfo()
          .addKeyValue("messageId", message.id())
          .addKeyValue("code", failure.code())
          .log("parked message");
    }
    CrashPoints.hit("park.before");
    transaction.executeWithoutResult(
        status -> {
          parking.close(one, List.of(Verdict.parked(failure)));
          CrashPoints.hit("park.before-commit");
        });
    CrashPoints.hit("park.committed");
  }

  private static List<Verdict> verdicts(Batch batch, Iterator<Verdict> given) {
    var all = new ArrayList<Verdict>(batch.messages().size());
    for (var message : batch.messages()) {
      var ended = message.verdict();
      all.add(ended != null ? ended : given.next());
    }
    return all;
  }

  /** Someone else holds these messages now (rule R11). */
  private static final class Fenced extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
