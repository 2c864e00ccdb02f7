package dev.crossdock.faults.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A simulation that finds nothing proves something only if it finds what is there: every mistake
 * that is planted must turn it red, and the table in {@code target/planted-bugs.md} says how soon.
 */
class PlantedBugsTest {
  private static final Path TABLE = Path.of("target/planted-bugs.md");
  private static final int MOST_SEEDS = 60;

  @BeforeAll
  static void beginTheTable() throws Exception {
    Files.writeString(
        TABLE, "| planted | found after events | seeds | broken |\n|---|---|---|---|\n");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void isFound(Plant plant) throws Exception {
    try (var simulation = new Simulation(plant)) {
      long events = 0;
      for (long seed = 1; seed <= MOST_SEEDS; seed++) {
        var outcome = simulation.run(seed, Simulation.EVENTS);
        events += outcome.events();
        if (!outcome.violations().isEmpty()) {
          note(plant, events, seed, outcome);
          return;
        }
      }
      assertThat(events).as("%s was not found in so many events", plant).isZero();
    }
  }

  private static void note(Plant plant, long events, long seeds, Simulation.Outcome outcome)
      throws Exception {
    var broken =
        outcome.violations().stream()
            .map(violation -> violation.invariant())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    var row = "| %s | %d | %d | %s |%n".formatted(plant.sentence(), events, seeds, broken);
    System.out.print(row);
    Files.writeString(TABLE, row, StandardOpenOption.APPEND);
  }
}
