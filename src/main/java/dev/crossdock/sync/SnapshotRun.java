package dev.crossdock.sync;

import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Listing;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Takes a snapshot: asks a channel for all that it holds, and stages it page by page. A page and
 * how far it is commit together, so a run that dies goes on behind the last page that was kept; a
 * run that fails leaves no snapshot.
 */
@Component
class SnapshotRun implements Reading {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotRun.class);

  private final Channels channels;
  private final Staging staging;
  private final PagedSnapshot paged;
  private final FileSnapshot file;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  SnapshotRun(
      Channels channels,
      Staging staging,
      PagedSnapshot paged,
      FileSnapshot file,
      ApplicationEventPublisher events,
      Clock clock) {
    this.channels = channels;
    this.staging = staging;
    this.paged = paged;
    this.file = file;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public boolean takes(Sync sync) {
    return sync.snapshot() != null;
  }

  @Override
  public void run(Sync sync, Progress progress) throws InterruptedException {
    var entity = String.valueOf(sync.snapshot());
    var listing = listing(sync.channel(), entity);
    // what is merely looked up never goes before what customers wait for
    var task =
        new SnapshotTask(
            sync.channel(), entity, sync.scope(), sync.part(), Precedence.CATALOGUE, progress);
    var whole = sync.scope().isAll();
    var reached = goOn(task, progress.position(), whole);
    if (reached == null) {
      reached = begin(sync, task, listing);
    } else if (!staging.state(reached.snapshot()).equals("reading")) {
      return;
    }
    try {
      finish(task, read(task, listing, reached), whole);
    } catch (Progress.Stopped e) {
      if (e.cancelled()) {
        staging.fail(reached.snapshot(), "somebody cancelled it");
      }
      throw e;
    } catch (RuntimeException e) {
      failed(reached.snapshot(), e);
      throw e;
    }
  }

  /**
   * Where an earlier process came to. One that died when all was staged may not have told anybody.
   */
  private @Nullable Reached goOn(SnapshotTask task, @Nullable String position, boolean whole) {
    if (position == null) {
      return null;
    }
    var reached = Reached.of(position);
    return switch (staging.state(reached.snapshot())) {
      case "failed" -> null;
      case "complete" -> {
        tell(task, reached, whole);
        yield reached;
      }
      default -> reached;
    };
  }

  /** All of it has been staged; whoever compares is told. */
  void finish(SnapshotTask task, Reached reached, boolean whole) {
    staging.complete(reached.snapshot(), reached.asOf());
    tell(task, reached, whole);
  }

  private void tell(SnapshotTask task, Reached reached, boolean whole) {
    events.publishEvent(
        new SnapshotTaken(reached.snapshot(), task.channel(), task.entity(), whole));
  }

  /** It is no snapshot; that it cannot be noted either does not hide why. */
  void failed(long snapshot, RuntimeException why) {
    try {
      var sentence = why instanceof HubException hub ? hub.failure().sentence() : why.toString();
      staging.fail(snapshot, sentence);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("snapshot", snapshot)
          .log("could not note why it failed");
    }
  }

  /**
   * How the channel lists what it holds.
   *
   * @throws HubException {@code SYN-031} when it does not
   */
  Listing listing(String channel, String entity) {
    return channels
        .find(channel)
        .map(c -> channels.manifestOf(c).snapshots().get(entity))
        .orElseThrow(
            () ->
                new HubException(
                    new Failure.Data(
                        "SYN-031",
                        "a snapshot of %s of channel %s is asked for; no such channel, or its manifest has no such snapshot. Correct the sync, or the manifest."
                            .formatted(entity, channel))));
  }

  private Reached begin(Sync sync, SnapshotTask task, Listing listing) throws InterruptedException {
    var id = staging.open(sync.id(), task.channel(), task.entity(), sync.scope().isAll());
    var export = listing.file();
    if (export == null) {
      return Reached.begin(id, false, clock.instant());
    }
    try {
      var from = Reached.begin(id, true, clock.instant());
      return file.start(task, export, from, listing.paged() == null);
    } catch (HubException e) {
      if (listing.paged() == null || !e.failure().passes()) {
        failed(id, e);
        throw e;
      }
      LOG.atInfo()
          .addKeyValue("channel", task.channel())
          .addKeyValue("why", e.getMessage())
          .log("no file to be had now; reading pages");
      return Reached.begin(id, false, clock.instant());
    }
  }

  private Reached read(SnapshotTask task, Listing listing, Reached reached)
      throws InterruptedException {
    var pages = listing.paged();
    var export = listing.file();
    if (reached.file() && export != null) {
      return file.read(task, export, reached);
    }
    if (!reached.file() && pages != null) {
      return paged.read(task, pages, reached);
    }
    throw new HubException(
        new Failure.Data(
            "SYN-044",
            "%s was begun in a way that the manifest no longer has, or is only ever dropped. It begins anew at its next run."
                .formatted(task.name())));
  }
}
