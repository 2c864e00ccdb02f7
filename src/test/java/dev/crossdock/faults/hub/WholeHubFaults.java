package dev.crossdock.faults.hub;

import dev.crossdock.faults.Fault;
import dev.crossdock.faults.Fault.Skipped;
import dev.crossdock.faults.core.CoreRig;
import dev.crossdock.faults.core.OwnServer;
import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.kernel.CrashPointsTest;
import dev.crossdock.platform.database.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The whole hub, its broker and its database, each killed or paused while the others work. */
public final class WholeHubFaults {
  static final int FULL = 100;
  private static final Duration HIT_WITHIN = Duration.ofSeconds(60);

  private WholeHubFaults() {}

  public static List<Fault> all() {
    var all = new ArrayList<Fault>();
    CrashPointsTest.names().stream()
        .filter(name -> name.startsWith("edge."))
        .forEach(
            name -> {
              var number = name.equals("edge.body-read") ? "F-01" : "F-02";
              number = name.equals("edge.kept") ? "F-04" : number;
              number = name.equals("edge.answered") ? "F-05" : number;
              all.add(new Fault(number + " whole hub " + name, true, run -> edge(run, name)));
            });
    all.add(new Fault("F-23 whole hub killed", true, WholeHubFaults::killed));
    all.add(new Fault("F-18 whole hub told to end", true, WholeHubFaults::told));
    all.add(new Fault("F-24 broker killed", true, WholeHubFaults::brokerKilled));
    all.add(new Fault("F-25 broker stands still", false, WholeHubFaults::brokerStands));
    all.add(new Fault("F-26 broker down at the start", true, WholeHubFaults::brokerDown));
    all.add(new Fault("F-27 broker disk full", false, WholeHubFaults::brokerDiskFull));
    all.add(new Fault("F-28 whole hub, database killed", false, WholeHubFaults::databaseKilled));
    return all;
  }

  interface Body {
    void with(HubRig rig, OwnServer server) throws Exception;
  }

  static void rig(Fault.Run run, Body body) throws Exception {
    try (var server = new OwnServer(run.folder().resolve("postgres"), Map.of());
        var rig =
            new HubRig(
                server.login(Roles.OWNER),
                server.login(Roles.APP),
                server.owner(),
                run.folder(),
                run.seed())) {
      body.with(rig, server);
      run.found(rig.world().after());
      run.messages(rig.world().acknowledged());
    }
  }

  private static void edge(Fault.Run run, String point) throws Exception {
    rig(
        run,
        (rig, server) -> {
          var random = new Random(run.seed());
          rig.startBroker(FULL);
          for (int life = 0; life < run.times(5); life++) {
            var end = rig.startHub(point + ":" + (20 + random.nextInt(80))).end(HIT_WITHIN);
            run.demand(end != null && end == CrashPoints.STATUS, point + " ended with " + end);
            run.injected();
            run.found(rig.world().during());
          }
          rig.startHub(null);
        });
  }

  private static void killed(Fault.Run run) throws Exception {
    rig(
        run,
        (rig, server) -> {
          var random = new Random(run.seed());
          rig.startBroker(FULL);
          for (int life = 0; life < run.times(20); life++) {
            rig.startHub(null);
            Thread.sleep(500 + random.nextInt(4_000));
            rig.hub().kill();
            run.injected();
            run.found(rig.world().during());
          }
          rig.startHub(null);
        });
  }

  private static void told(Fault.Run run) throws Exception {
    rig(
        run,
        (rig, server) -> {
          rig.startBroker(FULL);
          for (int life = 0; life < run.times(5); life++) {
            rig.startHub(null);
            Thread.sleep(3_000);
            rig.hub().terminate();
            var end = rig.hub().end(Duration.ofSeconds(32));
            run.demand(end != null, "it had not ended 32 s after it was told to");
            rig.hub().kill();
            run.injected();
            run.found(rig.world().during());
          }
          rig.startHub(null);
        });
  }

  private static void brokerKilled(Fault.Run run) throws Exception {
    rig(
        run,
        (rig, server) -> {
          var random = new Random(run.seed());
          rig.startBroker(FULL);
          rig.startHub(null);
          for (int n = 0; n < run.times(50); n++) {
            Thread.sleep(700 + random.nextInt(1_000));
            rig.broker().kill();
            run.injected();
            acknowledgesMeanwhile(run, rig.world());
            rig.startBroker(FULL);
            run.found(rig.world().during());
          }
        });
  }

  private static void brokerStands(Fault.Run run) throws Exception {
    rig(
        run,
        (rig, server) -> {
          rig.startBroker(FULL);
          rig.startHub(null);
          for (int n = 0; n < run.times(6); n++) {
            Thread.sleep(1_500);
            rig.broker().signal("STOP");
            var until = System.nanoTime() + (n == 0 ? 60 : 7) * 1_000_000_000L;
            while (System.nanoTime() < until) {
              acknowledgesMeanwhile(run, rig.world());
            }
            rig.broker().signal("CONT");
            run.injected();
            run.found(rig.world().during());
          }
        });
  }

  private static void brokerDown(Fault.Run run) throws Exception {
    rig(
        run,
        (rig, server) -> {
          rig.startHub(null);
          for (int n = 0; n < 20; n++) {
            acknowledgesMeanwhile(run, rig.world());
          }
          run.injected();
          run.found(rig.world().during());
          rig.startBroker(FULL);
        });
  }

  /** Past the share of its disk that it may use, Artemis lets senders wait without a word. */
  private static void brokerDiskFull(Fault.Run run) throws Exception {
    var disk = Files.createDirectories(run.folder().resolve("disk")).toAbsolutePath();
    if (!CoreRig.done("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString())) {
      throw new Skipped("needs the right to mount a small disk");
    }
    try {
      rig(
          run,
          (rig, server) -> {
            rig.brokerFolder(disk.resolve("broker"));
            rig.startBroker(60);
            rig.startHub(null);
            for (int n = 0; n < run.times(3); n++) {
              Thread.sleep(2_000);
              var filler = fill(disk.resolve("filler"), 40);
              for (int wait = 0; wait < 12; wait++) {
                acknowledgesMeanwhile(run, rig.world());
              }
              Files.delete(filler);
              run.injected();
              run.found(rig.world().during());
            }
          });
    } finally {
      CoreRig.done("umount", "-l", disk.toString());
    }
  }

  private static Path fill(Path filler, int megabytes) throws IOException {
    try (var out = Files.newOutputStream(filler)) {
      for (int n = 0; n < megabytes; n++) {
        out.write(new byte[1024 * 1024]);
      }
    }
    return filler;
  }

  private static void databaseKilled(Fault.Run run) throws Exception {
    rig(
        run,
        (rig, server) -> {
          var random = new Random(run.seed());
          rig.startBroker(FULL);
          rig.startHub(null);
          Thread.sleep(6_000); // a hub that has no database while it starts says so and ends
          for (int n = 0; n < run.times(10); n++) {
            Thread.sleep(1_500 + random.nextInt(1_500));
            server.kill();
            run.injected();
            server.awaitAnswer(Duration.ofSeconds(30));
            takesAgain(run, rig.world());
            run.found(rig.world().during());
          }
        });
  }

  /** Webhooks need no broker. */
  private static void acknowledgesMeanwhile(Fault.Run run, CoreRig world)
      throws InterruptedException {
    var before = world.acknowledged();
    Thread.sleep(1_000);
    if (world.acknowledged() == before) { // other faults may have both cores
      Thread.sleep(1_000);
    }
    run.demand(world.acknowledged() > before, "no webhook was taken in 2 s without a broker");
  }

  private static void takesAgain(Fault.Run run, CoreRig world) throws InterruptedException {
    var before = world.acknowledged();
    for (int n = 0; n < 100; n++) {
      Thread.sleep(100);
      if (world.acknowledged() > before) {
        return;
      }
    }
    run.problem("nothing was taken for 10 s after the fault was over");
  }
}
