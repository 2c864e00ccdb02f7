package dev.crossdock.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.connectors.Sequence;
import dev.crossdock.platform.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What was never heard is known by the numbers between which it is missing. */
class GapsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Duration GRACE = Duration.ofMinutes(15);

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());
  private final Vault vault = TestVault.of(DATABASE.app());
  private final InboxTable inbox = new InboxTable(sql, vault);
  private final Cases cases = new Cases(sql);
  private final GapTable table = new GapTable(sql);
  private final Gaps gaps =
      new Gaps(
          table,
          GapsTest::sequences,
          vault,
          cases,
          new TransactionTemplate(new DataSourceTransactionManager(DATABASE.app())));

  @BeforeEach
  void empty() {
    new JdbcTemplate(DATABASE.owner())
        .execute(
            "truncate delivery_inbox, delivery_sequences, delivery_gaps, delivery_cases;"
                + " update delivery_sequence_cursor set last_id = 0");
  }

  private static Map<Sequences.Told, Sequence> sequences() {
    var orders = new Sequence("order", "body:/name", List.of(), GRACE);
    return Map.of(
        new Sequences.Told("shop", "orders/create"), orders,
        new Sequences.Told("shop", "orders/polled"), orders,
        new Sequences.Told("tills", "rows"),
            new Sequence("receipt", "body:/n", List.of("body:/store", "body:/day"), GRACE));
  }

  @Test
  void findsWhatIsMissingAndForgetsItWhenItComes() {
    order("orders/create", 1001, 1002, 1006, 1009);
    look();
    assertThat(words()).containsExactly("order  1003-1005", "order  1007-1008");
    sql.update("update delivery_gaps set since = since - interval '3 minutes'");

    order("orders/polled", 1004, 1007, 1008);
    look();
    assertThat(words()).containsExactly("order  1003-1003", "order  1005-1005");
    assertThat(gaps.all())
        .as("known since the whole was missing")
        .allSatisfy(g -> assertThat(g.since()).isBefore(Instant.now().minusSeconds(170)));

    order("orders/create", 1003, 1005);
    look();
    assertThat(words()).isEmpty();
  }

  @Test
  void countsEachStoreAndDayForItself() {
    receipt("17", "2026-11-20", 1, 2, 3);
    receipt("17", "2026-11-21", 1, 3);
    receipt("18", "2026-11-20", 900);
    look();

    assertThat(words()).containsExactly("receipt 17 2026-11-21 2-2");
  }

  @Test
  void takesAWideGapForANewBeginning() {
    order("orders/create", 7, 50_000, 50_002);
    look();

    assertThat(words()).containsExactly("order  50001-50001");
  }

  @Test
  void looksAtEachMessageOnceAndNotBeforeItIsSettled() {
    order("orders/create", 1, 3);
    assertThat(gaps.look(10_000)).isZero();

    assertThat(gaps.look(0)).isEqualTo(2);
    assertThat(gaps.look(0)).isZero();
  }

  @Test
  void tellsSomebodyAfterTheGraceAndIsQuietWhenItFills() {
    order("orders/create", 1, 3);
    look();
    gaps.tell();
    assertThat(cases.open()).isEmpty();

    sql.update("update delivery_gaps set since = since - interval '16 minutes'");
    gaps.tell();
    gaps.tell();
    assertThat(cases.open())
        .singleElement()
        .satisfies(c -> assertThat(c.sentence()).contains("DEL-106", "shop", "order, 2 never"))
        .satisfies(c -> assertThat(c.times()).isEqualTo(1));

    order("orders/polled", 2);
    look();
    gaps.tell();
    assertThat(cases.open()).isEmpty();
  }

  @Test
  void doesNotFindAgainWhatWasForgiven() {
    order("orders/create", 1, 3);
    look();
    sql.update("update delivery_gaps set since = since - interval '31 days'");

    gaps.forgive();
    order("orders/create", 4);
    look();

    assertThat(words()).isEmpty();
  }

  private void look() {
    gaps.look(0);
  }

  private void order(String topic, long... numbers) {
    LongStream.of(numbers).forEach(n -> keep("shop", topic, "{\"name\": \"#%d\"}".formatted(n)));
  }

  private void receipt(String store, String day, long... numbers) {
    LongStream.of(numbers)
        .forEach(
            n ->
                keep(
                    "tills",
                    "rows",
                    "{\"store\": \"%s\", \"day\": \"%s\", \"n\": %d}".formatted(store, day, n)));
  }

  private void keep(String channel, String topic, String body) {
    inbox.add(
        List.of(
            Heard.webhook(
                channel, topic, "r", body, null, body.getBytes(UTF_8), Map.of(), Instant.EPOCH)));
  }

  private List<String> words() {
    return gaps.all().stream()
        .map(g -> "%s %s %d-%d".formatted(g.name(), g.scope(), g.first(), g.last()))
        .toList();
  }
}
