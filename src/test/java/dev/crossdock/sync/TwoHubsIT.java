package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.CrossdockApplication;
import dev.crossdock.platform.OwnJvm;
import dev.crossdock.platform.SecretFiles;
import dev.crossdock.platform.TestDatabase;
import dev.crossdock.platform.broker.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Two processes of the hub on one database and one broker, both of them others' processes; the one
 * that is at work is killed.
 *
 * <p>How long it watches the cron is for {@code -Dcrossdock.sync.watch=300s} to say.
 */
class TwoHubsIT {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Path FIXTURE = Path.of("src/test/resources/faults").toAbsolutePath();
  private static final Duration STARTS = Duration.ofMinutes(3);
  private static final Duration RECOVERS = Duration.ofSeconds(15);
  private static final Duration WATCH =
      Duration.ofSeconds(
          Integer.parseInt(System.getProperty("crossdock.sync.watch", "20s").replace("s", "")));

  private static final BrokerProcess BROKER = new BrokerProcess();
  private static final Map<Long, Hub> HUBS = new HashMap<>();
  private static Path folder = Path.of("target");
  private static PagedStandIn standIn;
  private static int started;

  private record Hub(Process process, Path log) {}

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());

  @BeforeAll
  static void begin() throws IOException {
    BROKER.start();
    standIn = new PagedStandIn();
    folder = Files.createTempDirectory("crossdock-two-hubs");
    Files.createDirectories(syncs());
  }

  @AfterAll
  static void end() {
    HUBS.values().forEach(hub -> hub.process().destroyForcibly());
    BROKER.close();
    standIn.close();
  }

  @BeforeEach
  void bothRun() throws IOException {
    sql.update("delete from sync_runs");
    HUBS.values().removeIf(hub -> !hub.process().isAlive());
    while (HUBS.size() < 2) {
      start();
    }
    await()
        .atMost(STARTS)
        .failFast("both live", TwoHubsIT::bothLive)
        .untilAsserted(
            () ->
                assertThat(
                        number(
                            "select count(*) from qrtz_scheduler_state where last_checkin_time > extract(epoch from now()) * 1000 - 5000"))
                    .as(TwoHubsIT::lastWords)
                    .isEqualTo(2));
  }

  @Test
  void tellsEachFiringOfACronOnceAlthoughTheHubThatHeardOfOneIsKilled() throws Exception {
    standIn.holds(1);
    var from = Instant.now();
    edit("ticks", "cron: \"0/5 * * * * ?\", overlap: queue");
    await()
        .atMost(RECOVERS)
        .until(() -> number("select count(*) from sync_runs where state = 'done'") >= 2);

    standIn.hesitateAt(0);
    await().atMost(RECOVERS).until(standIn::hesitates);
    var run = number("select id from sync_runs where state = 'running'");
    kill(owner(run));
    standIn.goOn();
    await()
        .atMost(RECOVERS)
        .until(
            () ->
                number("select count(*) from sync_runs where state = 'done' and id = " + run) == 1);
    assertThat(number("select lives from sync_runs where id = " + run)).isEqualTo(2);
    await().atMost(RECOVERS).until(this::allDueWereMade);

    start();
    await()
        .atMost(WATCH.plus(RECOVERS))
        .until(() -> Instant.now().isAfter(from.plus(WATCH)) && allDueWereMade());
    Files.delete(syncs().resolve("ticks.yaml"));
    await().atMost(RECOVERS).until(() -> number("select count(*) from qrtz_triggers") == 0);
    await()
        .atMost(RECOVERS)
        .until(() -> number("select count(*) from sync_runs where state <> 'done'") == 0);

    var due = dueTimes();
    assertThat(due).doesNotHaveDuplicates();
    for (int n = 1; n < due.size(); n++) {
      assertThat(Duration.between(due.get(n - 1), due.get(n))).isEqualTo(Duration.ofSeconds(5));
    }
    assertThat(
            sql.queryForList("select distinct state || ' ' || cause from sync_runs", String.class))
        .containsExactly("done schedule");
    // each asked once, and the one that was killed twice
    assertThat(standIn.asked()).hasSize(due.size() + 1);
  }

  @Test
  void goesOnWithARunWhoseHubIsKilledAndReadsTheSameAsAnUndisturbedOne() throws Exception {
    var pages = 40;
    standIn.holds(pages);
    standIn.hesitateAt(15);
    edit("all", "every: 1d, mode: full");
    await().atMost(RECOVERS).until(standIn::hesitates);
    var run = number("select id from sync_runs where sync = 'all'");
    assertThat(number("select pages from sync_runs where id = " + run)).isEqualTo(15);

    var killedAt = Instant.now();
    kill(owner(run));
    standIn.goOn();
    await().atMost(RECOVERS).until(() -> standIn.asked().size() > pages / 2);
    await().atMost(RECOVERS).until(() -> isDone(run));

    assertThat(Duration.between(killedAt, Instant.now())).isLessThan(RECOVERS.multipliedBy(2));
    assertThat(standIn.asked()).hasSize(pages + 1).containsSequence(14, 15, 15, 16);
    var disturbed = read();
    sql.update("delete from delivery_inbox");
    sql.update("insert into sync_runs (sync, channel, cause) values ('all', 'bazaar', 'hand')");
    await()
        .atMost(RECOVERS)
        .until(
            () ->
                number("select count(*) from sync_runs where sync = 'all' and state = 'done'")
                    == 2);
    Files.delete(syncs().resolve("all.yaml"));

    assertThat(disturbed).isEqualTo(read()).hasSize(pages * 10);
    assertThat(
            sql.queryForList(
                "select pages || ' ' || items || ' ' || kept || ' ' || lives from sync_runs where sync = 'all' order by id",
                String.class))
        .containsExactly("40 400 400 2", "40 400 400 1");
  }

  private boolean allDueWereMade() {
    var due = dueTimes();
    return !due.isEmpty()
        && due.get(due.size() - 1).isAfter(Instant.now().minusSeconds(7))
        && number("select count(*) from sync_runs where state <> 'done'") == 0
        && Duration.between(due.get(0), due.get(due.size() - 1)).toSeconds() / 5 + 1 == due.size();
  }

  private List<Instant> dueTimes() {
    return sql.query(
        "select due_at from sync_runs where sync = 'ticks' order by due_at",
        (row, i) -> row.getTimestamp(1).toInstant());
  }

  private List<String> read() {
    return sql.queryForList(
        "select message_id from delivery_inbox order by message_id", String.class);
  }

  private boolean isDone(int run) {
    return number("select count(*) from sync_runs where state = 'done' and id = " + run) == 1;
  }

  /** Who makes a run: the number of its process stands before its name. */
  private long owner(int run) {
    var owner = sql.queryForObject("select owner from sync_runs where id = ?", String.class, run);
    return Long.parseLong(String.valueOf(owner).replaceAll("-.*", ""));
  }

  private static void kill(long pid) throws InterruptedException {
    assertThat(HUBS).containsKey(pid);
    HUBS.remove(pid).process().destroyForcibly().waitFor();
  }

  private int number(String question) {
    Integer number = sql.queryForObject(question, Integer.class);
    return number == null ? 0 : number;
  }

  private static void bothLive() {
    assertThat(HUBS.values()).as(TwoHubsIT::lastWords).allMatch(hub -> hub.process().isAlive());
  }

  private static String lastWords() {
    return HUBS.values().stream()
        .map(hub -> OwnJvm.lastWords(hub.log()))
        .collect(Collectors.joining("\n\n"));
  }

  private static Path syncs() {
    return folder.resolve("syncs");
  }

  private static void edit(String id, String rest) throws IOException {
    var text = "{ id: %s, channel: bazaar, read: orders, owner: nobody, %s }".formatted(id, rest);
    Files.writeString(syncs().resolve(id + ".yaml"), text);
  }

  private static void start() throws IOException {
    var log = Path.of("target/two-hubs-" + ++started + ".log");
    var process =
        new ProcessBuilder(command(folder.resolve("hub-" + started)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    HUBS.put(process.pid(), new Hub(process, log));
  }

  private static List<String> command(Path data) {
    var secrets = new SecretFiles(data, Map.of());
    secrets.keep("webhook", "whsec-of-a-test-0123456789abcdef");
    secrets.keep("vault", "0123456789abcdef0123456789abcdef");
    var command = OwnJvm.command(CrossdockApplication.class, "-Xmx384m");
    command.add("run");
    for (var kind : List.of("connectors", "channels", "routes", "mappings")) {
      command.add("--hub." + kind + "-dir=" + FIXTURE.resolve(kind));
    }
    command.add("--hub.syncs-dir=" + syncs());
    command.add("--hub.data-dir=" + data);
    command.add("--hub.delivery.inbox-paused=true");
    command.add("--hub.edge.port=0");
    command.add("--server.port=0");
    command.add("--fixture.stand-ins=" + standIn.url());
    command.add("--fixture.drops=" + data.resolve("drops"));
    DATABASE.register((name, value) -> command.add("--" + name + "=" + value.get()));
    BROKER.settings().forEach(setting -> command.add("--" + setting));
    return command;
  }
}
