package dev.crossdock.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.delivery.Brake;
import dev.crossdock.delivery.Heard;
import dev.crossdock.delivery.Inbox;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks a channel for what changed, page by page, and keeps it in the inbox.
 *
 * <p>What a page held and how far the run has come commit together; a run that dies goes on behind
 * the last page that was kept. The read starts a little before where the last one ended (the
 * manifest's overlap), because systems show changes late.
 */
@Component
class SyncRun implements Reading {
  private static final int MOST_PAGES = 10_000;

  private final Channels channels;
  private final Paging paging;
  private final Questions questions;
  private final Inbox inbox;
  private final Brake brake;
  private final SyncTables tables;
  private final TransactionTemplate transaction;
  private final Clock clock;

  SyncRun(
      Channels channels,
      Paging paging,
      Questions questions,
      Inbox inbox,
      Brake brake,
      SyncTables tables,
      TransactionTemplate transaction,
      Clock clock) {
    this.channels = channels;
    this.paging = paging;
    this.questions = questions;
    this.inbox = inbox;
    this.brake = brake;
    this.tables = tables;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Behind which page a run goes on, and the latest change it was told of so far. */
  private record Place(@Nullable String next, @Nullable Instant changed) {
    static Place of(@Nullable String position) {
      if (position == null) {
        return new Place(null, null);
      }
      var kept = Json.read(position.getBytes(UTF_8));
      var changed = Paging.text(kept, "changed");
      return new Place(Paging.text(kept, "next"), changed == null ? null : Instant.parse(changed));
    }

    @Nullable String position() {
      return next == null
          ? null
          : Json.text(
              Json.mapper()
                  .createObjectNode()
                  .put("next", next)
                  .put("changed", changed == null ? null : changed.toString()));
    }
  }

  @Override
  public boolean takes(Sync sync) {
    return sync.read() != null;
  }

  @Override
  public void run(Sync sync, Progress progress) throws InterruptedException {
    var channel = channels.find(sync.channel()).orElseThrow(() -> gone(sync));
    var read = channels.manifestOf(channel).reads().get(sync.what());
    if (read == null) {
      throw gone(sync);
    }
    var startedAt = progress.begunAt();
    var cursor = cursor(sync, read, startedAt);
    var place = Place.of(progress.position());
    int pages = 0;
    do {
      var question = questions.page(sync, cursor, read, startedAt, place.next());
      var page = paging.ask(by(sync, read), question, progress);
      CrashPoints.hit("sync.page-read");
      place = new Place(Paging.text(page, "next"), later(place.changed(), changedAt(page)));
      var heard = heard(sync, channel, read, page, clock.instant());
      keep(sync, read, heard, place, startedAt, progress);
      pages++;
    } while (place.next() != null && pages < MOST_PAGES);
    if (read.brake()) {
      brake.settle(sync.channel(), sync.what(), read.topics());
    }
  }

  private static Paging.By by(Sync sync, Manifest.Read read) {
    return new Paging.By(
        sync.channel(),
        Precedence.of(read),
        read.route(),
        read.budget(),
        read.cost() == null ? 1 : read.cost(),
        sync.part());
  }

  /** Null when all is read. */
  private @Nullable String cursor(Sync sync, Manifest.Read read, Instant startedAt) {
    if (!byCursor(sync, read)) {
      return null;
    }
    var known = tables.cursor(sync.channel(), sync.cursor());
    if (known != null) {
      return newCursor(Instant.parse(known), startedAt);
    }
    if (read.firstRead() == Manifest.FirstRead.ALL) {
      return null;
    }
    // kept before it is asked: if this run fails, the next must not start later
    tables.moveCursor(sync.channel(), sync.cursor(), startedAt.toString());
    return startedAt.toString();
  }

  /** A run that asks for everything says nothing about how far the others have come. */
  private static boolean byCursor(Sync sync, Manifest.Read read) {
    return read.cursor() != null && sync.mode() == Sync.Mode.CHANGED;
  }

  /**
   * How far the channel's own clock had come when it told us of the last change; never ours, which
   * may be wrong, and never later than ours, as theirs may be wrong too. Null when nothing changed.
   */
  private static @Nullable String newCursor(@Nullable Instant changed, Instant startedAt) {
    if (changed == null) {
      return null;
    }
    return (changed.isBefore(startedAt) ? changed : startedAt).toString();
  }

  private static @Nullable Instant changedAt(JsonNode page) {
    Instant latest = null;
    for (var item : page.path("items")) {
      var at = Paging.text(item, "changedAt");
      latest = at == null ? latest : later(latest, Instant.parse(at));
    }
    return latest;
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }

  private List<Heard> heard(
      Sync sync, Channel channel, Manifest.Read read, JsonNode page, Instant now) {
    var manifest = channels.manifestOf(channel);
    var heard = new ArrayList<Heard>();
    for (var item : page.path("items")) {
      var topic = item.path("topic").asText(read.topics().isEmpty() ? "" : read.topics().get(0));
      var known = manifest.topic(topic).orElseThrow(() -> unknownTopic(channel, topic));
      var orderKey = item.path("orderKey").asText(item.path("id").asText());
      if (sync.scope().holds(item.path("sku").asText(orderKey), Paging.text(item, "place"))) {
        heard.add(
            Heard.polled(
                channel.id(),
                topic,
                known.intake(),
                orderKey,
                item.path("id").asText(),
                Json.write(item.get("document")),
                now));
      }
    }
    return heard;
  }

  private void keep(
      Sync sync,
      Manifest.Read read,
      List<Heard> heard,
      Place place,
      Instant startedAt,
      Progress progress) {
    var cursor = place.next() == null ? newCursor(place.changed(), startedAt) : null;
    transaction.executeWithoutResult(
        status -> {
          var news = read.brake() ? inbox.gatherAll(heard) : inbox.keepAll(heard);
          CrashPoints.hit("sync.page-added");
          if (cursor != null && byCursor(sync, read)) {
            tables.moveCursor(sync.channel(), sync.cursor(), cursor);
          }
          progress.moved(1, heard.size(), news, place.position());
        });
    CrashPoints.hit("sync.page-committed");
  }

  private static HubException gone(Sync sync) {
    return new HubException(
        new Failure.Data(
            "SYN-004",
            "sync %s reads '%s' from channel %s; no such channel or read. Correct config/syncs/%s.yaml."
                .formatted(sync.id(), sync.what(), sync.channel(), sync.id())));
  }

  private static HubException unknownTopic(Channel channel, String topic) {
    return new HubException(
        new Failure.Data(
            "SYN-005",
            "a read of channel %s gave topic '%s', which the manifest of %s does not have. Correct its page mapping."
                .formatted(channel.id(), topic, channel.system())));
  }
}
