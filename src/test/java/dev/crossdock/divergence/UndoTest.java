package dev.crossdock.divergence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.delivery.Targets;
import dev.crossdock.delivery.Targets.Owed;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A correction is taken back: what was shown before it is shown again, or nothing happens. */
class UndoTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  @SuppressWarnings("NullAway.Init")
  private static HubCore core;

  @SuppressWarnings("NullAway.Init")
  private HealTrial it;

  @BeforeAll
  static void starts() {
    core = HealTrial.core(DATABASE);
  }

  @BeforeEach
  void isHealed() {
    it = new HealTrial(DATABASE, core, "shop", 100).edits("SKU-1", 14).edits("SKU-2", 3);
    it.finds("SKU-1", "SKU-2").round().delivers().reads("SKU-1", "SKU-2").round();
    assertThat(it.items()).containsExactly("closed healed", "closed healed");
  }

  @AfterAll
  static void ends() {
    core.close();
  }

  @Test
  void restoresExactlyWhatWasThereBeforeAndStaysSo() {
    assertThat(it.heals.undo(it.ids(), "ann")).isEqualTo(new Heals.Done(2, 2));
    it.delivers();
    assertThat(it.shop.shelf).containsEntry("SKU-1", 14).containsEntry("SKU-2", 3);

    it.finds("SKU-1", "SKU-2").round().delivers();
    assertThat(it.shop.shelf).containsEntry("SKU-1", 14).containsEntry("SKU-2", 3);
    assertThat(it.heals.undo(it.ids(), "ann")).as("twice is once").isEqualTo(new Heals.Done(2, 0));
    assertThat(
            it.sql.queryForList(
                "select who || ' ' || what || ' ' || count from delivery_audit", String.class))
        .containsExactly("ann undone 2");
    assertThat(
            it.sql.queryForList(
                "select kind || ' ' || key || ' ' || before || ' ' || after from divergence_heals order by key, id",
                String.class))
        .containsExactly(
            "heal SKU-1 14 10", "undo SKU-1 10 14", "heal SKU-2 3 10", "undo SKU-2 10 3");
  }

  @Test
  void lastsUntilOurOwnNumberChanges() {
    var unused = it.heals.undo(it.ids(), "ann");
    it.delivers();

    it.core.get(Targets.class).owe(List.of(new Owed("shop", new Sku("SKU-1"), "1", 9)));
    it.delivers();

    assertThat(it.shop.shelf).containsEntry("SKU-1", 9).containsEntry("SKU-2", 3);
  }

  @Test
  void isNotDoneWhereTheNumberHasChangedSince() {
    it.core.get(Targets.class).owe(List.of(new Owed("shop", new Sku("SKU-1"), "1", 9)));
    it.delivers();

    assertThat(it.heals.undo(it.ids(), "ann")).isEqualTo(new Heals.Done(2, 1));
    it.delivers();
    assertThat(it.shop.shelf).containsEntry("SKU-1", 9).containsEntry("SKU-2", 3);
  }

  @Test
  void overwritesNothingThatSomebodyWroteMeanwhile() {
    var unused = it.heals.undo(it.ids(), "ann");
    it.edits("SKU-1", 12).delivers();
    assertThat(it.shop.shelf).containsEntry("SKU-1", 12).containsEntry("SKU-2", 3);

    it.round().delivers();
    assertThat(it.shop.shelf).as("it came too late").containsEntry("SKU-1", 12);
    assertThat(it.owed()).isZero();

    it.finds("SKU-1").round().delivers();
    assertThat(it.shop.shelf).as("a drift like any other").containsEntry("SKU-1", 10);
  }

  @Test
  void isCorrectedToOurOwnNumberWhenItDriftsFromWhatWasRestored() {
    var unused = it.heals.undo(it.ids(), "ann");
    it.delivers();

    it.edits("SKU-1", 12).finds("SKU-1").round().delivers();

    assertThat(it.shop.shelf).as("never above what we hold").containsEntry("SKU-1", 10);
  }
}
