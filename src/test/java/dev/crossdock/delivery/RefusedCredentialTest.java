package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.ChannelRefusesUs;
import dev.crossdock.connectors.ChannelTakesUs;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.PlayedDoors;
import dev.crossdock.platform.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** A channel refuses our credential: somebody is told once, and nothing is used up meanwhile. */
class RefusedCredentialTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Manifest.Write WRITE =
      new Manifest.Write(
          "inventory-publish-corner",
          250,
          Manifest.PartialFailure.PER_ITEM,
          true,
          true,
          null,
          null,
          Duration.ZERO,
          null,
          null);

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final Cases cases = new Cases(jdbc);
  private final Complaints complaints = new Complaints(cases, jdbc);

  @BeforeEach
  void owesOneLevelAndOneFact() {
    jdbc.update("delete from delivery_targets");
    jdbc.update("delete from delivery_outbox");
    jdbc.update("delete from delivery_cases");
    jdbc.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, owed_at)
        values ('shop', 'TEE', '1', 5, 1, crossdock_now())
        """);
    jdbc.update(
        """
        insert into delivery_outbox (channel, flow, key, order_key, shard, payload, state, epoch, attempts)
        values ('shop', 'bookings-publish-corner', 'TEE@1', 'k', 0, '{}', 'relayed', 7, 1)
        """);
  }

  @Test
  void opensOneCaseHoweverOftenItIsRefusedAndClosesItWhenItIsTaken() {
    var hub = hub();
    refusesForAnHour(hub);

    assertThat(cases.open())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.kind() + " " + it.channel()).isEqualTo("auth shop");
              assertThat(it.sentence()).contains("HTTP-401 who are you", "Give it another secret");
            });

    hub.passes(Duration.ofMinutes(5));
    hub.taken("shop");
    assertThat(cases.open()).isEmpty();
  }

  @Test
  void closesTheCaseThatTheHubBeforeOpened() {
    refusesForAnHour(hub());

    hub().taken("shop");

    assertThat(cases.open()).isEmpty();
  }

  @Test
  void countsNoTryOfALevelAndKeepsItOwed() {
    var hub = hub();
    var asking = asking(() -> hub.refused("shop"));
    var round = new DeliveryRound("shop", new TargetClaims(jdbc), asking, () -> 0);
    for (var n = 0; n < 20; n++) {
      var claimed = round.claim(WRITE);
      assertThat(claimed).hasSize(1);
      round.learn(claimed, round.call(WRITE, claimed));
      jdbc.update("update delivery_targets set next_attempt_at = null");
    }

    assertThat(
            jdbc.queryForMap(
                "select attempts, stopped, version > confirmed_version owed from delivery_targets"))
        .isEqualTo(Map.of("attempts", 0, "stopped", false, "owed", true));
  }

  @Test
  void countsNoTryOfAFactAndKeepsItOwed() {
    var hub = hub();
    var round = new OutboxRound(jdbc, asking(() -> hub.refused("shop")));
    var ids = jdbc.queryForList("select id from delivery_outbox", Long.class);
    for (var n = 0; n < 20; n++) {
      var rows = round.open(7, ids);
      assertThat(rows).hasSize(1);
      round.close("shop", 7, rows, round.call("shop", "bookings-publish-corner", rows));
      assertThat(jdbc.queryForMap("select attempts, state from delivery_outbox"))
          .isEqualTo(Map.of("attempts", 0, "state", "owed"));
      jdbc.update("update delivery_outbox set state = 'relayed', attempts = 1");
    }
  }

  private static void refusesForAnHour(PlayedDoors hub) {
    for (var n = 0; n < 12; n++) {
      hub.refused("shop");
      hub.passes(Duration.ofMinutes(5));
    }
  }

  private PlayedDoors hub() {
    return new PlayedDoors(
        event -> {
          if (event instanceof ChannelRefusesUs refuses) {
            complaints.on(refuses);
          } else if (event instanceof ChannelTakesUs takes) {
            complaints.on(takes);
          }
        });
  }

  private static Asking asking(Supplier<JsonNode> channel) {
    return (route, name, document) -> channel.get();
  }
}
