package dev.crossdock.faults.hub;

import dev.crossdock.faults.Fault;
import dev.crossdock.faults.core.Temper;
import java.util.Arrays;
import java.util.List;

/** Channels that answer anything but what they should, to the whole hub, all at once. */
public final class ChannelFaults {
  private static final long LASTS_MILLIS = 9_000;

  private ChannelFaults() {}

  public static List<Fault> all() {
    return Arrays.stream(Temper.values())
        .filter(temper -> temper != Temper.USUAL)
        .map(temper -> new Fault(temper.sentence(), true, run -> into(run, temper)))
        .toList();
  }

  private static void into(Fault.Run run, Temper temper) throws Exception {
    WholeHubFaults.rig(
        run,
        (rig, server) -> {
          rig.startBroker(WholeHubFaults.FULL);
          rig.startHub(null);
          Thread.sleep(2_000);
          var channels = rig.world().channels();
          channels.be(temper);
          var before = rig.world().acknowledged();
          Thread.sleep(LASTS_MILLIS);
          var calls = channels.misbehaved();
          run.injected(calls);
          run.demand(calls <= temper.mostCalls(), "called %d times".formatted(calls));
          if (temper == Temper.REVOKED) {
            var told =
                rig.world()
                    .sql()
                    .queryForObject(
                        "select count(*) from delivery_cases where kind = 'auth'", int.class);
            run.demand(told != null && told == 3, "of three channels, people are told of " + told);
          }
          run.demand(
              rig.world().acknowledged() > before, "no webhook was taken while it misbehaved");
          run.demand(rig.hub().listens(), "the hub is gone");
          run.found(rig.world().during());
          channels.be(Temper.USUAL);
          for (int n = 0; n < 3; n++) { // what was under way may end badly after the first time
            Thread.sleep(1_500);
            rig.world().tryAgain();
          }
        });
  }
}
