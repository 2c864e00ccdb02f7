package dev.crossdock.faults.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.faults.chaos.Chaos.Plan;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four hours of trade with 48 mistakes in them; a day with a thousand is {@code -Dchaos.hours=24
 * -Dchaos.drifts=1000}, and {@code -Dchaos.seed=…} another one.
 */
class ChaosTest {
  private static final double RIGHT_CAUSES = 0.9;

  private final Path folder;

  ChaosTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void findsEveryDriftWithinTwoCyclesAndCallsNothingDriftThatIsOnlyLate() throws SQLException {
    var drifts = Integer.getInteger("chaos.drifts", 48);
    var plan =
        new Plan(
            Long.getLong("chaos.seed", 7),
            Integer.getInteger("chaos.hours", 4),
            drifts,
            Math.max(60, drifts * 3 / 4),
            Math.max(12, drifts / 5),
            drifts > 100 ? 3_000 : 12_000,
            Boolean.parseBoolean(System.getProperty("chaos.looks", "true")));
    try (var chaos = new Chaos(plan, folder, HubCompare::new)) {
      var outcome = chaos.run();
      System.out.println(outcome.report());

      assertThat(outcome.injected()).isGreaterThanOrEqualTo(drifts);
      assertThat(outcome.falseDrifts()).isEmpty();
      assertThat(outcome.missed()).isEmpty();
      assertThat(outcome.unsettled()).isEmpty();
      assertThat(outcome.right()).isGreaterThanOrEqualTo(RIGHT_CAUSES);
    }
  }

  @Test
  void findsOutAComparisonThatKnowsNoLag() throws SQLException {
    var plan = new Plan(7, 2, 8, 40, 10, 4_000, false);
    try (var chaos = new Chaos(plan, folder, (core, sql) -> new NaiveCompare(sql))) {
      var outcome = chaos.run();

      assertThat(outcome.injected()).isGreaterThanOrEqualTo(8);
      assertThat(outcome.falseDrifts()).isNotEmpty();
    }
  }
}
