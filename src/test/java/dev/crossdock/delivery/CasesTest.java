package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.platform.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

class CasesTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final Cases cases = new Cases(jdbc);

  @Test
  void opensOnceHoweverOftenItHappensAndAgainAfterItWasOver() {
    cases.open("auth", "shop", "", "the shop refuses our token.");
    cases.open("auth", "shop", "", "the shop still refuses our token.");
    cases.open("auth", "market", "", "the market refuses our token.");

    assertThat(cases.open())
        .extracting(Cases.Case::channel, Cases.Case::times, Cases.Case::sentence)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("shop", 2, "the shop still refuses our token."),
            org.assertj.core.groups.Tuple.tuple("market", 1, "the market refuses our token."));

    cases.close("auth", "market", "");
    cases.close("auth", "shop", "");
    cases.open("auth", "shop", "", "the shop refuses our token once more.");

    assertThat(cases.open()).extracting(Cases.Case::times).containsExactly(1);
  }

  @Test
  void callsAHubWithAnOpenCaseDegradedAndSaysWhose() {
    var meters = new SimpleMeterRegistry();
    var health = new CasesHealth(cases, jdbc, meters);
    cases.open("gap", "tills", "17/3", "receipts 41 to 43 of till 3 never came.");

    assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
    assertThat(health.health().getDetails()).containsKey("tills gap");
    assertThat(meters.get("hub.cases").gauge().value()).isPositive();

    cases.close("gap", "tills", "17/3");
  }
}
