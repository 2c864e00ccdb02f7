package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.kernel.Json;
import dev.crossdock.platform.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A lane is handed out when all it was given is closed, and nothing waits for a bell nobody rings.
 */
class RelayTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  /** Shards 1 and 5 are of lane 1, shard 2 is of lane 2. */
  private static final short ONE = 1;

  private static final short FIVE = 5;
  private static final short TWO = 2;

  private final Rows rows = new Rows();
  private final Queue<List<Long>> sent = new ConcurrentLinkedQueue<>();
  private final Relay relay =
      new Relay(
          rows,
          new Leases(new JdbcTemplate(DATABASE.app()), "embedded"),
          () -> List.of("shop"),
          (route, channel, group, body) -> sent.add(ids(body)),
          null);

  @BeforeEach
  void start() {
    relay.start();
  }

  @AfterEach
  void stop() {
    relay.stop();
  }

  @Test
  void keepsALaneUntilAllItWasGivenIsClosedAndThenHandsOutWhatGathered() {
    commit(10, ONE);
    await().until(() -> sent.contains(List.of(10L)));

    commit(11, FIVE);
    commit(12, ONE);
    commit(13, TWO);
    await().until(() -> sent.contains(List.of(13L)));
    assertThat(sent).hasSize(2);

    relay.done(List.of(10L));
    await().atMost(Duration.ofMillis(400)).until(() -> sent.contains(List.of(11L, 12L)));
  }

  @Test
  void handsOutAtOnceWhatAShardHadTooMuchOf() {
    LongStream.range(0, 100)
        .forEach(id -> rows.waiting.add(new Relayed.Handed(id, "shop", "r", ONE)));
    relay.wake(List.of(Lane.of("shop", ONE)));
    await().until(() -> sent.size() == 1);

    relay.done(sent.element());

    await().atMost(Duration.ofMillis(400)).until(() -> sent.size() == 2);
    assertThat(sent.stream().mapToInt(List::size)).containsExactly(64, 36);
  }

  @Test
  void findsByItselfWhatNobodyRangFor() {
    rows.waiting.add(new Relayed.Handed(20, "shop", "r", TWO));

    await().atMost(Duration.ofSeconds(3)).until(() -> sent.contains(List.of(20L)));
  }

  @Test
  void givesBackWhatItStillHoldsWhenItIsStopped() {
    commit(30, ONE);
    commit(31, TWO);
    await().until(() -> sent.size() == 2);
    relay.done(List.of(31L));

    relay.stop();

    assertThat(rows.givenBack).containsExactly(30L);
  }

  private void commit(long id, short shard) {
    rows.waiting.add(new Relayed.Handed(id, "shop", "r", shard));
    relay.wake(List.of(Lane.of("shop", shard)));
  }

  private static List<Long> ids(String body) {
    var ids = Json.read(body.getBytes(StandardCharsets.UTF_8)).get("ids");
    return StreamSupport.stream(ids.spliterator(), false).map(id -> id.longValue()).toList();
  }

  /** Rows in memory. */
  private static final class Rows implements Relayed {
    final Queue<Handed> waiting = new ConcurrentLinkedQueue<>();
    final Queue<Long> givenBack = new ConcurrentLinkedQueue<>();

    @Override
    public String flow() {
      return "inbox";
    }

    @Override
    public int mostOfAShard() {
      return 64;
    }

    @Override
    public List<Handed> claim(Collection<Lane> lanes, List<Short> shards, long epoch) {
      var claimed = new ArrayList<Handed>();
      for (short shard : shards) {
        if (lanes.contains(Lane.of("shop", shard))) {
          waiting.stream()
              .filter(r -> r.shard() == shard)
              .limit(mostOfAShard())
              .forEach(claimed::add);
        }
      }
      waiting.removeAll(claimed);
      return claimed;
    }

    @Override
    public void giveBack(List<Long> ids, long epoch) {
      givenBack.addAll(ids);
    }

    @Override
    public int giveBackLost(List<Short> shards, long epoch) {
      return 0;
    }
  }
}
