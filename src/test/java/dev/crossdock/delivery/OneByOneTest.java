package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.kernel.Json;
import dev.crossdock.platform.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** Facts of a write that takes one item a call: each has a call and an answer of its own. */
class OneByOneTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final List<String> called = new ArrayList<>();
  private String throttledAt = "";

  @BeforeEach
  void threeRefunds() {
    jdbc.update("delete from delivery_outbox");
    jdbc.update(
        """
        insert into delivery_outbox (channel, flow, key, order_key, shard, payload, state, epoch, attempts)
        select 'shop', 'refund', 'R' || n, 'k', 0, '{}', 'relayed', 7, 1 from generate_series(1, 3) n
        """);
  }

  @Test
  void eachIsAskedForAndAnswered() {
    deliver(1);

    assertThat(called).containsExactly("R1", "R2", "R3");
    assertThat(states()).containsExactly("R1 delivered", "R2 delivered", "R3 delivered");
  }

  @Test
  void manyGoTogetherWhereTheWriteTakesMany() {
    deliver(2);

    assertThat(called).containsExactly("R1R2", "R3");
    assertThat(states()).containsExactly("R1 delivered", "R2 delivered", "R3 delivered");
  }

  @Test
  void theRestIsLeftForLaterWhereTheChannelWantsToBeLeftAlone() {
    throttledAt = "R2";

    deliver(1);

    assertThat(called).containsExactly("R1", "R2");
    assertThat(states()).containsExactly("R1 delivered", "R2 owed", "R3 owed");
  }

  private void deliver(int most) {
    var ids = jdbc.queryForList("select id from delivery_outbox order by id", Long.class);
    var round = new OutboxRound(jdbc, (route, channel, asked) -> answer(asked), (r, c) -> most);
    new Outbox(jdbc, round, mock(Relay.class))
        .deliver(Json.text(Map.of("channel", "shop", "epoch", 7, "ids", ids)), "refund");
  }

  private JsonNode answer(JsonNode asked) {
    var answer = Json.mapper().createObjectNode();
    var outcomes = answer.putArray("outcomes");
    var keys = new StringBuilder();
    for (var item : asked.path("items")) {
      var key = item.path("key").asText();
      keys.append(key);
      outcomes
          .addObject()
          .put("key", key)
          .put("outcome", key.equals(throttledAt) ? "throttled" : "applied")
          .put("code", "T")
          .put("message", "too often");
    }
    called.add(keys.toString());
    return answer;
  }

  private List<String> states() {
    return jdbc.queryForList(
        "select key || ' ' || state from delivery_outbox order by id", String.class);
  }
}
