package dev.crossdock.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyDouble;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.Budgets;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.Manifest.FirstRead;
import dev.crossdock.delivery.Brake;
import dev.crossdock.delivery.Calls;
import dev.crossdock.delivery.Inbox;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.platform.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** From when a channel is asked, and how far a run has come when it ends or fails. */
class SyncRunTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final Sync SYNC = OneRun.reading("orders-shop", "shop", "orders", "5s");

  private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE.app());
  private final List<JsonNode> asked = new ArrayList<>();
  private boolean brake;
  private final Queue<String> answers = new ArrayDeque<>();

  @BeforeEach
  void neverRead() {
    jdbc.update("delete from sync_cursors");
    jdbc.update("delete from sync_runs");
  }

  @Test
  void asksForEverythingTheFirstTime() throws Exception {
    run(FirstRead.ALL, page("2026-06-01T09:59:58Z", null));

    assertThat(since()).isEqualTo(Instant.EPOCH);
    assertThat(cursor()).isEqualTo("2026-06-01T09:59:58Z");
  }

  @Test
  void asksOnlyForWhatIsNewWhereTheCountsHoldTheRestAndDoesNotForgetWhenItBegan() throws Exception {
    assertThatThrownBy(() -> run(FirstRead.NEW, "{\"outcome\":\"auth\",\"code\":\"HTTP-401\"}"))
        .isInstanceOf(HubException.class);
    assertThat(since()).isEqualTo(NOW.minusSeconds(5));
    assertThat(cursor()).isEqualTo(NOW.toString());
  }

  /** What was parked by a brake may end without ever having been run, and is told once. */
  @Test
  void asksByNameForBookingsThatWeMissWhereABrakeMayHaveParkedThem() throws Exception {
    run(FirstRead.ALL, page("2026-06-01T09:59:58Z", null));
    brake = true;
    run(FirstRead.ALL, page("2026-06-01T09:59:59Z", null));

    assertThat(asked.get(0).has("unbooked")).isFalse();
    assertThat(asked.get(1).path("unbooked"))
        .extracting(JsonNode::textValue)
        .containsExactly("shop/booking");
  }

  @Test
  void startsALittleBeforeWhereTheLastRunEndedAndAsksPageByPage() throws Exception {
    jdbc.update(
        "insert into sync_cursors (channel, read, cursor) values ('shop', 'orders', '2026-06-01T09:00:00Z')");

    run(FirstRead.NEW, page("2026-06-01T09:59:58Z", "p2"), page("2026-06-01T09:30:00Z", null));

    assertThat(since()).isEqualTo(Instant.parse("2026-06-01T08:59:55Z"));
    assertThat(asked).extracting(q -> q.path("page").asText(null)).containsExactly(null, "p2");
    assertThat(cursor()).isEqualTo("2026-06-01T09:59:58Z");
  }

  @Test
  void staysWhereItWasWhenNothingChangedAsOurOwnClockMayBeAheadOfTheirs() throws Exception {
    jdbc.update(
        "insert into sync_cursors (channel, read, cursor) values ('shop', 'orders', '2026-06-01T09:00:00Z')");

    run(FirstRead.NEW, "{\"items\":[]}");

    assertThat(cursor()).isEqualTo("2026-06-01T09:00:00Z");
  }

  @Test
  void neverStartsLaterThanNowWhateverAClockOnceSaid() throws Exception {
    jdbc.update(
        "insert into sync_cursors (channel, read, cursor) values ('shop', 'orders', '2026-06-02T11:00:00Z')");

    run(FirstRead.NEW, page("2026-06-03T00:00:00Z", null));

    assertThat(since()).isEqualTo(NOW.minusSeconds(5));
    assertThat(cursor()).isEqualTo(NOW.toString());
  }

  @Test
  void leavesTheCursorWhereItWasWhenAPageFails() {
    jdbc.update(
        "insert into sync_cursors (channel, read, cursor) values ('shop', 'orders', '2026-06-01T09:00:00Z')");

    assertThatThrownBy(
            () -> run(FirstRead.ALL, "{\"items\":[],\"next\":\"p2\"}", "{\"outcome\":\"refused\"}"))
        .isInstanceOf(HubException.class);

    assertThat(cursor()).isEqualTo("2026-06-01T09:00:00Z");
  }

  @Test
  void goesOnBehindThePageThatAnotherProcessKeptLast() throws Exception {
    jdbc.update(
        "insert into sync_cursors (channel, read, cursor) values ('shop', 'orders', '2026-06-01T09:00:00Z')");
    var told = new Told(null);
    assertThatThrownBy(
            () ->
                run(
                    SYNC,
                    told,
                    FirstRead.ALL,
                    page("2026-06-01T09:59:58Z", "p2"),
                    page("2026-06-01T09:30:00Z", "p3"),
                    "{\"outcome\":\"auth\"}"))
        .isInstanceOf(HubException.class);
    asked.clear();

    run(SYNC, new Told(told.position), FirstRead.ALL, page("2026-06-01T09:40:00Z", null));

    assertThat(asked).extracting(q -> q.path("page").asText(null)).containsExactly("p3");
    assertThat(since()).isEqualTo(Instant.parse("2026-06-01T08:59:55Z"));
    // the latest change stood on a page that the other process read
    assertThat(cursor()).isEqualTo("2026-06-01T09:59:58Z");
  }

  @Test
  void asksForEverythingAndLeavesTheCursorAloneWhereItsFileSaysSo() throws Exception {
    jdbc.update(
        "insert into sync_cursors (channel, read, cursor) values ('shop', 'orders', '2026-06-01T09:00:00Z')");

    run(full(Scope.ALL), new Told(null), FirstRead.NEW, page("2026-06-01T09:59:58Z", null));

    assertThat(since()).isEqualTo(Instant.EPOCH);
    assertThat(cursor()).isEqualTo("2026-06-01T09:00:00Z");
  }

  @Test
  void keepsOnlyWhatItsScopeHolds() throws Exception {
    var told = new Told(null);
    var scope = new Scope(Set.of("MFN"), Set.of("A"), null);

    run(
        full(scope),
        told,
        FirstRead.ALL,
        """
        {"items": [
          {"id": "1", "sku": "A", "place": "MFN", "document": {}},
          {"id": "2", "sku": "A", "place": "AFN", "document": {}},
          {"id": "3", "sku": "B", "place": "MFN", "document": {}},
          {"id": "4", "orderKey": "A", "document": {}}]}
        """);

    assertThat(told.items).isEqualTo(2);
  }

  private static Sync full(Scope scope) {
    return new Sync(
        "all",
        "shop",
        "orders",
        null,
        Sync.Mode.FULL,
        "1h",
        null,
        null,
        scope,
        null,
        Sync.Overlap.REFUSE,
        null,
        null);
  }

  /** What a run told of itself. */
  private static final class Told implements Progress {
    private @Nullable String position;
    private long items;

    Told(@Nullable String position) {
      this.position = position;
    }

    @Override
    public long run() {
      return 1;
    }

    @Override
    public Instant begunAt() {
      return NOW;
    }

    @Override
    public @Nullable String position() {
      return position;
    }

    @Override
    public void expect(long expected) {}

    @Override
    public void moved(int pages, long read, int kept, @Nullable String next) {
      items += read;
      position = next;
    }

    @Override
    public void check() {}
  }

  private static String page(String changedAt, @Nullable String next) {
    var page = Json.mapper().createObjectNode().put("next", next);
    page.putArray("items").addObject().put("id", changedAt).put("changedAt", changedAt);
    return page.toString().replace("\"id\"", "\"document\":{},\"id\"");
  }

  private void run(FirstRead first, String... pages) throws InterruptedException {
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    run(SYNC, OneRun.progress(jdbc, SYNC, clock), first, pages);
  }

  private void run(Sync sync, Progress progress, FirstRead first, String... pages)
      throws InterruptedException {
    answers.addAll(List.of(pages));
    var read =
        new Manifest.Read(
            "orders-snapshot",
            "updated_at",
            Duration.ofSeconds(5),
            first,
            List.of("orders/polled"),
            brake,
            null,
            1.0);
    var manifest = mock(Manifest.class);
    when(manifest.reads()).thenReturn(Map.of("orders", read));
    var topic = mock(Manifest.Topic.class);
    when(topic.intake()).thenReturn("orders-intake");
    when(manifest.topic("orders/polled")).thenReturn(Optional.of(topic));
    var channel = mock(Channel.class);
    when(channel.id()).thenReturn("shop");
    var channels = mock(Channels.class);
    when(channels.find("shop")).thenReturn(Optional.of(channel));
    when(channels.manifestOf(channel)).thenReturn(manifest);
    var calls = mock(Calls.class);
    when(calls.call(anyString(), anyString(), any()))
        .thenAnswer(
            call -> {
              asked.add(call.getArgument(2));
              return Json.mapper().readTree(answers.remove());
            });
    var budgets = mock(Budgets.class);
    doReturn(Duration.ZERO).when(budgets).acquire(any(), anyString(), anyString(), anyDouble());
    doReturn(Duration.ZERO).when(budgets).apart(anyString(), anyString(), anyDouble(), anyDouble());
    var transaction = new TransactionTemplate(new DataSourceTransactionManager(DATABASE.app()));
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    new SyncRun(
            channels,
            new Paging(calls, budgets, clock),
            new Questions((of, most) -> List.of(of + "/booking")),
            mock(Inbox.class),
            mock(Brake.class),
            new SyncTables(jdbc),
            transaction,
            clock)
        .run(sync, progress);
  }

  private Instant since() {
    return Instant.parse(asked.get(0).path("since").textValue());
  }

  private String cursor() {
    return jdbc.queryForObject("select cursor from sync_cursors", String.class);
  }
}
