package dev.crossdock.sync;

import dev.crossdock.connectors.Channels;
import dev.crossdock.connectors.Listing;
import dev.crossdock.connectors.Precedence;
import dev.crossdock.delivery.Cases;
import dev.crossdock.kernel.HubException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** Takes a snapshot in one of the ways a manifest has, looks at it, and forgets it. */
public final class OneSnapshot {
  private OneSnapshot() {}

  /** A running hub. */
  public interface Parts {
    /** A part of it. */
    <T> T get(Class<T> type);
  }

  /** One way to read. */
  private interface Way {
    void read(SnapshotTask task, Reached from) throws InterruptedException;
  }

  /** Page by page: {@code key@place} and the value. */
  public static Map<String, Long> ofPages(Parts beans, String channel, String entity)
      throws InterruptedException {
    var paged = Objects.requireNonNull(listing(beans, channel, entity).paged());
    return take(
        beans,
        channel,
        entity,
        (task, from) -> beans.get(PagedSnapshot.class).read(task, paged, from));
  }

  /** From the file that the system makes. */
  public static Map<String, Long> ofFile(Parts beans, String channel, String entity)
      throws InterruptedException {
    var export = Objects.requireNonNull(listing(beans, channel, entity).file());
    var file = beans.get(FileSnapshot.class);
    return take(
        beans,
        channel,
        entity,
        (task, from) -> file.read(task, export, file.start(task, export, from, true)));
  }

  /** Of some items alone. */
  public static Map<String, Long> ofSome(
      Parts beans, String channel, String entity, List<String> keys) {
    var clock = beans.get(Clock.class);
    var staging = beans.get(Staging.class);
    var unheard =
        new SnapshotRun(
            beans.get(Channels.class),
            staging,
            beans.get(PagedSnapshot.class),
            beans.get(FileSnapshot.class),
            event -> {},
            clock);
    var looks =
        new ChosenLines(
            unheard,
            staging,
            beans.get(StagedPages.class),
            beans.get(Paging.class),
            beans.get(JdbcTemplate.class),
            clock);
    var snapshot = looks.look(channel, entity, keys).orElseThrow();
    return staged(beans, snapshot);
  }

  /** Asks every channel at once what it lets us do, whenever it was asked last. */
  public static void askForScopes(Parts beans) throws InterruptedException {
    new Scopes(
            beans.get(Channels.class),
            beans.get(Paging.class),
            beans.get(Cases.class),
            beans.get(Clock.class))
        .look();
  }

  private static Listing listing(Parts beans, String channel, String entity) {
    return beans.get(SnapshotRun.class).listing(channel, entity);
  }

  private static Map<String, Long> take(Parts beans, String channel, String entity, Way way)
      throws InterruptedException {
    var staging = beans.get(Staging.class);
    var clock = beans.get(Clock.class);
    var task =
        new SnapshotTask(
            channel, entity, Scope.ALL, 1, Precedence.LEVELS, new Unwatched(clock.instant()));
    var id = staging.open("by hand", channel, entity, true);
    try {
      way.read(task, Reached.begin(id, false, clock.instant()));
      staging.complete(id, clock.instant());
      return staged(beans, id);
    } catch (HubException e) {
      staging.fail(id, e.failure().sentence());
      throw e;
    }
  }

  private static Map<String, Long> staged(Parts beans, long snapshot) {
    var lines = new TreeMap<String, Long>();
    beans
        .get(JdbcTemplate.class)
        .query(
            "select key, place, value from sync_staging_view where snapshot = ?",
            row -> {
              lines.put(row.getString(1) + "@" + row.getString(2), row.getLong(3));
            },
            snapshot);
    return lines;
  }
}
