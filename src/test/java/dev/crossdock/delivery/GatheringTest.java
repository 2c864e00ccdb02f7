package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatheringTest {
  private static final Lane LANE = new Lane("erp", 0);

  private final Gathering gathering = new Gathering();

  @Test
  void handsOutASingleFactAtOnceAndTheNextSoonAfter() {
    assertThat(gathering.restsFor(LANE, 1_000)).isZero();
    gathering.handedOut(LANE, 1, 1_000);
    assertThat(gathering.restsFor(LANE, 1_001)).isZero();
  }

  @Test
  void needsAHandfulOfCallsForAThousandFactsInASecond() {
    var calls = 0;
    var waiting = 0;
    for (long now = 1; now <= 1_500; now++) {
      waiting += now <= 1_000 ? 1 : 0;
      if (waiting > 0 && gathering.restsFor(LANE, now) == 0) {
        gathering.handedOut(LANE, waiting, now);
        waiting = 0;
        calls++;
      }
    }
    assertThat(waiting).isZero();
    assertThat(calls).isLessThanOrEqualTo(10);
  }

  @Test
  void keepsNobodyWaitingForMoreThanAQuarterOfASecondAndForgets() {
    gathering.handedOut(LANE, 10_000, 1_000);
    assertThat(gathering.restsFor(LANE, 1_000)).isEqualTo(250);
    gathering.handedOut(LANE, 1, 12_000);
    assertThat(gathering.restsFor(LANE, 12_000)).isLessThan(3);
  }

  @Test
  void letsOneLaneNotSlowAnother() {
    gathering.handedOut(LANE, 1_000, 1_000);
    assertThat(gathering.restsFor(new Lane("erp", 1), 1_000)).isZero();
  }
}
