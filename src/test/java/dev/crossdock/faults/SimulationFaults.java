package dev.crossdock.faults;

import dev.crossdock.faults.simulation.Simulation;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A million events over two thousand seeds, in one thread each, where a crash is a rollback between
 * two steps. Cut in parts, so that a suite that was stopped goes on.
 */
final class SimulationFaults {
  private static final int PARTS = 20;
  private static final int SEEDS = 100;

  private SimulationFaults() {}

  static List<Fault> all() {
    return LongStream.range(0, PARTS)
        .mapToObj(
            part -> {
              var first = part * SEEDS + 1;
              var id = "simulation of seeds %d to %d".formatted(first, first + SEEDS - 1);
              return new Fault(id, true, run -> into(run, first));
            })
        .toList();
  }

  private static void into(Fault.Run run, long first) throws Exception {
    long events = 0;
    try (var simulation = new Simulation()) {
      for (long seed = first; seed < first + run.times(SEEDS); seed++) {
        var outcome = simulation.run(seed, Simulation.EVENTS);
        events += outcome.events();
        run.injected();
        run.found(outcome.violations());
        if (!outcome.violations().isEmpty()) {
          run.problem(outcome.story());
        }
      }
    }
    run.messages(events);
    run.remark("seeds injected, events as messages");
  }
}
