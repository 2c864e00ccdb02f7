package dev.crossdock.divergence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.delivery.Repairs.Told;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** What becomes of a number that a system shows and should not. */
class HealingTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  @SuppressWarnings("NullAway.Init")
  private static HubCore core;

  @BeforeAll
  static void starts() {
    core = HealTrial.core(DATABASE);
  }

  @AfterAll
  static void ends() {
    core.close();
  }

  @Test
  void tellsTheChannelItsNumberOnceAndIsDoneWhenTheChannelSaysSo() {
    var it = shop(100).edits("SKU-1", 14).finds("SKU-1");
    assertThat(it.owed()).as("nothing is decided by who found it").isZero();

    it.round();
    assertThat(it.items()).containsExactly("healing");
    assertThat(it.owed()).isEqualTo(1);
    it.round().delivers().round();
    assertThat(it.shop.shelf).containsEntry("SKU-1", 10);
    assertThat(it.items())
        .as("it took it; that it shows it is not known yet")
        .containsExactly("healing");

    it.reads("SKU-1").round().delivers();
    assertThat(it.items()).containsExactly("closed healed");
    assertThat(it.shop.writes).hasValue(1);
    assertThat(
            it.sql.queryForList(
                "select before || ' ' || after || ' ' || who from divergence_heals", String.class))
        .containsExactly("14 10 hub");
  }

  @Test
  void isDoneAfterAWhileWhenNobodySaysOtherwise() {
    var it = shop(100).edits("SKU-1", 14).finds("SKU-1").round().delivers().round();
    it.sql.update("update divergence_items set last_at = last_at - interval '12 minutes'");

    it.later(Duration.ofMinutes(11)).round();

    assertThat(it.items()).containsExactly("closed healed");
  }

  @Test
  void stopsAfterThreeTriesWithOneCaseWhenSomebodyElseKeepsChangingIt() {
    var it = shop(100);
    for (var n = 0; n < 10; n++) {
      it.edits("SKU-1", 14).finds("SKU-1").round().delivers().round();
    }

    assertThat(it.shop.writes).hasValue(3);
    assertThat(it.items()).containsExactly("stuck");
    assertThat(it.cases()).containsExactly("heal-stuck stock SKU-1 at 1");
    assertThat(it.sql.queryForList("select times from delivery_cases", Integer.class))
        .containsExactly(1);
  }

  @Test
  void countsTheTriesOfADayEvenIfEachWasDone() {
    var it = shop(100);
    for (var n = 0; n < 10; n++) {
      it.edits("SKU-1", 14).finds("SKU-1").round().delivers().reads("SKU-1").round();
    }

    assertThat(it.shop.writes).hasValue(3);
    assertThat(it.items())
        .containsExactly("closed healed", "closed healed", "closed healed", "stuck");
    assertThat(it.cases()).containsExactly("heal-stuck stock SKU-1 at 1");
  }

  @Test
  void triesAgainWhenAPersonSaysSoAndEndsTheCaseWhenItIsOver() {
    var it = shop(100);
    for (var n = 0; n < 5; n++) {
      it.edits("SKU-1", 14).finds("SKU-1").round().delivers();
    }

    assertThat(it.heals.retry(it.ids(), "ann")).isEqualTo(new Heals.Done(1, 1));
    assertThat(it.heals.retry(it.ids(), "ann")).isEqualTo(new Heals.Done(1, 0));
    it.round().delivers();
    assertThat(it.shop.writes).hasValue(4);
    assertThat(it.cases()).isEmpty();

    it.reads("SKU-1").round();
    assertThat(it.items()).containsExactly("closed healed");
    assertThat(audited(it)).containsExactly("ann tried again 1");
  }

  @Test
  void changesNothingWhenAllIsZeroAndAsksOnce() {
    var it = shop(100);
    it.compared("select 'SKU-' || n, 0 from generate_series(1, 100) n");

    it.round().round().round();

    assertThat(it.owed()).isZero();
    assertThat(it.items()).hasSize(100).containsOnly("proposed");
    assertThat(it.cases()).containsExactly("brake stock levels");
    assertThat(it.sql.queryForList("select sentence from delivery_cases", String.class))
        .singleElement()
        .asString()
        .contains("100 of 100 places", "1000 of 1000 units", "at most 20 % and 30 %");
  }

  @Test
  void writesNothingWhileAReadThatFindsAllZeroComesInPieces() {
    var it = shop(200);
    var all = IntStream.rangeClosed(1, 200).mapToObj(n -> "SKU-" + n).toArray(String[]::new);
    for (var sku : all) {
      it.edits(sku, 0);
    }
    it.reads(all);

    for (var from = 0; from < 200; from += 10) {
      var page = java.util.Arrays.copyOfRange(all, from, from + 10);
      it.reads(page).round();
    }

    assertThat(it.owed()).isZero();
    assertThat(it.cases()).containsExactly("brake stock levels");
    assertThat(it.items()).hasSize(200).containsOnly("proposed");
  }

  @Test
  void letsGoWhatThePersonLetsGoAndNothingTwice() {
    var it = shop(100);
    for (var n = 1; n <= 40; n++) {
      it.edits("SKU-" + n, 0);
    }
    it.compared("select 'SKU-' || n, 0 from generate_series(1, 40) n").round();

    assertThat(it.heals.letGo("shop", "ann")).isEqualTo(new Heals.Done(40, 40));
    assertThat(it.heals.letGo("shop", "ann")).isEqualTo(new Heals.Done(0, 0));
    it.round().delivers();

    assertThat(it.shop.shelf.values()).containsOnly(10);
    assertThat(it.shop.calls).hasValue(1);
    assertThat(it.cases()).isEmpty();
    assertThat(audited(it)).containsExactly("ann lifted the brake 1", "ann let go 40");
  }

  @Test
  void leavesWhatThePersonLeaves() {
    var it = shop(100);
    it.compared("select 'SKU-' || n, 0 from generate_series(1, 40) n").round();

    assertThat(it.heals.dismissHeld("shop", "ann")).isEqualTo(new Heals.Done(40, 40));
    it.compared("select 'SKU-' || n, 0 from generate_series(1, 40) n").round();

    assertThat(it.items()).hasSize(40).containsOnly("closed dismissed");
    assertThat(it.owed()).isZero();
    assertThat(it.cases()).isEmpty();
  }

  @Test
  void asksAgainAboutWhatWasLeftOnceItShowsAnotherNumber() {
    var it = open("asking", 100).edits("SKU-1", 14).finds("SKU-1").round();
    assertThat(it.items()).containsExactly("proposed");
    var unused = it.heals.dismiss(it.ids(), "ann");

    it.finds("SKU-1").round();
    assertThat(it.items()).containsExactly("closed dismissed");
    it.edits("SKU-1", 15).finds("SKU-1").round();
    assertThat(it.items()).containsExactly("closed dismissed", "proposed");
  }

  @Test
  void correctsNoMoreInAnHourThanItsBudgetTheWorstFirst() {
    var it = shop(1_000);
    it.compared(
        "select 'SKU-' || n, case when n <= 30 then 30 else 9 end from generate_series(1, 100) n");

    it.round().round().round();

    // 20 units each: 25 of them are the 500 of an hour
    assertThat(it.owed()).isEqualTo(25);
    assertThat(it.items()).filteredOn("drift"::equals).hasSize(75);
  }

  @Test
  void asksAPersonAboutMoreThanAWholeHourMay() {
    var it = shop(1_000).compared("select 'SKU-1', 511").round();

    assertThat(it.items()).containsExactly("proposed");
    assertThat(it.owed()).isZero();
  }

  @Test
  void followsThePolicyAlsoForWhatTheReadsOfLevelsFind() {
    var asking = open("asking", 100).edits("SKU-1", 14).finds("SKU-1").round();
    assertThat(asking.items()).containsExactly("proposed");
    asking.reads("SKU-1").reads("SKU-1").round();
    assertThat(asking.items()).as("one for as long as it lasts").containsExactly("proposed");
    assertThat(asking.owed()).isZero();
    assertThat(asking.heals.approve(asking.ids(), "ann")).isEqualTo(new Heals.Done(1, 1));
    assertThat(asking.heals.approve(asking.ids(), "ann")).isEqualTo(new Heals.Done(1, 0));
    asking.delivers().reads("SKU-1").round();
    assertThat(asking.items()).containsExactly("closed healed");
    assertThat(audited(asking)).containsExactly("ann approved 1");

    var silent = open("silent", 100).edits("SKU-1", 14).edits("SKU-2", 11);
    silent.finds("SKU-1", "SKU-2").round();
    assertThat(silent.items()).as("one unit is within the limits").containsExactly("drift");
    assertThat(silent.owed()).isZero();
    silent.edits("SKU-1", 10).finds("SKU-1").round();
    assertThat(silent.items()).containsExactly("closed by-itself");
  }

  @Test
  void neverCorrectsWhatASystemKeepsItself() {
    var it = open("erp", 100).compared("select 'SKU-1', 14").round();

    assertThat(it.items()).containsExactly("proposed");
    assertThat(it.owed()).isZero();
  }

  @Test
  void doesNotMistakeAnEchoOfItsOwnWriteForADrift() {
    var it = shop(100).edits("SKU-1", 14).finds("SKU-1").round().delivers();

    it.reads("SKU-1").reads("SKU-1").reads("SKU-1").round();

    assertThat(it.items()).containsExactly("closed healed");
    assertThat(it.owed()).isZero();
    assertThat(it.shop.writes).hasValue(1);
  }

  @Test
  void leavesAloneWhatWasToldSomethingSinceItWasFound() {
    var it = shop(100).compared("select 'SKU-1', 14");
    it.sql.update("update delivery_targets set confirmed_at = crossdock_now() where sku = 'SKU-1'");

    it.round();

    assertThat(it.items()).containsExactly("drift");
    assertThat(it.owed()).isZero();
  }

  @Test
  void leavesOverWhatWasDismissedWhileItWasTold() {
    var it = shop(100).compared("select 'SKU-1', 14");
    var unused = it.heals.dismiss(it.ids(), "ann");

    it.core
        .get(HealTable.class)
        .healing(
            "shop",
            "hub",
            Map.of(new HealTable.Place("SKU-1", "1"), it.ids().get(0)),
            List.of(new Told(new Sku("SKU-1"), "1", 14, 10, 2)));

    assertThat(it.items()).containsExactly("closed dismissed");
    assertThat(it.sql.queryForObject("select count(*) from divergence_heals", Integer.class))
        .as("what was written is kept all the same")
        .isEqualTo(1);
  }

  @Test
  void looksAtNoBudgetWhereNothingCanBeHealed() {
    var it = shop(100).compared("select 'NOBODY-KNOWS', 14 union select 'SKU-1', null");
    assertThat(places(it)).containsExactly("stock at 1: false");

    it.round();
    assertThat(it.items()).containsExactly("drift", "drift");

    it.compared("select 'SKU-2', 14");
    assertThat(places(it)).containsExactly("stock at 1: true");
    it.round();
    assertThat(it.items()).containsExactly("drift", "drift", "healing");
  }

  @Test
  void readsOfAChannelsLevelsOnlyThoseThatDiffer() {
    var it = shop(5_000).edits("SKU-1", 14).reads("SKU-1");
    new JdbcTemplate(DATABASE.owner()).execute("analyze delivery_targets");

    var plan =
        it.sql.queryForList(
            "explain select sku from delivery_repairs_view where channel = 'shop' and differs",
            String.class);

    assertThat(plan).asString().contains("delivery_targets_differing").doesNotContain("Seq Scan");
  }

  private static List<String> places(HealTrial it) {
    return it.core.get(HealRounds.class).places().stream()
        .map(at -> "%s at %s: %s".formatted(at.entity(), at.place(), at.healable()))
        .toList();
  }

  private HealTrial shop(int skus) {
    return open("shop", skus);
  }

  private HealTrial open(String channel, int skus) {
    return new HealTrial(DATABASE, core, channel, skus);
  }

  private static List<String> audited(HealTrial it) {
    return it.sql.queryForList(
        "select who || ' ' || what || ' ' || count from delivery_audit order by id", String.class);
  }
}
