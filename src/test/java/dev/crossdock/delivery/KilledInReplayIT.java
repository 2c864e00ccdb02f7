package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.platform.OwnJvm;
import dev.crossdock.platform.TestDatabase;
import dev.crossdock.platform.database.Roles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** A hub's core as a process of its own, killed in the middle of what a person asked for. */
class KilledInReplayIT {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final int MANY = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());
  private final InboxTable inbox = new InboxTable(sql, TestVault.of(DATABASE.app()));
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void empty() {
    var owner = new JdbcTemplate(DATABASE.owner());
    owner.execute("drop table if exists booked");
    owner.execute("create table booked (key text primary key)");
    for (var table : List.of("delivery_replays", "delivery_parked", "delivery_inbox")) {
      sql.update("delete from " + table);
    }
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void endsAReplayOfTenThousandThatIsKilledTwiceWithEachEffectOnce() throws Exception {
    keep(IntStream.range(0, MANY).mapToObj("{\"key\": \"order-%d\"}"::formatted).toList());
    sql.update(
        "update delivery_inbox set state = 'parked', failure_class = 'data', failure_code = 'TST-001',"
            + " failure_sentence = 'it was parked by a test.', closed_at = crossdock_now(), epoch = 0");
    sql.update(
        "insert into delivery_parked (message_id, channel, topic, order_key, class, code, sentence, trace, received_at)"
            + " select id, channel, topic, order_key, failure_class, failure_code, failure_sentence, id::text, received_at from delivery_inbox");
    // every hundredth was booked before, as after a crash between an effect and its answer
    sql.update(
        "insert into booked select 'order-' || n from generate_series(0, ?, 100) n", MANY - 1);
    var table = new ReplayTable(sql);
    var job = table.add("a-test", "somebody", "all", 1000).orElseThrow();
    assertThat(table.addItems(job, ParkedFilter.ALL)).isEqualTo(MANY);

    for (int kill = 1; kill <= 2; kill++) {
      var process = core();
      var enough = MANY * kill / 4;
      await().atMost(PATIENCE).until(() -> ended() > enough);
      process.destroyForcibly().waitFor();
      assertThat(ended()).as("ended at kill %d", kill).isBetween(enough, MANY - 1);
    }
    core();
    await().atMost(PATIENCE).until(() -> table.find(job).orElseThrow().state().equals("done"));

    var end = table.find(job).orElseThrow();
    assertThat(end.applied() + end.duplicate()).isEqualTo(MANY);
    assertThat(end.duplicate()).isEqualTo(MANY / 100);
    assertThat(count("select count(*) from booked")).isEqualTo(MANY);
    assertThat(count("select count(*) from delivery_inbox where state in ('applied', 'duplicate')"))
        .isEqualTo(MANY);
    assertThat(count("select count(*) from delivery_parked where left_at is null")).isZero();
  }

  @Test
  void parksAMessageThatEndsTheProcessAtItsThirdDeathAndBooksAllOthers() throws Exception {
    var bodies =
        new ArrayList<>(
            IntStream.range(0, 200).mapToObj("{\"key\": \"k-%d\"}"::formatted).toList());
    bodies.set(77, "{\"halt\": true}");
    keep(bodies);

    for (int death = 1; death <= 3; death++) {
      var process = core();
      assertThat(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS))
          .as("death %d", death)
          .isTrue();
      assertThat(process.exitValue()).isEqualTo(137);
    }
    core();
    await()
        .atMost(PATIENCE)
        .until(() -> count("select count(*) from delivery_inbox where closed_at is null") == 0);

    assertThat(
            sql.queryForList(
                "select state || ' ' || coalesce(failure_code, '') || ' ' || crashes from delivery_inbox where state <> 'applied'",
                String.class))
        .containsExactly("parked DEL-030 3");
    assertThat(count("select count(*) from booked")).isEqualTo(199);
    assertThat(
            count(
                "select count(*) from delivery_parked where class = 'poison' and left_at is null"))
        .isEqualTo(1);
  }

  private void keep(List<String> bodies) {
    var heard = new ArrayList<Heard>();
    for (int i = 0; i < bodies.size(); i++) {
      heard.add(
          Heard.webhook(
              "shop",
              "orders/create",
              "take",
              "key-" + i % 500,
              null,
              bodies.get(i).getBytes(StandardCharsets.UTF_8),
              Map.of(),
              Instant.EPOCH));
    }
    inbox.add(heard);
  }

  private Process core() throws IOException {
    var login = DATABASE.login(Roles.APP);
    var command = OwnJvm.command(ReplayCore.class, "-Xmx256m");
    command.addAll(List.of(login.url(), login.user(), login.password()));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/replay-core.log")))
            .start();
    started.add(process);
    return process;
  }

  private int ended() {
    return count("select count(*) from delivery_inbox where state in ('applied', 'duplicate')");
  }

  private int count(String question) {
    Integer count = sql.queryForObject(question, Integer.class);
    return count == null ? 0 : count;
  }
}
