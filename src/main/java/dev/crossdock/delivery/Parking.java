package dev.crossdock.delivery;

import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.Manifest.AfterParked;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Writes verdicts down, within the caller's transaction: what is parked is noted with all a person
 * needs, and what a later message settles is parked no more.
 */
@Component
class Parking {
  private final InboxTable inbox;
  private final ParkedTable parked;
  private final Reopening reopening;
  private final Vault vault;
  private final Topics topics;

  Parking(InboxTable inbox, ParkedTable parked, Reopening reopening, Vault vault, Topics topics) {
    this.inbox = inbox;
    this.reopening = reopening;
    this.parked = parked;
    this.vault = vault;
    this.topics = topics;
  }

  /** Closes messages with their verdicts; returns how many were still ours to close. */
  int close(Batch batch, List<Verdict> verdicts) {
    var ids = batch.messages().stream().map(Message::id).toList();
    var closed = inbox.close(batch.epoch(), ids, verdicts);
    var waiting = new ArrayList<Long>();
    var documents = new ArrayList<byte[]>();
    for (int i = 0; i < ids.size(); i++) {
      if (verdicts.get(i).end() == Verdict.End.PARKED) {
        var message = batch.messages().get(i);
        waiting.add(message.id());
        var mapped = message.verdict() == null && batch.mapping() != null;
        documents.add(mapped ? vault.seal(Json.write(message.document())) : null);
      }
    }
    if (!waiting.isEmpty() && closed == ids.size()) {
      parked.note(waiting, documents.toArray(byte[][]::new), batch.mapping());
    }
    settleEarlier(batch, ids);
    return closed;
  }

  /** Ends one message as parked without another look at it. */
  boolean park(long epoch, long id, Failure failure) {
    if (inbox.close(epoch, List.of(id), List.of(Verdict.parked(failure))) == 0) {
      return false;
    }
    parked.note(List.of(id), new byte[1][], null);
    return true;
  }

  /** Whether one of these may have to wait for an earlier one of its key. */
  boolean holds(Batch batch) {
    return batch.messages().stream()
        .anyMatch(m -> topic(m).filter(t -> t.afterParked() == AfterParked.HOLD).isPresent());
  }

  /** Has a message wait when an earlier one of its key is parked or waits itself. */
  boolean held(long epoch, Message message) {
    return topic(message).filter(t -> t.afterParked() == AfterParked.HOLD).isPresent()
        && reopening.hold(epoch, message.id());
  }

  private void settleEarlier(Batch batch, List<Long> ids) {
    if (batch.messages().stream()
            .anyMatch(m -> topic(m).filter(Manifest.Topic::supersedes).isPresent())
        && parked.any(batch.channel())) {
      var settled = parked.supersededBy(ids);
      if (!settled.isEmpty()) {
        reopening.settle(settled, "superseded");
      }
    }
  }

  private Optional<Manifest.Topic> topic(Message message) {
    return topics.find(message.channel(), message.topic());
  }
}
