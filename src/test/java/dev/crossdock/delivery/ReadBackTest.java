package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.delivery.Targets.OwnChange;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Sku;
import dev.crossdock.platform.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** A marketplace that accepts everything, does not do some of it, and sells all the while. */
class ReadBackTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Manifest.ReadBack READ =
      new Manifest.ReadBack("inventory-snapshot-chosen-corner", 20, null);
  private static final Manifest.Write WRITE =
      new Manifest.Write(
          "inventory-publish-corner",
          1,
          Manifest.PartialFailure.PER_ITEM,
          false,
          false,
          null,
          null,
          Duration.ofSeconds(5),
          READ,
          null);

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final Targets targets =
      new Targets(
          jdbc, mock(DeliveryWorkers.class), new SecondLook(jdbc, e -> {}, Duration.ofSeconds(10)));
  private final DeliveryRound delivery =
      new DeliveryRound("market", new TargetClaims(jdbc), this::answer, () -> 0);
  private final ReadBackTable table = new ReadBackTable(jdbc);
  private final ReadBackRound readBack =
      new ReadBackRound("market", table, new TargetClaims(jdbc), this::answer);

  private final Random random = new Random(7);
  private final Map<String, Integer> shelf = new HashMap<>();
  private final Set<String> forgotten = new HashSet<>();
  private final List<OwnChange> unheard = new ArrayList<>();
  private double dropped;
  private int writes;
  private int drops;

  @BeforeEach
  void owesNothing() {
    jdbc.update("delete from delivery_targets");
    jdbc.update("delete from delivery_target_changes");
  }

  @Test
  void findsAndHealsEveryDroppedWriteAndNoOther() {
    owe(2_000);
    dropped = 0.02;
    deliverAll();
    assertThat(drops).isBetween(20, 70);
    assertThat(count("read_back_at is not null and version = confirmed_version")).isEqualTo(2_000);

    for (int round = 0; round < 12 && count("read_back_at is not null") > 0; round++) {
      sellSome();
      readAllBack();
      hearAll();
      deliverAll();
    }

    assertThat(count("read_back_at is not null or version > confirmed_version")).isZero();
    assertThat(writes).as("one write again for each that was dropped").isEqualTo(2_000 + drops);
    assertThat(
            jdbc.queryForObject(
                "select count(*) from delivery_target_changes where found is not null",
                Integer.class))
        .as("what was found instead, for the journey")
        .isEqualTo(drops);
    jdbc.query(
        "select sku, seen from delivery_targets",
        row -> {
          assertThat(shelf.get(row.getString(1))).isEqualTo(row.getInt(2));
        });
  }

  @Test
  void takesNoSaleThatItHasNotHeardOfForALostWrite() {
    owe(50);
    deliverAll();
    shelf.replaceAll((sku, quantity) -> quantity - 1);

    for (int look = 0; look < 4; look++) {
      readAllBack();
    }
    assertThat(count("version > confirmed_version")).isZero();
    assertThat(count("read_back_at is not null")).isEqualTo(50);

    shelf.keySet().forEach(sku -> unheard.add(sale(sku)));
    hearAll();
    readAllBack();

    assertThat(count("read_back_at is null and version = confirmed_version")).isEqualTo(50);
    assertThat(writes).isEqualTo(50);
  }

  @Test
  void tellsSomebodyAndSlowsDownWhenWritesAreLostAgainAndAgain() {
    owe(1);
    dropped = 1;
    var times = new ArrayList<Integer>();

    for (int round = 0; round < 4; round++) {
      deliverAll();
      readAllBack();
      readAllBack().forEach(lost -> times.add(lost.times()));
    }

    assertThat(times).containsExactly(1, 2, 3, 4);
    assertThat(
            count(
                "next_attempt_at > now() + interval '50 seconds' and version > confirmed_version"))
        .isEqualTo(1);
    assertThat(
            jdbc.queryForObject(
                "select failure_code from delivery_targets where sku = 'SKU-0'", String.class))
        .isEqualTo("DEL-012");
  }

  @Test
  void asksAgainSoonWhenTheChannelGivesNoAnswer() {
    owe(3);
    deliverAll();
    due();
    var claimed = readBack.claim(READ);

    readBack.learn(WRITE, claimed, new Reply(Map.of(), null, null));

    assertThat(claimed).hasSize(3);
    assertThat(count("read_back_at between now() and now() + interval '6 seconds'")).isEqualTo(3);
  }

  private void owe(int skus) {
    jdbc.update(
        """
        insert into delivery_targets (channel, sku, slot, desired, version, owed_at, seen)
        select 'market', 'SKU-' || n, 'MFN', 90, 1, now(), 100 from generate_series(0, ? - 1) n
        """,
        skus);
    for (int n = 0; n < skus; n++) {
      shelf.put("SKU-" + n, 100);
    }
  }

  private void deliverAll() {
    for (var owed = delivery.claim(WRITE); !owed.isEmpty(); owed = delivery.claim(WRITE)) {
      delivery.learn(owed, delivery.call(WRITE, owed));
    }
    // what was sent a moment ago would hide sales whose clock is good to the second
    jdbc.update("update delivery_targets set sent_at = sent_at - interval '1 minute'");
  }

  private void due() {
    jdbc.update(
        "update delivery_targets set read_back_at = now() - interval '1 second' where read_back_at is not null");
  }

  private List<ReadBackTable.Lost> readAllBack() {
    due();
    var lost = new ArrayList<ReadBackTable.Lost>();
    for (var some = readBack.claim(READ); !some.isEmpty(); some = readBack.claim(READ)) {
      lost.addAll(readBack.learn(WRITE, some, readBack.call(READ, some)));
    }
    return lost;
  }

  private void sellSome() {
    for (int n = 0; n < 200; n++) {
      var sku = "SKU-" + random.nextInt(shelf.size());
      shelf.merge(sku, -1, Integer::sum);
      unheard.add(sale(sku));
    }
  }

  private static OwnChange sale(String sku) {
    return new OwnChange("market", new Sku(sku), "MFN", -1, Instant.now(), false);
  }

  private void hearAll() {
    targets.follow(List.copyOf(unheard));
    unheard.clear();
  }

  private JsonNode answer(String route, String channel, JsonNode asked) {
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    for (var item : asked.path("items")) {
      var sku = item.path("sku").asText();
      var outcome = outcomes.addObject().put("key", item.path("key").asText());
      if (route.equals(READ.route())) {
        outcome.put("outcome", "applied").put("seen", shelf.get(sku));
        continue;
      }
      outcome.put("outcome", "accepted");
      writes++;
      if (random.nextDouble() < dropped && (dropped == 1 || forgotten.add(sku))) {
        drops++;
      } else {
        shelf.put(sku, item.path("desired").asInt());
      }
    }
    return answer;
  }

  private int count(String where) {
    Integer count =
        jdbc.queryForObject("select count(*) from delivery_targets where " + where, Integer.class);
    return count == null ? 0 : count;
  }
}
