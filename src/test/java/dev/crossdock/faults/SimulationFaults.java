package dev.crossdock.faults;

import dev.crossdock.faults.simulation.Simulation;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;

/** Two thousand simulated worlds, in parts that can be run again one by one. */
final class SimulationFaults {
  private static final int PARTS = 10;
  private static final int SEEDS = 200;

  private SimulationFaults() {}

  static List<Fault> all() {
    return LongStream.range(0, PARTS).mapToObj(SimulationFaults::part).toList();
  }

  private static Fault part(long number) {
    var first = number * SEEDS + 1;
    var id = "simulation %d to %d".formatted(first, first + SEEDS - 1);
    return new Fault(id, true, run -> simulate(first, run));
  }

  private static void simulate(long first, Fault.Run run) throws SQLException {
    var seeds = run.times(SEEDS);
    var sum =
        Simulation.run(
            first,
            first + seeds - 1,
            outcome -> {
              run.found(outcome.violations());
              if (!outcome.violations().isEmpty()) {
                run.problem(outcome.story());
              }
            });
    run.injected(seeds);
    run.messages(sum.events());
    run.remark("%d seeds, %d events".formatted(sum.seeds(), sum.events()));
  }
}
