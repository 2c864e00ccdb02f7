package dev.crossdock.faults.core;

import dev.crossdock.faults.Fault;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.CrashPointsTest;
import dev.crossdock.platform.TestDatabase;
import dev.crossdock.platform.database.Roles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The core ends at each of its crash points again and again, and goes on where it was. */
public final class CrashFaults {
  private static final int LIVES = 16;
  private static final int RARE_LIVES = 4;
  private static final Duration HIT_WITHIN = Duration.ofSeconds(40);
  private static final Duration READY_WITHIN = Duration.ofSeconds(3);

  /**
   * Of all rows of this run: the five of a short one say more of its neighbour than of the core.
   */
  private static final List<Duration> STARTS = new CopyOnWriteArrayList<>();

  /** Steps that only the whole hub has, and those of {@code KilledInTellingIT}. */
  private static final Set<String> ELSEWHERE = Set.of("edge", "alerts");

  /** Passed once in a while only: there the first or second time is waited for. */
  private static final Set<String> RARE =
      Set.of(
          "close.batch-failed",
          "close.put-off",
          "confirm.called",
          "confirm.claimed",
          "confirm.learned",
          "delivery.not-taken",
          "file.all-kept",
          "file.complete",
          "file.noted",
          "file.part-added",
          "file.part-committed",
          "inbox.gathered",
          "inbox.polled-added",
          "inbox.released",
          "levels.said",
          "park.before",
          "park.before-commit",
          "park.committed",
          "relay.given-back",
          "relay.leased",
          "replay.before-commit",
          "replay.committed",
          "sync.page-added",
          "sync.page-committed",
          "sync.page-read",
          "targets.observed");

  /** Their numbers in the fault matrix; the first that fits. */
  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("inbox.before-insert", "F-02"),
          Map.entry("inbox.inserted", "F-04"),
          Map.entry("inbox.acknowledged", "F-05"),
          Map.entry("inbox.polled-added", "F-03"),
          Map.entry("inbox.gathered", "F-16"),
          Map.entry("inbox.released", "F-16"),
          Map.entry("inbox.opened", "F-06"),
          Map.entry("relay.", "F-06"),
          Map.entry("mapping.", "F-06"),
          Map.entry("close.committed", "F-08"),
          Map.entry("close.", "F-07"),
          Map.entry("ledger.", "F-07"),
          Map.entry("levels.", "F-07"),
          Map.entry("targets.", "F-07"),
          Map.entry("outbox.added", "F-08"),
          Map.entry("outbox.opened", "F-10"),
          Map.entry("outbox.called", "F-12"),
          Map.entry("outbox.closed", "F-12"),
          Map.entry("delivery.claimed", "F-10"),
          Map.entry("delivery.before-call", "F-10"),
          Map.entry("delivery.called", "F-11"),
          Map.entry("delivery.", "F-12"),
          Map.entry("confirm.", "F-12"),
          Map.entry("park.", "F-14"),
          Map.entry("replay.", "F-20"),
          Map.entry("file.", "F-15"),
          Map.entry("sync.", "F-16"));

  private CrashFaults() {}

  public static List<Fault> all() {
    return points()
        .map(point -> new Fault(number(point) + " " + point, true, run -> into(run, point)))
        .toList();
  }

  private static Stream<String> points() {
    return CrashPointsTest.names().stream()
        .filter(name -> !ELSEWHERE.contains(area(name)))
        .sorted();
  }

  private static String area(String name) {
    return name.substring(0, name.indexOf('.'));
  }

  private static String number(String point) {
    return NUMBERS.getOrDefault(point, NUMBERS.getOrDefault(area(point) + ".", "F-23"));
  }

  private static void into(Fault.Run run, String point) throws Exception {
    var random = new Random(run.seed());
    var database = new TestDatabase();
    var lives = run.times(RARE.contains(point) ? RARE_LIVES : LIVES);
    var app = database.login(Roles.APP);
    try (var rig = new CoreRig(app, database.owner(), run.folder(), run.seed(), 12)) {
      rig.warmUp();
      if (point.equals("close.put-off")) {
        rig.disturb();
      }
      if (area(point).equals("confirm")) {
        rig.channels().queue();
      }
      if (area(point).equals("replay")) {
        rig.replays();
      }
      for (int life = 0; life < lives; life++) {
        var n = 1 + random.nextInt(RARE.contains(point) ? 2 : 20);
        var started = rig.start(point + ":" + n);
        var end = started.end(HIT_WITHIN);
        if (end == null || end != CrashPoints.STATUS) {
          started.kill();
          run.problem("%s:%d ended with %s, not at its point".formatted(point, n, end));
          break;
        }
        run.injected();
        run.found(rig.during());
      }
      rig.start(null);
      run.found(rig.after());
      run.messages(rig.acknowledged());
      var slowest = rig.starts().stream().max(Duration::compareTo).orElse(Duration.ZERO);
      run.remark("slowest start %d ms".formatted(slowest.toMillis()));
      STARTS.addAll(rig.starts());
      var median = STARTS.stream().sorted().skip(STARTS.size() / 2).findFirst();
      run.demand(
          median.orElse(Duration.ZERO).compareTo(READY_WITHIN) <= 0,
          "half of the starts so far took longer than " + READY_WITHIN);
    } finally {
      database.afterAll();
    }
  }
}
