package dev.crossdock.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Listing;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Asks a channel for some of what it holds, a batch at a time, by the names it has for it. */
@Component
class ChosenLines implements Looks {
  private final SnapshotRun runs;
  private final Staging staging;
  private final StagedPages pages;
  private final Paging paging;
  private final JdbcTemplate jdbc;
  private final Clock clock;

  ChosenLines(
      SnapshotRun runs,
      Staging staging,
      StagedPages pages,
      Paging paging,
      JdbcTemplate jdbc,
      Clock clock) {
    this.runs = runs;
    this.staging = staging;
    this.pages = pages;
    this.paging = paging;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public OptionalLong look(String channel, String entity, Collection<String> keys) {
    var look = runs.listing(channel, entity).look();
    if (look == null || keys.isEmpty()) {
      return OptionalLong.empty();
    }
    var progress = new Unwatched(clock.instant());
    var task = new SnapshotTask(channel, entity, Scope.ALL, 1, Precedence.LEVELS, progress);
    var reached =
        Reached.begin(
            staging.open(Snapshots.LOOK, channel, entity, false), false, progress.begunAt());
    try {
      for (var some : batches(look, keys)) {
        var lines = ask(task, look, some);
        reached = reached.read(lines.size(), null, null);
        pages.keep(task, lines, reached);
      }
      runs.finish(task, reached, false);
      return OptionalLong.of(reached.snapshot());
    } catch (RuntimeException e) {
      runs.failed(reached.snapshot(), e);
      throw e;
    }
  }

  private List<SnapshotLine> ask(SnapshotTask task, Listing.Look look, List<String> keys) {
    var asked = clock.instant();
    var question = task.question(asked);
    var names = names(task.channel(), keys);
    var items = question.putArray("items");
    for (var key : keys) {
      var references = items.addObject().put("key", key).putObject("references");
      names.getOrDefault(key, Map.of()).forEach(references::put);
    }
    try {
      var by = task.by(look.route(), look.budget(), look.cost());
      return SnapshotLine.all(task.name(), answered(task, by, question), asked);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException(
          new Failure.Transient(
              "SYN-045",
              "a second look at channel %s was interrupted; it is made again."
                  .formatted(task.channel())),
          e);
    }
  }

  private JsonNode answered(SnapshotTask task, Paging.By by, JsonNode question)
      throws InterruptedException {
    return paging.ask(by, question, task.progress()).path("items");
  }

  private static List<List<String>> batches(Listing.Look look, Collection<String> keys) {
    var size = look.batch() == null ? 1 : look.batch();
    var all = List.copyOf(new TreeSet<>(keys));
    var batches = new java.util.ArrayList<List<String>>();
    for (var from = 0; from < all.size(); from += size) {
      batches.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return batches;
  }

  /** What the channel calls our SKUs; an order goes by the channel's own name anyway. */
  private Map<String, Map<String, String>> names(String channel, List<String> keys) {
    var found = new HashMap<String, Map<String, String>>();
    jdbc.query(
        "select sku, kind, code from catalog_references_view where channel = ? and sku = any(?)",
        row -> {
          found
              .computeIfAbsent(row.getString(1), sku -> new HashMap<>())
              .put(row.getString(2), row.getString(3));
        },
        channel,
        keys.toArray(String[]::new));
    return found;
  }
}
