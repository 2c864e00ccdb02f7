package dev.crossdock.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Listing;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads what a system holds from a file that it makes when it is asked: has it made, asks again
 * until it is, and reads it as it comes, some lines at a time. When the connection breaks, it goes
 * on behind the last line that was kept, with a new address where the old one has expired.
 */
@Component
class FileSnapshot {
  private static final Logger LOG = LoggerFactory.getLogger(FileSnapshot.class);
  private static final int MOST_ADDRESSES = 5;

  private final Paging paging;
  private final StagedPages pages;
  private final Downloads downloads;
  private final LineMapping mapping;
  private final Channels channels;
  private final Clock clock;
  private final CountDownLatch never = new CountDownLatch(1);

  FileSnapshot(
      Paging paging,
      StagedPages pages,
      Downloads downloads,
      LineMapping mapping,
      Channels channels,
      Clock clock) {
    this.paging = paging;
    this.pages = pages;
    this.downloads = downloads;
    this.mapping = mapping;
    this.channels = channels;
    this.clock = clock;
  }

  /**
   * Has the file made; what it will say is so from now on.
   *
   * @param only whether it is worth waiting for, as there are no pages to be read instead
   */
  Reached start(SnapshotTask task, Listing.Export export, Reached from, boolean only)
      throws InterruptedException {
    var by = task.by(export.start(), export.budget(), export.cost());
    var question = task.question(clock.instant());
    var answer =
        only
            ? paging.ask(by, question, task.progress())
            : paging.ask(by, question, task.progress(), Paging.A_LITTLE);
    var job = Paging.text(answer, "job");
    if (job == null) {
      throw broken(task, "%s named no file that it makes".formatted(export.start()));
    }
    var reached = from.ofJob(job);
    pages.note(task, reached);
    CrashPoints.hit("snapshot.file-asked-for");
    return reached;
  }

  /**
   * Reads to the end.
   *
   * @throws HubException {@code SYN-033} when it has fewer lines than the system says, {@code
   *     SYN-037} to {@code SYN-041} when it cannot be had or read
   */
  Reached read(SnapshotTask task, Listing.Export export, Reached from) throws InterruptedException {
    var reached = from;
    IOException broken = null;
    for (var addresses = 0; addresses < MOST_ADDRESSES; addresses++) {
      var ready = await(task, export, reached);
      reached = pages.expect(task, ready.reached(), ready.answer().path("total"));
      var keeper = new Keeper(task, export, reached);
      try {
        if (ready.answer().hasNonNull("url")) {
          keeper.readAll(ready.answer());
        }
        StagedPages.requireAll(task, keeper.reached);
        return keeper.reached;
      } catch (IOException e) {
        broken = e;
        reached = keeper.reached;
        LOG.atInfo()
            .addKeyValue("channel", task.channel())
            .addKeyValue("why", e.getMessage())
            .log("a file broke off and is read on");
        pause(export);
      }
    }
    throw new HubException(
        new Failure.Transient(
            "SYN-037",
            "%s breaks off at line %d: %s. It is read again at its next run."
                .formatted(
                    task.name(), reached.read(), broken == null ? "" : broken.getMessage())));
  }

  /** Where it is fetched, and under which name it is asked for again. */
  private record Ready(JsonNode answer, Reached reached) {}

  private Ready await(SnapshotTask task, Listing.Export export, Reached from)
      throws InterruptedException {
    var by = task.by(export.ready(), export.readyBudget(), export.cost());
    var until = clock.instant().plus(export.within());
    var reached = from;
    while (true) {
      task.progress().check();
      var question = task.question(clock.instant()).put("job", reached.job());
      var answer = paging.ask(by, question, task.progress());
      if (answer.path("ready").asBoolean(false)) {
        return new Ready(answer, reached);
      }
      if (!clock.instant().isBefore(until)) {
        throw late(task, export, reached);
      }
      var job = Paging.text(answer, "job");
      if (job == null || job.equals(reached.job())) {
        pause(export);
      } else {
        // what was made goes by another name than what was asked for
        reached = reached.ofJob(job);
        pages.note(task, reached);
      }
    }
  }

  private static HubException late(SnapshotTask task, Listing.Export export, Reached reached) {
    return new HubException(
        new Failure.Transient(
            "SYN-038",
            "%s is not ready after %s (%s). It is asked for anew at its next run."
                .formatted(task.name(), export.within(), reached.job())));
  }

  private void pause(Listing.Export export) throws InterruptedException {
    var unused = never.await(export.every().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static HubException broken(SnapshotTask task, String what) {
    return new HubException(
        new Failure.Data("SYN-039", "%s: %s. Correct its mapping.".formatted(task.name(), what)));
  }

  /** Some lines at a time, from the file into staging. */
  private final class Keeper {
    private final SnapshotTask task;
    private final Listing.Export export;
    private Reached reached;

    Keeper(SnapshotTask task, Listing.Export export, Reached reached) {
      this.task = task;
      this.export = export;
      this.reached = reached;
    }

    void readAll(JsonNode ready) throws IOException {
      var channel = channels.find(task.channel()).orElseThrow();
      try (var text =
          downloads.open(channel, ready.get("url").asText(), ready.path("gzip").asBoolean())) {
        text.each(
            export.format(),
            reached.read(),
            lines -> {
              task.progress().check();
              var items = mapping.apply(task, export.lines(), reached.asOf(), lines);
              reached = reached.read(lines.documents().size(), null, null);
              pages.keep(task, items, reached);
            });
      }
    }
  }
}
