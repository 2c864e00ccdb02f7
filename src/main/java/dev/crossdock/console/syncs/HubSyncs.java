package dev.crossdock.console.syncs;

import dev.crossdock.sync.Syncs;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The running hub's own syncs. */
@Component
class HubSyncs implements SyncsDesk {
  private final Syncs syncs;

  HubSyncs(Syncs syncs) {
    this.syncs = syncs;
  }

  @Override
  public List<Row> all() {
    return syncs.all().stream().map(HubSyncs::row).toList();
  }

  @Override
  public List<Run> runs(String sync, int most) {
    return syncs.history(sync, most).stream().map(HubSyncs::run).toList();
  }

  @Override
  public Run run(String sync, String who) {
    return run(syncs.run(sync, dev.crossdock.sync.Run.Cause.HAND, who));
  }

  @Override
  public boolean cancel(long run, String who) {
    return syncs.cancel(run, who);
  }

  private static Row row(Syncs.Standing sync) {
    return new Row(
        sync.id(),
        sync.channel(),
        sync.what(),
        sync.when(),
        sync.owner(),
        sync.fresh(),
        sync.dueAt(),
        sync.goodAt(),
        sync.late(),
        runIfAny(sync.run()),
        runIfAny(sync.last()));
  }

  private static @Nullable Run runIfAny(dev.crossdock.sync.@Nullable Run run) {
    return run == null ? null : run(run);
  }

  private static Run run(dev.crossdock.sync.Run run) {
    var left = run.left();
    return new Run(
        run.id(),
        run.state(),
        run.cause(),
        run.askedBy(),
        run.askedAt(),
        run.startedAt(),
        run.finishedAt(),
        run.pages(),
        run.items(),
        run.expected(),
        run.kept(),
        run.perSecond(),
        left == null ? null : left.toSeconds(),
        run.sentence());
  }
}
