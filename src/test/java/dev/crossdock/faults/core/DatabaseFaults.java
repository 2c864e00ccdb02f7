package dev.crossdock.faults.core;

import dev.crossdock.faults.Fault;
import dev.crossdock.faults.Fault.Skipped;
import dev.crossdock.platform.database.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The database is killed, stands still, and runs out of disk, while the core works. */
public final class DatabaseFaults {
  private static final Duration BACK_WITHIN = Duration.ofSeconds(30);
  private static final Duration TAKES_AGAIN_WITHIN = Duration.ofSeconds(10);

  private DatabaseFaults() {}

  public static List<Fault> all() {
    return List.of(
        new Fault("F-28 database killed", true, DatabaseFaults::killed),
        new Fault("F-29 database stands still", false, DatabaseFaults::stands),
        new Fault("F-30 database disk full", false, DatabaseFaults::diskFull),
        new Fault("F-33 rows held for longer than anybody waits", false, DatabaseFaults::held));
  }

  private static void killed(Fault.Run run) throws Exception {
    var random = new Random(run.seed());
    try (var server = new OwnServer(run.folder().resolve("postgres"), Map.of());
        var rig = rig(run, server)) {
      rig.start(null);
      for (int n = 0; n < run.times(50); n++) {
        Thread.sleep(1_200 + random.nextInt(1_500));
        server.kill();
        run.injected();
        server.awaitAnswer(BACK_WITHIN);
        takesAgain(run, rig);
        run.found(rig.during());
      }
      finish(run, rig);
    }
  }

  private static void stands(Fault.Run run) throws Exception {
    try (var server = new OwnServer(run.folder().resolve("postgres"), Map.of());
        var rig = rig(run, server)) {
      rig.start(null);
      for (int n = 0; n < run.times(10); n++) {
        Thread.sleep(1_000);
        var time = Duration.ofSeconds(n == 0 ? 60 : 4);
        var paused = new Thread(() -> pause(server, time));
        paused.start();
        Thread.sleep(500);
        var waited = rig.probe();
        run.demand(
            waited.compareTo(Duration.ofMillis(2_900)) < 0,
            "a sender waited %s for its 503".formatted(waited));
        paused.join();
        run.injected();
        server.awaitAnswer(BACK_WITHIN);
        takesAgain(run, rig);
        run.found(rig.during());
      }
      finish(run, rig);
    }
  }

  private static void pause(OwnServer server, Duration time) {
    try {
      server.pause(time);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** On a small disk of its own; that takes a right to mount. */
  private static void diskFull(Fault.Run run) throws Exception {
    var disk = Files.createDirectories(run.folder().resolve("disk")).toAbsolutePath();
    var image = run.folder().resolve("disk.img").toAbsolutePath();
    if (!CoreRig.done(
            "sh", "-c", "truncate -s 400M '%s' && mkfs.ext4 -q '%s'".formatted(image, image))
        || !CoreRig.done("mount", "-o", "loop", image.toString(), disk.toString())) {
      throw new Skipped("needs the right to mount a small disk");
    }
    try {
      CoreRig.done("chmod", "777", disk.toString());
      try (var server = new OwnServer(disk.resolve("postgres"), small());
          var rig = rig(run, server)) {
        rig.start(null);
        for (int n = 0; n < run.times(10); n++) {
          Thread.sleep(1_500);
          var filler = disk.resolve("filler");
          fill(filler);
          run.injected();
          Thread.sleep(4_000);
          Files.deleteIfExists(filler);
          server.awaitAnswer(Duration.ofSeconds(60));
          takesAgain(run, rig);
          run.found(rig.during());
        }
        finish(run, rig);
      }
    } finally {
      CoreRig.done("umount", "-l", disk.toString());
      Files.deleteIfExists(image);
    }
  }

  private static Map<String, String> small() {
    return Map.of("max_wal_size", "48MB", "min_wal_size", "32MB", "shared_buffers", "16MB");
  }

  /** Until not a byte is left. */
  private static void fill(Path filler) throws IOException {
    var block = new byte[64 * 1024];
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space left")) {
        throw full;
      }
    }
  }

  private static void held(Fault.Run run) throws Exception {
    try (var server = new OwnServer(run.folder().resolve("postgres"), Map.of());
        var rig = rig(run, server)) {
      rig.start(null);
      rig.disturb();
      for (int n = 0; n < run.times(20); n++) {
        Thread.sleep(1_500);
        var waited = rig.probe();
        run.demand(waited.compareTo(Duration.ofMillis(2_900)) < 0, "a sender waited " + waited);
        run.injected();
        run.found(rig.during());
      }
      finish(run, rig);
    }
  }

  static CoreRig rig(Fault.Run run, OwnServer server) throws IOException, InterruptedException {
    var rig = new CoreRig(server.login(Roles.APP), server.owner(), run.folder(), run.seed(), 12);
    rig.warmUp();
    return rig;
  }

  static void finish(Fault.Run run, CoreRig rig) throws Exception {
    run.found(rig.after());
    run.messages(rig.acknowledged());
  }

  /** Something must be acknowledged again soon. */
  static void takesAgain(Fault.Run run, CoreRig rig) throws InterruptedException {
    var before = rig.acknowledged();
    var until = System.nanoTime() + TAKES_AGAIN_WITHIN.toNanos();
    while (rig.acknowledged() == before) {
      if (System.nanoTime() > until) {
        run.problem("nothing was taken for 10 s after the fault was over");
        return;
      }
      Thread.sleep(50);
    }
  }
}
