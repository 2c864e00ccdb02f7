package dev.crossdock.sync;

import dev.crossdock.delivery.LevelsDoubted;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Finding;
import dev.crossdock.kernel.HubException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Service;

/**
 * Everything that can be asked of syncs: what there is, how it stands, what ran and how it went; to
 * run one now, and to stop a run. A run is the same flow whoever asks for it.
 *
 * <p>It is what the console's page and its JSON are made from; what is asked for here may be done
 * by another process of the hub, within a second or two.
 */
@Service("syncs")
public class Syncs {
  /**
   * A doubted channel is asked what it shows no more often than this; its calls are needed for
   * telling it.
   */
  private static final long OFTEN_ENOUGH_NANOS = 3_000_000_000L;

  private final SyncFiles files;
  private final SyncWatch watch;
  private final Runs runs;
  private final RunTable table;
  private final RunHistory history;
  private final Turns turns;
  private final Firings firings;
  private final Map<String, Long> askedAgain = new ConcurrentHashMap<>();

  Syncs(
      SyncFiles files,
      SyncWatch watch,
      Runs runs,
      RunTable table,
      RunHistory history,
      Turns turns,
      Firings firings) {
    this.files = files;
    this.watch = watch;
    this.runs = runs;
    this.table = table;
    this.history = history;
    this.turns = turns;
    this.firings = firings;
  }

  /**
   * One sync, and how it stands.
   *
   * @param what the read it makes, or {@code snapshot of …}
   * @param when its interval or its cron, as it is written
   * @param dueAt when it is due next; null when it is due all the time
   * @param goodAt when it last ended well; null when it never did
   * @param late whether that is longer ago than its file allows
   * @param run the run that waits or goes on, with its progress; null when there is none
   * @param last the run that ended last, of those that are kept; null when there is none
   */
  public record Standing(
      String id,
      String channel,
      String what,
      String when,
      @Nullable String owner,
      @Nullable String fresh,
      @Nullable Instant dueAt,
      @Nullable Instant goodAt,
      boolean late,
      @Nullable Run run,
      @Nullable Run last) {}

  @EventListener(ApplicationReadyEvent.class)
  @Order(100)
  void onReady() throws SchedulerException {
    watch.start();
  }

  /** Every sync's name, in order. */
  public List<String> names() {
    return files.all().stream().map(Sync::id).toList();
  }

  /** Every sync, in the order of their names. */
  public List<Standing> all() {
    var stands =
        turns.standings().stream()
            .collect(Collectors.toMap(Turns.Standing::sync, Function.identity()));
    var open = history.running();
    var ended = history.lastEnded();
    return files.all().stream()
        .map(sync -> standing(sync, stands.get(sync.id()), of(sync, open), of(sync, ended)))
        .toList();
  }

  private static @Nullable Run of(Sync sync, List<Run> runs) {
    return runs.stream().filter(run -> run.sync().equals(sync.id())).findFirst().orElse(null);
  }

  private Standing standing(
      Sync sync, Turns.@Nullable Standing stands, @Nullable Run open, @Nullable Run ended) {
    return new Standing(
        sync.id(),
        sync.channel(),
        sync.what(),
        sync.cron() == null ? String.valueOf(sync.every()) : sync.cron(),
        sync.owner(),
        sync.fresh(),
        sync.isFrequent() ? null : firings.next(sync.id()),
        stands == null ? null : stands.goodAt(),
        stands != null && stands.late(),
        open,
        ended);
  }

  /** The files that cannot be used as they lie there now; what ran before them goes on. */
  public List<Finding> problems() {
    return files.problems();
  }

  /** The last runs of one sync, or of all, the last one first. */
  public List<Run> history(@Nullable String sync, int most) {
    return history.last(sync, most);
  }

  /** Every run that waits or goes on, with its progress. */
  public List<Run> running() {
    return history.running();
  }

  /** One run. */
  public Optional<Run> find(long run) {
    return history.find(run);
  }

  /**
   * Runs a sync now. It may be told in the answer that another run goes on, and that this one is
   * refused or waits.
   *
   * @param by who asks
   * @throws HubException {@code SYN-011} when there is no such sync
   */
  public Run run(String sync, Run.Cause cause, String by) {
    var known = files.find(sync).orElseThrow(() -> unknown(sync));
    var id = runs.open(known, cause, by, null);
    runs.begin(known);
    return history.find(id).orElseThrow();
  }

  /**
   * Stops a run, at the end of the page it is at; what it has kept stays kept.
   *
   * @return false when it has ended, or was cancelled before
   */
  public boolean cancel(long run, String by) {
    return table.cancel(run, by);
  }

  /**
   * Makes every read now, one after the other; returns when all have ended. Failures are logged and
   * kept; runs that find nothing leave no trace. Snapshots are left to their schedule.
   */
  public void runAll() {
    files.all().stream()
        .filter(sync -> sync.read() != null)
        .forEach(sync -> runs.unkept(sync, Run.Cause.API));
  }

  /** The schedule says so. A firing whose file this process does not have is left to the others. */
  void due(String sync, Instant at) {
    var known = files.find(sync);
    if (known.isEmpty()) {
      table.addUnknown(sync, at);
      return;
    }
    if (runs.open(known.get(), Run.Cause.SCHEDULE, null, at) > 0) {
      runs.begin(known.get());
    }
  }

  @EventListener
  void on(LevelsDoubted doubted) {
    var now = System.nanoTime();
    var last = askedAgain.put(doubted.channel(), now);
    if (last != null && now - last < OFTEN_ENOUGH_NANOS) {
      askedAgain.put(doubted.channel(), last);
      return;
    }
    files.all().stream()
        .filter(s -> s.channel().equals(doubted.channel()) && "levels".equals(s.read()))
        .forEach(sync -> runs.beginUnkept(sync, Run.Cause.EVENT));
  }

  private static HubException unknown(String sync) {
    return new HubException(
        new Failure.Data(
            "SYN-011",
            "there is no sync '%s' in config/syncs/; is its name right?".formatted(sync)));
  }
}
