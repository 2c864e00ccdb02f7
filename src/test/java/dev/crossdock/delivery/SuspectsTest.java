package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.kernel.Verdict;
import dev.crossdock.platform.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who is blamed when the hub dies, and who is not. */
class SuspectsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final List<Short> SHARDS =
      IntStream.range(0, Heard.SHARDS).mapToObj(n -> (short) n).toList();

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final InboxTable inbox = new InboxTable(jdbc, TestVault.of(DATABASE.app()));
  private final Parking parking =
      new Parking(
          inbox,
          new ParkedTable(jdbc),
          new Reopening(jdbc),
          TestVault.of(DATABASE.app()),
          (channel, topic) -> Optional.empty());
  private final SuspectTable table =
      new SuspectTable(
          jdbc, parking, new TransactionTemplate(new DataSourceTransactionManager(DATABASE.app())));
  private final RelayedTable relayed =
      new RelayedTable(jdbc, "inbox", "received", "intake", 64, true);
  private long epoch = 1;

  @BeforeEach
  void empty() {
    jdbc.update("delete from delivery_inbox");
  }

  @Test
  void parksWhatTheHubDiedOfThreeTimesAndNothingElse() {
    keep("good", "bad", "other");
    claimAll();

    die();
    assertThat(inProgress()).containsOnly("held 1");
    close(next(1));
    var bad = next(1);

    die();
    close(next(1));
    assertThat(table.next(SHARDS, epoch, 1)).as("before the hub has lived a while").isEmpty();
    assertThat(next(SuspectTable.ALONE)).isEqualTo(bad);

    die();
    assertThat(ends()).containsExactlyInAnyOrder("applied null", "applied null", "parked DEL-030");
    assertThat(
            jdbc.queryForObject("select id from delivery_inbox where state = 'parked'", Long.class))
        .isEqualTo(bad);
    assertThat(table.lanes(SHARDS)).isEmpty();
  }

  @Test
  void parksNobodyHoweverOftenTheHubIsKilledEveryFewSeconds() {
    var random = new Random(7);
    keep(IntStream.range(0, 60).mapToObj(n -> "order-" + n).toArray(String[]::new));

    for (int life = 0; life < 40; life++) {
      claimAll();
      for (int done = random.nextInt(3); done > 0; done--) {
        table.next(SHARDS, epoch, 1).forEach(one -> close(one.id()));
      }
      table.next(SHARDS, epoch, 1);
      die();
    }

    assertThat(ends()).doesNotContain("parked DEL-030");
    assertThat(ends()).as("messages that ended all the same").contains("applied null");
  }

  @Test
  void blamesNobodyWhenAHubIsStoppedInAnOrderlyWay() {
    keep("a", "b");
    var handed = claimAll();

    relayed.giveBack(handed, epoch);
    epoch++;
    relayed.giveBackLost(SHARDS, epoch);

    assertThat(inProgress()).containsOnly("received 0");
  }

  @Test
  void blamesNobodyForAParcelThatTheBrokerLost() {
    keep("a");
    claimAll();
    jdbc.update("update delivery_inbox set leased_until = crossdock_now() - interval '1 second'");

    relayed.giveBackLost(SHARDS, epoch);

    assertThat(inProgress()).containsOnly("received 0");
  }

  private void keep(String... keys) {
    var heard = new ArrayList<Heard>();
    for (var key : keys) {
      heard.add(
          Heard.webhook(
              "shop",
              "orders",
              "take",
              key,
              null,
              "{}".getBytes(StandardCharsets.UTF_8),
              Map.of(),
              Instant.EPOCH));
    }
    inbox.add(heard);
  }

  private List<Long> claimAll() {
    var lanes = IntStream.range(0, Lane.LANES).mapToObj(n -> new Lane("shop", n)).toList();
    return relayed.claim(lanes, SHARDS, epoch).stream().map(Relayed.Handed::id).toList();
  }

  private long next(int mostCrashes) {
    return table.next(SHARDS, epoch, mostCrashes).get(0).id();
  }

  private void close(long id) {
    assertThat(inbox.close(epoch, List.of(id), Collections.singletonList(Verdict.APPLIED)))
        .isEqualTo(1);
  }

  /** The process ends where it stands, and another one takes over. */
  private void die() {
    epoch++;
    relayed.giveBackLost(SHARDS, epoch);
    new Suspects(table, System::nanoTime).look(SHARDS, epoch);
  }

  private List<String> inProgress() {
    return jdbc.queryForList("select state || ' ' || crashes from delivery_inbox", String.class);
  }

  private List<String> ends() {
    return jdbc.queryForList(
        "select state || ' ' || coalesce(failure_code, 'null') from delivery_inbox where closed_at is not null",
        String.class);
  }
}
