package dev.crossdock.faults.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.kernel.CrashPoints;
import dev.crossdock.platform.TestDatabase;
import dev.crossdock.platform.database.Roles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A handful of what {@code ./mvnw -Pfaults verify} does for an hour. */
class KilledCoreIT {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  @Test
  void losesAndDoublesNothingHoweverItEnds(@TempDir Path folder) throws Exception {
    try (var rig = new CoreRig(DATABASE.login(Roles.APP), DATABASE.owner(), folder, 1, 20)) {
      rig.warmUp();
      for (var crash :
          List.of(
              "inbox.inserted:9",
              "relay.sent:8",
              "ledger.movements-added:7",
              "close.before-commit:6",
              "close.committed:5",
              "delivery.called:4",
              "outbox.called:3",
              "file.part-added:1")) {
        var life = rig.start(crash);
        assertThat(life.end(Duration.ofSeconds(40))).as(crash).isEqualTo(CrashPoints.STATUS);
        assertThat(rig.during()).as("after " + crash).isEmpty();
      }
      rig.start(null);
      assertThat(rig.after()).isEmpty();
      assertThat(rig.acknowledged()).isPositive();
    }
  }
}
