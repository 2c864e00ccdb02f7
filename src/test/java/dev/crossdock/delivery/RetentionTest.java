package dev.crossdock.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.platform.TestDatabase;
import dev.crossdock.platform.TestPartitions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** What ended long ago is forgotten; what waits for anybody is not, and nothing is heard twice. */
class RetentionTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());
  private final InboxTable inbox = new InboxTable(sql, TestVault.of(DATABASE.app()));
  private final Retention retention = retention(Duration.ofDays(30));

  @BeforeEach
  void empty() {
    new JdbcTemplate(DATABASE.owner())
        .execute(
            "truncate delivery_inbox, delivery_polled_keys, delivery_parked, delivery_replays, delivery_replay_items,"
                + " delivery_audit;"
                + " update platform_clock set looked_at = crossdock_now(), held_until = null");
  }

  @Test
  void deletesWhatEndedLongAgoAndNothingElse() {
    keep("old-applied", "applied", 31);
    keep("old-ignored", "ignored", 31);
    keep("old-parked", "parked", 31);
    keep("old-waiting", "received", 31);
    keep("young", "applied", 29);

    retention.messages();

    assertThat(sql.queryForList("select message_id from delivery_inbox order by id", String.class))
        .containsExactly("old-parked", "old-waiting", "young");
  }

  @Test
  void comesPastThousandsThatStay() {
    for (int n = 0; n < 2; n++) {
      sql.update(
          """
          insert into delivery_inbox (channel, topic, intake, shard, order_key, body, body_hash, observed_at, received_at,
                                      state, closed_at)
          select 'shop', 'orders', 'r', 1, 'k', '', '', d, d, ?, d
          from generate_series(1, 3000), (select crossdock_now() - interval '40 days' as d) old
          """,
          n == 0 ? "parked" : "duplicate");
    }
    retention.messages();

    assertThat(sql.queryForObject("select count(*) from delivery_inbox", Integer.class))
        .isEqualTo(3000);
  }

  @Test
  void stillKnowsWhatAPollHeardOnce() {
    var polled =
        Heard.polled("market", "orders", "r", "k", "m-1@7", "{}".getBytes(UTF_8), Instant.EPOCH);
    assertThat(inbox.add(List.of(polled))).isEqualTo(1);
    age("applied", 31);
    retention.messages();
    assertThat(sql.queryForObject("select count(*) from delivery_inbox", Integer.class)).isZero();

    assertThat(inbox.add(List.of(polled))).isZero();
  }

  @Test
  void deletesNothingAfterALeapOfTheClock() {
    keep("old", "applied", 31);
    sql.update("update platform_clock set looked_at = crossdock_now() - interval '3 days'");

    retention.messages();

    assertThat(sql.queryForObject("select count(*) from delivery_inbox", Integer.class)).isOne();
  }

  @Test
  void deletesAKeyWhenTheLongestRetentionIsOver() {
    var today = LocalDate.now(ZoneOffset.UTC);
    for (int days : List.of(91, 90, 31)) {
      sql.update("insert into delivery_day_keys values (?, '')", today.minusDays(days));
    }
    retention.days();

    assertThat(
            sql.queryForList(
                "select day from delivery_day_keys where day < ?", LocalDate.class, today))
        .containsExactlyInAnyOrder(today.minusDays(90), today.minusDays(31));
  }

  @Test
  void forgetsWhatWasSettledReplayedAndDoneByHandWhenItsTimeIsOver() {
    var audit = new Audit(sql);
    audit.note("jane", "dismissed", "messages [1]", 1);
    for (int id = 1; id <= 2; id++) {
      sql.update(
          """
          insert into delivery_parked (message_id, channel, topic, order_key, class, code, sentence, trace, received_at, left_at)
          values (?, 'shop', 'orders', 'k', 'data', 'MAP-011', '', 't', crossdock_now(),
                  case when ? = 1 then crossdock_now() end)
          """,
          id,
          id);
      sql.update(
          """
          insert into delivery_replays (request_key, who, filter, per_second, total, state, finished_at)
          values ('r' || ?, 'jane', 'all', 50, 1, case when ? = 1 then 'done' else 'running' end,
                  case when ? = 1 then crossdock_now() end)
          """,
          id,
          id,
          id);
    }
    sql.update(
        "insert into delivery_replay_items select id, 1, 'ended', 'applied' from delivery_replays");

    later(89);
    assertThat(left()).containsExactly(2, 2, 2, 1);
    later(91);
    assertThat(left())
        .as("what still waits, and what still runs, stays")
        .containsExactly(1, 1, 1, 1);
    later(364);
    assertThat(audit.latest(9)).hasSize(1);
    later(366);
    assertThat(audit.latest(9)).isEmpty();
  }

  @Test
  void mayNotDeleteWhatWasDoneByHandByItself() {
    assertThatThrownBy(() -> sql.update("delete from delivery_audit"))
        .hasRootCauseMessage("ERROR: permission denied for table delivery_audit");
  }

  /** The hub and its database so many days from now, and what is forgotten there. */
  private void later(int days) {
    clock("clock_timestamp() + interval '%d days'".formatted(days));
    try {
      sql.update("update platform_clock set looked_at = crossdock_now(), held_until = null");
      var clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
      new Retention(
              new RetentionTable(sql),
              TestPartitions.of(DATABASE.app(), clock),
              Duration.ofDays(30),
              Duration.ofDays(30),
              Duration.ofDays(90))
          .days();
    } finally {
      clock("clock_timestamp()");
    }
  }

  private static void clock(String now) {
    new JdbcTemplate(DATABASE.owner())
        .execute(
            "create or replace function crossdock_now() returns timestamptz language plpgsql stable parallel safe as '%s'"
                .formatted("begin return " + now.replace("'", "''") + "; end"));
  }

  private List<Integer> left() {
    return java.util.stream.Stream.of("parked", "replays", "replay_items", "audit")
        .map(table -> sql.queryForObject("select count(*) from delivery_" + table, Integer.class))
        .toList();
  }

  @Test
  void refusesToKeepForLessThanADay() {
    assertThatThrownBy(() -> retention(Duration.ofHours(23))).hasMessageContaining("DEL-104");
  }

  private Retention retention(Duration messages) {
    return new Retention(
        new RetentionTable(sql),
        TestPartitions.of(DATABASE.app()),
        messages,
        Duration.ofDays(30),
        Duration.ofDays(90));
  }

  private void keep(String id, String state, int days) {
    inbox.add(
        List.of(
            Heard.webhook(
                "shop",
                "orders",
                "r",
                id,
                id,
                "{}".getBytes(UTF_8),
                java.util.Map.of(),
                Instant.EPOCH)));
    sql.update(
        """
        update delivery_inbox set state = ?, received_at = crossdock_now() - ? * interval '1 day',
               closed_at = crossdock_now() - ? * interval '1 day'
        where message_id = ?
        """,
        state,
        days,
        days,
        id);
  }

  private void age(String state, int days) {
    sql.update(
        """
        update delivery_inbox set state = ?, received_at = crossdock_now() - ? * interval '1 day',
               closed_at = crossdock_now() - ? * interval '1 day'
        """,
        state,
        days,
        days);
  }
}
