package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.platform.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A batch of 250 in which three are bad: 247 are delivered, and three wait, each for its reason.
 */
class BadItemsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Set<String> BAD = Set.of("SKU-017", "SKU-018", "SKU-203");
  private static final Manifest.Write WRITE =
      new Manifest.Write(
          "inventory-publish-corner",
          250,
          Manifest.PartialFailure.ALL_OR_NOTHING,
          true,
          true,
          null,
          null,
          Duration.ZERO,
          null,
          null);

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final List<Integer> calls = new ArrayList<>();

  @BeforeEach
  void owesTwoHundredAndFifty() {
    jdbc.update("delete from delivery_targets");
    jdbc.update("delete from delivery_outbox");
    calls.clear();
    jdbc.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, owed_at)
        select 'shop', 'SKU-' || to_char(n, 'FM000'), '1', 5, 1, now() from generate_series(0, 249) n
        """);
  }

  @Test
  void deliversTheOthersWhereTheSystemNamesNobody() {
    deliver(this::refusesAll);

    assertDelivered();
    assertThat(calls).hasSizeLessThanOrEqualTo(30);
  }

  @Test
  void deliversTheOthersWhereTheSystemNamesTheFirstBadOneItMeets() {
    deliver(this::namesTheFirst);
    deliver(this::namesTheFirst);
    deliver(this::namesTheFirst);
    deliver(this::namesTheFirst);

    assertDelivered();
    assertThat(calls).hasSize(4);
  }

  @Test
  void deliversTheOthersWhereOurOwnMappingRefusesTheCallForOneOfThem() {
    deliver(
        asked -> {
          var bad = bad(asked);
          if (!bad.isEmpty()) {
            throw new HubException(new Failure.Data("MAP-011", reason(bad.get(0))));
          }
          return answer(asked, "applied", "");
        });

    assertDelivered();
  }

  @Test
  void goesOnWithTheRestLaterWhenTheChannelFallsSilentInBetween() {
    deliver(
        asked -> {
          if (calls.size() == 4) {
            throw new HubException(new Failure.Transient("DEL-002", "no answer"));
          }
          return refusesAll(asked);
        });
    assertThat(count("in_flight_until is not null")).isZero();
    assertThat(count("stopped")).isZero();

    jdbc.update("update delivery_targets set next_attempt_at = null");
    deliver(this::refusesAll);
    assertDelivered();
  }

  @Test
  void parksThreeFactsAndDeliversTheOthers() {
    jdbc.update(
        """
        insert into delivery_outbox (channel, flow, key, order_key, shard, payload, state, epoch)
        select 'erp', 'inventory-publish-corner', 'SKU-' || to_char(n, 'FM000'), 'k', 0, '{}', 'relayed', 7
        from generate_series(0, 249) n
        """);
    var ids = jdbc.queryForList("select id from delivery_outbox order by id", Long.class);
    var round = new OutboxRound(jdbc, asking(this::refusesAll));

    var rows = round.open(7, ids);
    var reply = round.call("erp", "inventory-publish-corner", rows);
    var apart = round.close("erp", 7, rows, reply);
    while (apart != null) {
      var part = apart.next();
      apart =
          round.close("erp", 7, apart, part, round.call("erp", "inventory-publish-corner", part));
    }

    assertThat(calls).hasSizeLessThanOrEqualTo(30);
    assertThat(
            jdbc.queryForList(
                "select key || ' ' || failure_sentence from delivery_outbox where state = 'parked' order by key",
                String.class))
        .containsExactlyElementsOf(BAD.stream().sorted().map(b -> b + " " + reason(b)).toList());
    assertThat(
            jdbc.queryForObject(
                "select count(*) from delivery_outbox where state = 'delivered'", Integer.class))
        .isEqualTo(247);
  }

  private interface Played {
    JsonNode answer(JsonNode asked);
  }

  private Asking asking(Played system) {
    return (route, channel, document) -> {
      calls.add(document.path("items").size());
      return system.answer(document);
    };
  }

  /** One round, as the worker makes it. */
  private void deliver(Played system) {
    var round = new DeliveryRound("shop", new TargetClaims(jdbc), asking(system), () -> 0);
    var targets = round.claim(WRITE);
    var learned = round.learn(targets, round.call(WRITE, targets));
    while (learned.apart() != null) {
      var part = learned.apart().next();
      learned = round.learn(learned.apart(), part, round.call(WRITE, part));
    }
  }

  private JsonNode refusesAll(JsonNode asked) {
    var bad = bad(asked);
    return bad.isEmpty() ? answer(asked, "applied", "") : answer(asked, "data", reason(bad.get(0)));
  }

  private JsonNode namesTheFirst(JsonNode asked) {
    var bad = bad(asked);
    if (bad.isEmpty()) {
      return answer(asked, "applied", "");
    }
    var answer = answer(asked, "untouched", "another one");
    for (var outcome : answer.path("outcomes")) {
      if (outcome.path("key").asText().startsWith(bad.get(0))) {
        ((ObjectNode) outcome).put("outcome", "data").put("message", reason(bad.get(0)));
      }
    }
    return answer;
  }

  private static List<String> bad(JsonNode asked) {
    return IntStream.range(0, asked.path("items").size())
        .mapToObj(n -> asked.at("/items/" + n + "/key").asText().replace("@1", ""))
        .filter(BAD::contains)
        .toList();
  }

  private static JsonNode answer(JsonNode asked, String outcome, String message) {
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : asked.path("items")) {
      outcomes
          .addObject()
          .put("key", item.path("key").asText())
          .put("outcome", outcome)
          .put("code", "BAD")
          .put("message", message);
    }
    return answer;
  }

  private static String reason(String bad) {
    return "we do not sell " + bad;
  }

  private void assertDelivered() {
    assertThat(count("confirmed_version = version")).isEqualTo(247);
    assertThat(
            jdbc.queryForList(
                "select sku || ' ' || failure_class || ' ' || failure_sentence from delivery_targets where stopped order by sku",
                String.class))
        .containsExactlyElementsOf(
            BAD.stream().sorted().map(b -> b + " data " + reason(b)).toList());
  }

  private int count(String where) {
    Integer count =
        jdbc.queryForObject("select count(*) from delivery_targets where " + where, Integer.class);
    return count == null ? 0 : count;
  }
}
