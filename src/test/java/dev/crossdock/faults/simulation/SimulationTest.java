package dev.crossdock.faults.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/**
 * A short walk through simulated worlds; the long one is part of the fault suite. {@code
 * -Dsimulation.seed=…} walks through one alone, {@code -Dsimulation.seeds=…} through more.
 */
class SimulationTest {
  @Test
  void losesDoublesAndBlocksNothingInAnyOfManyWorlds() throws SQLException {
    var one = Long.getLong("simulation.seed");
    long first = one == null ? 1 : one;
    long last = one == null ? Long.getLong("simulation.seeds", 25) : one;

    var sum =
        Simulation.run(
            first, last, outcome -> assertThat(outcome.violations()).as(outcome.story()).isEmpty());

    assertThat(sum.events()).isGreaterThan((last - first + 1) * Simulation.EVENTS);
  }

  @Test
  void goesTheSameWayAgainForTheSameSeed() throws SQLException {
    try (var simulation = new Simulation()) {
      var once = simulation.run(11, Simulation.EVENTS);
      var another = simulation.run(12, Simulation.EVENTS);
      var again = simulation.run(11, Simulation.EVENTS);

      assertThat(again.lately()).isEqualTo(once.lately());
      assertThat(again.hash()).isEqualTo(once.hash()).isNotEqualTo(another.hash());
    }
  }
}
