package dev.crossdock.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final Place DC = new Place("hub", "TEE", "dc");
  private static final Place SHOP = new Place("shop", "TEE", "655441491");
  private static final Ledger LEDGER =
      new Ledger(Map.of(DC, new Ledger.Level(5, 2)), Map.of(SHOP, 3));
  private static final Oracle.Level TRUE_LEVEL = new Oracle.Level("TEE", "dc", 5, 2);

  @Test
  void agreesWhenAllThreeSayTheSame() {
    assertThat(compared(3, 3).disagreeing()).isZero();
  }

  @Test
  void seesASystemThatWasNeverTold() {
    assertThat(compared(4, 3).examples(1))
        .containsExactly("TEE at 655441491 of shop: the system says 4, the ledger 3, the oracle 3");
  }

  @Test
  void seesAHubAndASystemThatAreWrongTogether() {
    assertThat(compared(3, 2).disagreeing()).isEqualTo(1);
  }

  @Test
  void seesALevelThatTheLedgerHoldsOtherwise() {
    var oracle =
        new Oracle.Expected(List.of(new Oracle.Level("TEE", "dc", 5, 1)), List.of(), 0, 0, 0);
    assertThat(new Agreement(LEDGER, oracle, List.of(shown(3))).disagreeing()).isEqualTo(1);
  }

  @Test
  void missesAPlaceThatASystemDoesNotHave() {
    var oracle = new Oracle.Expected(List.of(TRUE_LEVEL), List.of(shown(3)), 0, 0, 0);
    assertThat(new Agreement(LEDGER, oracle, List.of()).examples(1))
        .containsExactly(
            "TEE at 655441491 of shop: the oracle says 3, the system has no such place");
  }

  private static Agreement compared(int stored, int expected) {
    var oracle = new Oracle.Expected(List.of(TRUE_LEVEL), List.of(shown(expected)), 0, 0, 0);
    return new Agreement(LEDGER, oracle, List.of(shown(stored)));
  }

  private static Oracle.Shown shown(int quantity) {
    return new Oracle.Shown("shop", "TEE", "655441491", quantity);
  }
}
