package dev.crossdock.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Step;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Keeps what channels say, before anything else is done with it. */
@Service("inbox")
public class Inbox {
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private final InboxTable table;
  private final SharedCommit commits;
  private final FileIntake files;
  private final Relay relay;
  private final Trials trials;
  private final Names names;

  Inbox(
      InboxTable table,
      SharedCommit commits,
      FileIntake files,
      @Qualifier("inboxRelay") Relay relay,
      Names names,
      Trials trials) {
    this.table = table;
    this.names = names;
    this.files = files;
    this.commits = commits;
    this.relay = relay;
    this.trials = trials;
  }

  /**
   * Returns when the message is committed; many callers share a commit.
   *
   * @throws dev.crossdock.kernel.HubException {@code DEL-001} when that does not happen within 1.5
   *     s
   */
  public void keep(Heard heard) {
    commits.keep(heard, PATIENCE);
  }

  /**
   * Adds messages within the caller's transaction, in order; what a poll has heard before is left
   * out.
   *
   * @return how many were new
   */
  public int keepAll(List<Heard> heard) {
    if (heard.isEmpty()) {
      return 0;
    }
    files.requireRoom();
    AfterCommit.run(() -> relay.wake(heard.stream().map(Heard::lane).toList()));
    var added = table.add(heard);
    CrashPoints.hit("inbox.polled-added");
    return added;
  }

  /**
   * As {@link #keepAll}, but nothing of it takes effect before {@link Brake#settle} has looked at
   * all that the read found.
   */
  public int gatherAll(List<Heard> heard) {
    if (heard.isEmpty()) {
      return 0;
    }
    files.requireRoom();
    var added = table.gather(heard);
    CrashPoints.hit("inbox.gathered");
    return added;
  }

  /** Hands out nothing until it may again; what is heard is still kept. */
  public void pause(boolean yes) {
    relay.pause(yes);
  }

  /**
   * Keeps each part of a dropped file as a message of its own; returns when all are committed.
   *
   * @param file the file itself, whole
   * @param channel whose drop folder it was in
   * @param topic what its parts are
   * @param element for XML, the element that is one part; null for CSV, where every line is one
   */
  @Step("Keep each part of a dropped file")
  public void keepFile(
      @Body File file,
      @Header("HubChannel") String channel,
      @Header("HubTopic") String topic,
      @Header("HubElement") @Nullable String element) {
    files.keep(channel, topic, element, file);
  }

  /** Opens a parcel of the relay: the messages themselves, in order. */
  @Step("Open what the relay handed out")
  public Batch open(String parcel) {
    var read = Json.read(parcel.getBytes(StandardCharsets.UTF_8));
    var ids = new ArrayList<Long>();
    for (JsonNode id : read.get("ids")) {
      ids.add(id.longValue());
    }
    var channel = read.get("channel").textValue();
    var epoch = read.get("epoch").longValue();
    if (Trials.is(epoch)) {
      return trials.open(channel, epoch);
    }
    var batch = table.read(channel, epoch, ids);
    if (batch.messages().size() < ids.size()) {
      var found = batch.messages().stream().map(dev.crossdock.kernel.Message::id).toList();
      ids.removeAll(found);
      relay.done(ids);
    }
    CrashPoints.hit("inbox.opened");
    names.learn(batch);
    return batch;
  }
}
