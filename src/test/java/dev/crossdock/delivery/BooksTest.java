package dev.crossdock.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.delivery.Books.Imbalance;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.platform.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was done and what is there are written down apart, and must always say the same. */
class BooksTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());
  private final InboxTable inbox = new InboxTable(sql, TestVault.of(DATABASE.app()));
  private final BookTable table = new BookTable(sql);
  private final Cases cases = new Cases(sql);
  private final BookAudit audit = new BookAudit(table, cases, Clock.systemUTC());
  private final Books books = new Books(table, audit, Clock.systemUTC());
  private final Accounts accounts = new Accounts(sql, table);

  @BeforeEach
  void empty() {
    new JdbcTemplate(DATABASE.owner())
        .execute(
            "truncate delivery_inbox, delivery_books, delivery_book_entries, delivery_book_totals,"
                + " delivery_cases");
  }

  @Test
  void booksWhatIsKeptAndHowItEnds() {
    keep("shop", 6);
    keep("market", 1);
    close("shop", Verdict.APPLIED, Verdict.DUPLICATE, Verdict.ignored("not-ours"));
    close("shop", Verdict.parked(new Failure.Data("ORD-022", "no")));

    for (int n = 0; n < 2; n++) {
      assertThat(accounts.all())
          .containsExactly(
              new Accounts.Account("market", 1, 0, 0, 0, 0, 1),
              new Accounts.Account("shop", 6, 1, 1, 1, 1, 2));
      assertThat(differences()).isEmpty();
      assertThat(lines())
          .contains("shop ignored not-ours 1", "shop parked data 1", "market received  1");
      assertThat(table.fold()).as("entries folded").isEqualTo(n == 0 ? 6 : 0);
    }
  }

  @Test
  void seesAMessageThatVanishedCameFromNowhereOrEndedTwice() {
    keep("shop", 5);
    close("shop", Verdict.APPLIED, Verdict.APPLIED);
    table.fold();

    sql.update("delete from delivery_inbox where id = (select min(id) from delivery_inbox)");
    assertThat(differences()).containsExactly("applied 2 1");

    sql.update(
        "update delivery_inbox set state = 'duplicate' where id = (select min(id) from delivery_inbox)");
    assertThat(differences()).containsExactly("applied 2 0", "duplicate 0 1");

    sql.update(
        """
        insert into delivery_inbox (channel, topic, intake, shard, order_key, body, body_hash, observed_at)
        values ('shop', 't', 'r', 1, 'k', '', '', crossdock_now())
        """);
    assertThat(differences()).contains("in progress 3 4");
  }

  @Test
  void booksWhatIsTriedAgain() {
    keep("shop", 2);
    close("shop", Verdict.parked(new Failure.UnknownReference("MAP-015", "who?", "/a")));
    var reopening = new Reopening(sql);
    var ids = sql.queryForList("select id from delivery_inbox where state = 'parked'", Long.class);
    reopening.reopen(ids, "a test");

    assertThat(accounts.all()).containsExactly(new Accounts.Account("shop", 2, 0, 0, 0, 0, 2));
    assertThat(differences()).isEmpty();

    close("shop", Verdict.parked(new Failure.Data("ORD-022", "no")));
    reopening.settle(ids, "superseded");

    assertThat(accounts.all()).containsExactly(new Accounts.Account("shop", 2, 0, 0, 1, 0, 1));
    assertThat(differences()).isEmpty();
    assertThat(lines()).contains("shop ignored superseded 1").doesNotContain("shop parked data 1");
  }

  @Test
  void keepsTheBooksOfWhatIsDeletedForItsAge() {
    keep("shop", 3);
    close("shop", Verdict.APPLIED, Verdict.APPLIED);
    table.fold();
    new RetentionTable(sql).sweep(0, 100, -1);

    assertThat(sql.queryForObject("select count(*) from delivery_inbox", Integer.class)).isOne();
    assertThat(accounts.all()).containsExactly(new Accounts.Account("shop", 3, 2, 0, 0, 0, 1));
    assertThat(differences()).isEmpty();
  }

  @Test
  void opensACaseForWhatDiffersTwiceAndClosesItWhenItIsHealed() {
    keep("shop", 2);
    close("shop", Verdict.APPLIED);
    audit.look();
    sql.update("update delivery_inbox set state = 'received' where state = 'applied'");
    audit.look();
    assertThat(cases.open()).isEmpty();
    assertThat(books.imbalances()).hasSize(2);

    audit.look();
    assertThat(cases.open())
        .hasSize(2)
        .allSatisfy(c -> assertThat(c.sentence()).contains("DEL-105", "shop"));

    sql.update(
        "update delivery_inbox set state = 'applied' where id = (select min(id) from delivery_inbox)");
    audit.look();
    assertThat(cases.open()).isEmpty();
    assertThat(books.imbalances()).isEmpty();
  }

  @Test
  void findsWhatVanishedOnWhateverPageItStood() {
    for (int page = 0; page < 9; page++) {
      keep("shop", 2);
      turnThePage();
    }
    close("shop", Collections.nCopies(17, Verdict.APPLIED).toArray(Verdict[]::new));
    table.fold();
    assertThat(table.pages().each().count()).as("pages").isGreaterThanOrEqualTo(9);
    assertThat(differences()).isEmpty();

    sql.update("delete from delivery_inbox where id = (select min(id) + 1 from delivery_inbox)");
    sql.update("delete from delivery_inbox where id = (select max(id) from delivery_inbox)");
    assertThat(differences()).containsExactly("applied 2 1", "in progress 1 0");
    var looks = 0;
    while (audit.found().size() < 2 && looks < 9) {
      audit.look();
      looks++;
    }
    assertThat(looks).as("looks until both were found").isBetween(2, 4);
  }

  private static void turnThePage() {
    new JdbcTemplate(DATABASE.owner())
        .queryForObject(
            "select setval('delivery_inbox_id_seq', (delivery_page(max(id)) + 1) << 14) from delivery_inbox",
            Long.class);
  }

  @Test
  void keepsNothingOfWhatIsRolledBackOrHeardBefore() {
    var polled = Heard.polled("shop", "t", "r", "k", "id-1", "{}".getBytes(UTF_8), Instant.EPOCH);
    assertThat(inbox.add(List.of(polled, polled))).isEqualTo(1);
    assertThat(inbox.add(List.of(polled))).isZero();

    assertThat(accounts.all()).containsExactly(new Accounts.Account("shop", 1, 0, 0, 0, 0, 1));
    assertThat(differences()).isEmpty();
  }

  @Test
  void saysSinceWhenTheOldestWaits() {
    keep("shop", 40);
    sql.update(
        "update delivery_inbox set received_at = received_at - interval '50 minutes' where id = (select min(id) + 7 from delivery_inbox)");

    table.fold();

    assertThat(table.oldest())
        .singleElement()
        .satisfies(
            o ->
                assertThat(Duration.between(o.receivedAt(), Instant.now()))
                    .isGreaterThan(Duration.ofMinutes(49)));
  }

  @Test
  void saysSoOfWhatWaitsForTheEndOfItsReadToo() {
    inbox.gather(
        List.of(Heard.polled("erp", "t", "r", "k", "1", "{}".getBytes(UTF_8), Instant.EPOCH)));

    table.fold();

    assertThat(table.oldest()).extracting(BookTable.Oldest::channel).containsExactly("erp");
    assertThat(differences()).isEmpty();
  }

  private void keep(String channel, int messages) {
    inbox.add(
        IntStream.range(0, messages)
            .mapToObj(
                n ->
                    Heard.webhook(
                        channel,
                        "t",
                        "r",
                        "k" + n,
                        "m" + n,
                        "{}".getBytes(UTF_8),
                        Map.of(),
                        Instant.EPOCH))
            .toList());
  }

  /** Closes the first that are in progress. */
  private void close(String channel, Verdict... verdicts) {
    var ids =
        sql.queryForList(
            "select id from delivery_inbox where channel = ? and state = 'received' order by id limit ?",
            Long.class,
            channel,
            verdicts.length);
    ids.forEach(
        id ->
            sql.update("update delivery_inbox set state = 'relayed', epoch = 3 where id = ?", id));
    assertThat(inbox.close(3, ids, List.of(verdicts))).isEqualTo(verdicts.length);
  }

  private List<String> differences() {
    var hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    return books.compare(hour.minus(1, ChronoUnit.HOURS), hour.plus(1, ChronoUnit.HOURS)).stream()
        .map(BooksTest::words)
        .toList();
  }

  private static String words(Imbalance one) {
    return one.state() + " " + one.booked() + " " + one.kept();
  }

  private List<String> lines() {
    var hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    return books.hours(hour.minus(1, ChronoUnit.HOURS), hour.plus(1, ChronoUnit.HOURS)).stream()
        .map(l -> "%s %s %s %d".formatted(l.channel(), l.account(), l.detail(), l.messages()))
        .toList();
  }
}
