package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.Manifest.AfterParked;
import dev.crossdock.connectors.Manifest.HeardBy;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.platform.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is noted of a parked message, and what happens to the later ones of its key. */
class ParkingTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final List<Short> SHARDS =
      IntStream.range(0, Heard.SHARDS).mapToObj(n -> (short) n).toList();
  private static final Map<String, Manifest.Topic> TOPICS =
      Map.of(
          "skips", topic(AfterParked.SKIP, false),
          "holds", topic(AfterParked.HOLD, false),
          "tells-all", topic(AfterParked.SKIP, true));

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final InboxTable inbox = new InboxTable(jdbc, TestVault.of(DATABASE.app()));
  private final Reopening reopening = new Reopening(jdbc);
  private final RelayedTable relayed =
      new RelayedTable(jdbc, "inbox", "received", "intake", 64, true);
  private final Relay relay =
      new Relay(relayed, new Leases(jdbc, "embedded"), List::of, (r, c, g, b) -> {}, null);
  private final Closing closing =
      new Closing(
          inbox,
          new Parking(
              inbox,
              new ParkedTable(jdbc),
              reopening,
              TestVault.of(DATABASE.app()),
              (channel, topic) -> Optional.ofNullable(TOPICS.get(topic))),
          new TransactionTemplate(new DataSourceTransactionManager(DATABASE.app())),
          relay,
          new Trials(
              inbox,
              new TrialTable(jdbc),
              new TransactionTemplate(new DataSourceTransactionManager(DATABASE.app())),
              (r, c, g, b) -> {}));

  @BeforeEach
  void empty() {
    jdbc.update("delete from delivery_inbox");
    jdbc.update("delete from delivery_parked");
  }

  @Test
  void notesWhatAPersonNeedsToDecide() {
    keep("skips", "A", "bad");

    work();

    assertThat(
            jdbc.queryForMap(
                "select class, code, pointer, mapping, trace, times, canonical is not null as canonical"
                    + " from delivery_parked"))
        .containsEntry("class", "data")
        .containsEntry("code", "TST-001")
        .containsEntry("pointer", "$.say")
        .containsEntry("mapping", "tests/plain@123")
        .containsEntry("trace", "4bf92f3577b34da6a3ce929d0e0e4736")
        .containsEntry("times", 1)
        .containsEntry("canonical", true);
  }

  @Test
  void letsLaterMessagesOfAParkedKeyGoOnWhereTheTopicSkips() {
    keep("skips", "A", "bad");
    keep("skips", "A", "good");
    keep("skips", "B", "good");

    work();

    assertThat(states()).containsExactly("parked", "applied", "applied");
  }

  @Test
  void holdsLaterMessagesOfAParkedKeyAndNoOthersWhereTheTopicHolds() {
    keep("holds", "A", "bad");
    keep("holds", "A", "good");
    keep("holds", "B", "good");
    work();
    keep("holds", "A", "good");
    work();
    assertThat(states()).containsExactly("parked", "held", "applied", "held");
    assertThat(reopening.release()).isEmpty();

    reopening.reopen(parked(), "a test");
    assertThat(reopening.release()).as("as long as the first is on its way").isEmpty();
    jdbc.update("update delivery_inbox set body = convert_to('{\"say\": \"good\"}', 'UTF8')");
    work();
    assertThat(reopening.release()).hasSize(2);
    work();

    assertThat(states()).containsOnly("applied");
  }

  @Test
  void letsHeldMessagesGoOnWhenTheFirstIsDismissed() {
    keep("holds", "A", "bad");
    keep("holds", "A", "good");
    work();

    reopening.settle(parked(), "dismissed by a person");
    reopening.release();
    work();

    assertThat(states()).containsExactly("ignored", "applied");
    assertThat(parked()).isEmpty();
  }

  @Test
  void settlesAParkedMessageWhenALaterOneTellsTheWholeState() {
    keep("tells-all", "A", "bad");
    keep("tells-all", "B", "bad");
    work();
    keep("tells-all", "A", "good");
    work();

    assertThat(states()).containsExactly("ignored", "parked", "applied");
    assertThat(
            jdbc.queryForObject(
                "select rule from delivery_inbox where state = 'ignored'", String.class))
        .isEqualTo("superseded");
    assertThat(parked()).hasSize(1);
  }

  private void keep(String topic, String key, String says) {
    inbox.add(
        List.of(
            Heard.webhook(
                "shop",
                topic,
                "take",
                key,
                null,
                "{\"say\": \"%s\"}".formatted(says).getBytes(StandardCharsets.UTF_8),
                Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                Instant.EPOCH)));
  }

  private void work() {
    var lanes = IntStream.range(0, Lane.LANES).mapToObj(n -> new Lane("shop", n)).toList();
    var ids = relayed.claim(lanes, SHARDS, 1).stream().map(Relayed.Handed::id).sorted().toList();
    closing.close(inbox.read("shop", 1, ids).mappedBy("tests/plain@123"), ParkingTest::step);
  }

  private static List<Verdict> step(Batch batch) {
    var verdicts = new ArrayList<Verdict>();
    for (Message message : batch.open()) {
      verdicts.add(
          message.document().path("say").asText().equals("bad")
              ? Verdict.parked(new Failure.Data("TST-001", "it says bad.", "$.say"))
              : Verdict.APPLIED);
    }
    return verdicts;
  }

  private List<String> states() {
    return jdbc.queryForList("select state from delivery_inbox order by id", String.class);
  }

  private List<Long> parked() {
    return jdbc.queryForList(
        "select message_id from delivery_parked where left_at is null", Long.class);
  }

  private static Manifest.Topic topic(AfterParked afterParked, boolean supersedes) {
    return new Manifest.Topic(
        "take",
        null,
        "body:/key",
        List.of(),
        HeardBy.WEBHOOK,
        Map.of(),
        afterParked,
        supersedes,
        null);
  }
}
