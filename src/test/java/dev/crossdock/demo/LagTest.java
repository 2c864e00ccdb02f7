package dev.crossdock.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LagTest {
  @Test
  void namesAValueThatWasReallyMeasured() {
    var lag = LagMillis.of(LongStream.rangeClosed(1, 200).boxed().toList());
    assertThat(lag).isEqualTo(new LagMillis(100, 198));
  }

  @Test
  void isZeroWhenNothingWasMeasured() {
    assertThat(LagMillis.of(List.of())).isEqualTo(new LagMillis(0, 0));
  }

  @Test
  void leavesTheSlowMarketplaceOutOfTheFigureButNotOutOfTheWords() {
    var sold = new Oracle.Fact(1, "k", "sale", "tills", "TEE", Instant.ofEpochMilli(1000));
    var book =
        new LagBook(
            List.of(sold),
            List.of(
                new HubNumbers.Reached("k", "shop", Instant.ofEpochMilli(1040)),
                new HubNumbers.Reached("k", "market", Instant.ofEpochMilli(9000))));
    assertThat(book.overall()).isEqualTo(new LagMillis(40, 40));
    assertThat(book.ways())
        .containsExactly(
            "tills to market: p50 8000 ms, p99 8000 ms (1 measured)",
            "tills to shop: p50 40 ms, p99 40 ms (1 measured)");
  }
}
