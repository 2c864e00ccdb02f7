package dev.crossdock.sync;

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
import dev.crossdock.connectors.Listing;
import dev.crossdock.connectors.Manifest;
import dev.crossdock.delivery.Calls;
import dev.crossdock.kernel.Json;
import dev.crossdock.mapping.Mappings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** The taking of snapshots, with a system that answers as a test likes. */
final class SnapshotRig {
  static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

  final JdbcTemplate jdbc;
  final List<SnapshotTaken> told = new ArrayList<>();
  final List<JsonNode> asked = new ArrayList<>();
  final SnapshotRun runs;
  final ChosenLines looks;
  final DroppedSnapshots dropped;
  private final Channel channel = mock(Channel.class);
  private final Manifest manifest = mock(Manifest.class);
  private BiFunction<String, JsonNode, String> system = (route, question) -> "{}";

  SnapshotRig(DataSource database, Path data) {
    jdbc = new JdbcTemplate(database);
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    var channels = channels();
    var budgets = mock(Budgets.class);
    doReturn(java.time.Duration.ZERO)
        .when(budgets)
        .acquire(any(), anyString(), anyString(), anyDouble());
    doReturn(java.time.Duration.ZERO)
        .when(budgets)
        .apart(anyString(), anyString(), anyDouble(), anyDouble());
    var paging = new Paging(calls(), budgets, clock);
    var staging = new Staging(jdbc, database);
    var pages =
        new StagedPages(
            staging, new TransactionTemplate(new DataSourceTransactionManager(database)));
    var limits = new FileLimits(DataSize.ofMegabytes(200), 1_000_000);
    var mapping = new LineMapping(mappings());
    runs =
        new SnapshotRun(
            channels,
            staging,
            new PagedSnapshot(paging, pages, clock),
            new FileSnapshot(paging, pages, new Downloads(limits), mapping, channels, clock),
            event -> told.add((SnapshotTaken) event),
            clock);
    looks = new ChosenLines(runs, staging, pages, paging, jdbc, clock);
    dropped =
        new DroppedSnapshots(
            channels, new DroppedFile(runs, staging, pages, mapping, limits, clock), clock, data);
  }

  private Channels channels() {
    when(channel.id()).thenReturn("shop");
    when(channel.endpoint()).thenReturn("http://127.0.0.1:1");
    var channels = mock(Channels.class);
    when(channels.find("shop")).thenReturn(Optional.of(channel));
    when(channels.all()).thenReturn(List.of(channel));
    when(channels.manifestOf(channel)).thenReturn(manifest);
    return channels;
  }

  private Calls calls() {
    var calls = mock(Calls.class);
    when(calls.call(anyString(), anyString(), any()))
        .thenAnswer(
            call -> {
              JsonNode question = call.getArgument(2);
              asked.add(question);
              var answer = system.apply(call.getArgument(0), question);
              return Json.read(answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
            });
    return calls;
  }

  /** One line is one thing: its number is its value, its name its key. */
  private static Mappings mappings() {
    var mappings = mock(Mappings.class);
    when(mappings.translate(anyString(), any(JsonNode.class)))
        .thenAnswer(
            call -> {
              var made = Json.mapper().createObjectNode();
              var items = made.putArray("items");
              for (var line : call.<JsonNode>getArgument(1).path("lines")) {
                items
                    .addObject()
                    .put("key", line.path("name").asText())
                    .put("place", "P")
                    .put("value", line.path("number").asLong());
              }
              return made;
            });
    return mappings;
  }

  /** The channel's manifest says so. */
  SnapshotRig lists(Listing listing) {
    when(manifest.snapshots()).thenReturn(Map.of("stock", listing));
    return this;
  }

  SnapshotRig paged(int limit, boolean sorted) {
    return lists(
        new Listing(new Listing.Paged("all", limit, sorted, null, null), null, null, null));
  }

  /** Where the channel is. */
  void at(String endpoint) {
    when(channel.endpoint()).thenReturn(endpoint);
  }

  /** What the system answers, by route and question; single quotes are read as double ones. */
  void answers(BiFunction<String, JsonNode, String> answers) {
    system = answers;
  }

  Noted take() throws InterruptedException {
    return take(new Noted(null, Integer.MAX_VALUE));
  }

  Noted take(Noted progress) throws InterruptedException {
    runs.run(sync(Scope.ALL), progress);
    return progress;
  }

  static Sync sync(Scope scope) {
    return new Sync(
        "snapshot-stock-shop",
        "shop",
        null,
        "stock",
        Sync.Mode.FULL,
        "10m",
        null,
        null,
        scope,
        null,
        Sync.Overlap.REFUSE,
        null,
        null);
  }

  /** What stands in staging, in order. */
  List<String> staged() {
    return jdbc.queryForList(
        "select key || '@' || place || '=' || value from sync_staging order by key, place",
        String.class);
  }

  /** Of the latest snapshot. */
  String state() {
    return jdbc.queryForObject(
        "select state from sync_snapshots order by id desc limit 1", String.class);
  }

  /** Forgets everything. */
  void clear() {
    jdbc.query("select sync_drop_staging(id) from sync_snapshots", row -> {});
    jdbc.update("delete from sync_snapshots");
  }

  /** What a run told of itself; the process may be killed behind a page. */
  static final class Noted implements Progress {
    private final int killedBehind;
    private @Nullable String position;
    int pages;
    long items;
    long expected;

    Noted(@Nullable String position, int killedBehind) {
      this.position = position;
      this.killedBehind = killedBehind;
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
    public void expect(long all) {
      expected = all;
    }

    @Override
    public void moved(int more, long read, int kept, @Nullable String reached) {
      if (pages + more > killedBehind) {
        throw new Stopped(false);
      }
      pages += more;
      items += read;
      position = reached;
    }

    @Override
    public void check() {}
  }
}
