package dev.crossdock.faults.core;

import dev.crossdock.faults.Fault;
import dev.crossdock.platform.TestDatabase;
import dev.crossdock.platform.database.Roles;
import java.util.List;
import java.util.Random;

/**
 * The core is killed at any moment, stands still for longer than its leases, and mistakes the time.
 */
public final class HubFaults {
  private HubFaults() {}

  public static List<Fault> all() {
    return List.of(
        new Fault("F-22 hub stands still and another takes over", true, HubFaults::standsStill),
        new Fault("F-23 hub killed every 2 to 8 s", true, HubFaults::killLoop),
        new Fault("F-36 hub clock wrong", true, HubFaults::wrongClock));
  }

  private static void killLoop(Fault.Run run) throws Exception {
    var random = new Random(run.seed());
    var database = new TestDatabase();
    try (var rig = rig(run, database)) {
      for (int n = 0; n < run.times(40); n++) {
        var life = rig.start(null);
        var before = rig.acknowledged();
        Thread.sleep(2_000 + random.nextInt(6_000));
        run.demand(rig.acknowledged() > before, "nothing was taken in one life");
        life.kill();
        run.injected();
        run.found(rig.during());
      }
      rig.start(null);
      run.found(rig.after());
      run.messages(rig.acknowledged());
    } finally {
      database.afterAll();
    }
  }

  /** Its own clock; the database's stays right. Sent and heard times are then nonsense. */
  private static void wrongClock(Fault.Run run) throws Exception {
    var database = new TestDatabase();
    try (var rig = rig(run, database)) {
      for (var offset :
          List.of(
              "5m", "-5m", "25h", "-3h", "0s", "-25h", "365d", "-365d", "1s", "-1s", "2h", "0s")) {
        var life = rig.start(null, "clock.offset=" + offset);
        Thread.sleep(2_500);
        life.kill();
        run.injected();
        run.found(rig.during());
      }
      rig.start(null);
      run.found(rig.after());
      run.messages(rig.acknowledged());
    } finally {
      database.afterAll();
    }
  }

  /** The one that slept wakes among what another has done meanwhile. */
  private static void standsStill(Fault.Run run) throws Exception {
    var database = new TestDatabase();
    try (var rig = rig(run, database)) {
      for (int n = 0; n < run.times(4); n++) {
        var sleeper = rig.start(null, "hub.database.mode=external");
        Thread.sleep(3_000);
        var asleep = ProcessHandle.of(sleeper.pid()).stream().toList();
        OwnServer.signal("STOP", asleep);
        var other = rig.start(null, "hub.database.mode=external");
        Thread.sleep(35_000);
        OwnServer.signal("CONT", asleep);
        run.injected();
        Thread.sleep(4_000);
        run.found(rig.during());
        sleeper.kill();
        Thread.sleep(500);
        other.kill();
      }
      rig.start(null);
      run.found(rig.after());
      run.messages(rig.acknowledged());
    } finally {
      database.afterAll();
    }
  }

  private static CoreRig rig(Fault.Run run, TestDatabase database) throws Exception {
    var app = database.login(Roles.APP);
    var rig = new CoreRig(app, database.owner(), run.folder(), run.seed(), 15);
    rig.warmUp();
    return rig;
  }
}
