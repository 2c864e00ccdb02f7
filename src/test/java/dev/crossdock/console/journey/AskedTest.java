package dev.crossdock.console.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskedTest {

  @ParameterizedTest
  @CsvSource({
    "'#1001', 1001",
    "' 1001 ', 1001",
    "17-3-2026-06-01-417, 17/3/2026/06/01/417",
    "17/3/2026-06-01/417, 17/3/2026/06/01/417",
    "026-1234567-1234567, 026/1234567/1234567",
    "gid://shopify/Order/5823917449421, 5823917449421",
    "B54557E4-BDD9-4B37, b54557e4/bdd9/4b37"
  })
  void looksForANameHoweverItIsWritten(String written, String name) {
    assertThat(Asked.of(written, null, null).name()).isEqualTo(name);
    assertThat(Asked.of(written, null, null).kind()).isNull();
  }

  @Test
  void takesASortOfNameWhereOneIsGiven() {
    var asked = Asked.of("order: #1042", null, null);

    assertThat(asked.kind()).isEqualTo("order");
    assertThat(asked.name()).isEqualTo("1042");
  }

  @Test
  void takesASkuAndAboutWhen() {
    var asked = Asked.of("TEE-RED-M 2026-11-21 10:15", null, null);

    assertThat(asked.text()).isEqualTo("TEE-RED-M");
    assertThat(asked.at()).isEqualTo(Instant.parse("2026-11-21T10:15:00Z"));
    assertThat(asked.since()).isEqualTo(Instant.parse("2026-11-21T10:05:00Z"));
    assertThat(Asked.of("TEE-RED-M at 2026-11-21T10:15+01:00", null, Duration.ofMinutes(1)).until())
        .isEqualTo(Instant.parse("2026-11-21T09:16:00Z"));
  }

  @Test
  void takesADayForTheWholeDay() {
    var asked = Asked.of("TEE-RED-M 2026-11-21", null, null);

    assertThat(asked.since()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
    assertThat(asked.until()).isEqualTo(Instant.parse("2026-11-22T00:00:00Z"));
  }

  @Test
  void readsNoTimeIntoAReceiptThatHoldsADay() {
    assertThat(Asked.of("17/3/2026-06-01/417", null, null).at()).isNull();
    assertThat(Asked.of("TEE 2026-13-45 10:00", null, null).text())
        .isEqualTo("TEE 2026-13-45 10:00");
  }
}
