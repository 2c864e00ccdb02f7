package dev.crossdock.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.delivery.Brake;
import dev.crossdock.delivery.Calls;
import dev.crossdock.delivery.Heard;
import dev.crossdock.delivery.Inbox;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks a channel for what changed, page by page, and keeps it in the inbox.
 *
 * <p>What a page held and how far the read has come commit together; a run that dies is simply made
 * again. The read starts a little before where the last one ended (the manifest's overlap), because
 * systems show changes late.
 */
@Component
class SyncRun {
  private static final int MOST_PAGES = 10_000;
  private static final int PAGE = 250;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final Channels channels;
  private final Calls calls;
  private final Budgets budgets;
  private final Inbox inbox;
  private final Brake brake;
  private final SyncTables tables;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);

  SyncRun(
      Channels channels,
      Calls calls,
      Budgets budgets,
      Inbox inbox,
      Brake brake,
      SyncTables tables,
      TransactionTemplate transaction,
      Clock clock) {
    this.channels = channels;
    this.calls = calls;
    this.budgets = budgets;
    this.inbox = inbox;
    this.brake = brake;
    this.tables = tables;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** How a run went. */
  record Outcome(int pages, int items, int kept) {}

  Outcome run(Sync sync) throws InterruptedException {
    var channel = channels.find(sync.channel()).orElseThrow(() -> gone(sync));
    var read = channels.manifestOf(channel).reads().get(sync.read());
    if (read == null) {
      throw gone(sync);
    }
    var startedAt = clock.instant();
    var cursor = cursor(sync, read, startedAt);
    int pages = 0;
    int items = 0;
    int kept = 0;
    String next = null;
    Instant changed = null;
    do {
      var page = page(channel, read, question(sync, cursor, read, startedAt, next));
      CrashPoints.hit("sync.page-read");
      next = text(page, "next");
      var heard = heard(channel, read, page, clock.instant());
      changed = later(changed, changedAt(page));
      var last = next == null;
      kept += keep(sync, read, heard, last ? newCursor(changed, startedAt) : null);
      items += heard.size();
      pages++;
    } while (next != null && pages < MOST_PAGES);
    if (read.brake()) {
      brake.settle(sync.channel(), sync.read(), read.topics());
    }
    return new Outcome(pages, items, kept);
  }

  /** Null when all is read. */
  private @Nullable String cursor(Sync sync, Manifest.Read read, Instant startedAt) {
    if (read.cursor() == null) {
      return null;
    }
    var known = tables.cursor(sync.channel(), sync.read());
    if (known != null) {
      return newCursor(Instant.parse(known), startedAt);
    }
    if (read.firstRead() == Manifest.FirstRead.ALL) {
      return null;
    }
    // kept before it is asked: if this run fails, the next must not start later
    tables.moveCursor(sync.channel(), sync.read(), startedAt.toString());
    return startedAt.toString();
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
      var at = text(item, "changedAt");
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

  private static JsonNode question(
      Sync sync,
      @Nullable String cursor,
      Manifest.Read read,
      Instant until,
      @Nullable String page) {
    var since = cursor == null ? Instant.EPOCH : Instant.parse(cursor).minus(read.overlap());
    var question = Json.mapper().createObjectNode().put("channel", sync.channel());
    question
        .put("since", since.toString())
        .put("until", until.toString())
        .put("page", page)
        .put("limit", PAGE);
    return question;
  }

  private JsonNode page(Channel channel, Manifest.Read read, JsonNode question)
      throws InterruptedException {
    var budget = read.budget() == null ? "" : read.budget();
    var cost = read.cost() == null ? 1 : read.cost();
    var giveUpAt = clock.instant().plus(LONGEST_WAIT);
    while (true) {
      var wait = budgets.acquire(Precedence.of(read), channel.id(), budget, cost);
      if (wait.isZero()) {
        var answer = calls.call(read.route(), channel.id(), question);
        if (answer.hasNonNull("budget")) {
          budgets.learn(channel.id(), budget, answer.get("budget"));
        }
        var outcome = text(answer, "outcome");
        if (outcome == null || outcome.equals("applied")) {
          return answer;
        }
        wait = refused(channel, budget, answer, outcome);
      }
      if (clock.instant().plus(wait).isAfter(giveUpAt)) {
        throw new HubException(
            new Failure.Throttled(
                "SYN-002",
                "channel %s has no calls left for this read; it is asked again at its next run."
                    .formatted(channel.id()),
                wait));
      }
      var unused = stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private Duration refused(Channel channel, String budget, JsonNode answer, String outcome) {
    var told = Duration.ofMillis(answer.path("retryAfter").asLong(0));
    switch (outcome) {
      case "throttled" -> {
        var wait = told.isZero() ? Duration.ofMillis(500) : told;
        budgets.throttled(channel.id(), budget, wait);
        return wait;
      }
      case "quota" -> {
        budgets.usedUp(channel.id(), budget, told);
        return told;
      }
      case "transient" -> {
        return told.isZero() ? Duration.ofMillis(300) : told;
      }
      default -> throw refused(channel, answer, outcome);
    }
  }

  private static HubException refused(Channel channel, JsonNode answer, String outcome) {
    return new HubException(
        new Failure.Data(
            "SYN-003",
            "channel %s answered '%s' (%s %s); it is asked again at its next run."
                .formatted(
                    channel.id(),
                    outcome,
                    answer.path("code").asText(),
                    answer.path("message").asText())));
  }

  private List<Heard> heard(Channel channel, Manifest.Read read, JsonNode page, Instant now) {
    var manifest = channels.manifestOf(channel);
    var heard = new ArrayList<Heard>();
    for (var item : page.path("items")) {
      var topic = item.path("topic").asText(read.topics().isEmpty() ? "" : read.topics().get(0));
      var known = manifest.topic(topic).orElseThrow(() -> unknownTopic(channel, topic));
      heard.add(
          Heard.polled(
              channel.id(),
              topic,
              known.intake(),
              item.path("orderKey").asText(item.path("id").asText()),
              item.path("id").asText(),
              Json.write(item.get("document")),
              now));
    }
    return heard;
  }

  private int keep(Sync sync, Manifest.Read read, List<Heard> heard, @Nullable String cursor) {
    Integer kept =
        transaction.execute(
            status -> {
              var news = read.brake() ? inbox.gatherAll(heard) : inbox.keepAll(heard);
              CrashPoints.hit("sync.page-added");
              if (cursor != null && read.cursor() != null) {
                tables.moveCursor(sync.channel(), sync.read(), cursor);
              }
              return news;
            });
    CrashPoints.hit("sync.page-committed");
    return kept == null ? 0 : kept;
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.get(field).asText() : null;
  }

  private static HubException gone(Sync sync) {
    return new HubException(
        new Failure.Data(
            "SYN-004",
            "sync %s reads '%s' from channel %s; no such channel or read. Correct config/syncs/%s.yaml."
                .formatted(sync.id(), sync.read(), sync.channel(), sync.id())));
  }

  private static HubException unknownTopic(Channel channel, String topic) {
    return new HubException(
        new Failure.Data(
            "SYN-005",
            "a read of channel %s gave topic '%s', which the manifest of %s does not have. Correct its page mapping."
                .formatted(channel.id(), topic, channel.system())));
  }
}
