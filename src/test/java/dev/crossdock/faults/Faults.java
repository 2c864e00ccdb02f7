package dev.crossdock.faults;

import dev.crossdock.faults.core.CrashFaults;
import dev.crossdock.faults.core.DatabaseFaults;
import dev.crossdock.faults.core.HubFaults;
import dev.crossdock.faults.core.ReconcileFaults;
import dev.crossdock.faults.hub.BurstFaults;
import dev.crossdock.faults.hub.ChannelFaults;
import dev.crossdock.faults.hub.WholeHubFaults;
import java.util.ArrayList;
import java.util.List;

/** Every fault there is, in the order in which they are told of. */
final class Faults {
  private Faults() {}

  static List<Fault> all() {
    var all = new ArrayList<Fault>();
    all.addAll(CrashFaults.all());
    all.addAll(HubFaults.all());
    all.addAll(DatabaseFaults.all());
    all.addAll(ReconcileFaults.all());
    all.addAll(WholeHubFaults.all());
    all.addAll(ChannelFaults.all());
    all.addAll(BurstFaults.all());
    all.addAll(ProofFaults.all());
    all.addAll(SimulationFaults.all());
    return all;
  }
}
