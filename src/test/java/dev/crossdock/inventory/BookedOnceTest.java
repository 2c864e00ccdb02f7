package dev.crossdock.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.kernel.Unbooked;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.platform.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The ERP tells of each booking once, with a level that may have waited meanwhile. */
class BookedOnceTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");

  private StockRig rig;

  @BeforeEach
  void oneOfTenIsSold(@TempDir Path temporary) {
    rig = new StockRig(DATABASE, temporary);
    rig.sql()
        .execute(
            "truncate inventory_levels, inventory_movements, inventory_counts, inventory_postings");
    rig.level("TEE", "M", 10, NINE);
    rig.move("sale", "TEE", "main", 1, NINE.plusSeconds(60));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void believesABookingThoughItsLevelIsOlderThanTheLast() {
    rig.level("TEE", "M", 9, NINE.plusSeconds(180));

    var late = rig.level("TEE", "M", 9, NINE.plusSeconds(120), sold());
    rig.level("TEE", "M", 12, NINE.plusSeconds(240));

    assertThat(late).isEqualTo(Verdict.ignored("older-than-last-level"));
    assertThat(rig.onHand("TEE")).containsEntry("main", 12);
  }

  /** A level that was parked is superseded by a later one, and never runs. */
  @Test
  void isAskedForWhatItWasToldAndNobodyHeardItBook() {
    rig.move("sale", "TEE", "main", 2, NINE.plusSeconds(30));
    assertThat(rig.get(Unbooked.class).longest("erp", 1)).containsExactly(sold());
    assertThat(rig.get(Unbooked.class).longest("erp", 5)).hasSize(2);
    assertThat(rig.get(Unbooked.class).longest("shop", 5)).isEmpty();

    rig.level("TEE", "M", 9, NINE.plusSeconds(180), sold());

    assertThat(rig.get(Unbooked.class).longest("erp", 5)).hasSize(1).doesNotContain(sold());
    assertThat(rig.onHand("TEE")).containsEntry("main", 7);
  }

  private String sold() {
    return Objects.requireNonNull(
        rig.sql()
            .queryForObject(
                "select movement from inventory_postings where on_hand = -1", String.class));
  }
}
