package dev.crossdock.delivery;

import dev.crossdock.platform.SecretFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The hub's own insert, with a commit for each message and with a shared one (ADR 0005). */
public final class InboxWays implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final InboxTable table;
  private final SharedCommit shared;

  /** On the hub's tables; hands nothing on. */
  public InboxWays(DataSource database, Path scratch) {
    var jdbc = new JdbcTemplate(database);
    var relay =
        new Relay(
            new RelayedTable(jdbc, "inbox", "received", "intake", 64),
            new Leases(jdbc, "embedded"),
            List::of,
            (route, channel, group, body) -> {},
            null);
    var master = new MasterSecret(new SecretFiles(scratch, Map.of()));
    table =
        new InboxTable(
            jdbc,
            new Vault(new DayKeys(new DayKeyTable(database), master, Clock.systemUTC()), master));
    shared = new SharedCommit(table, relay);
    shared.start();
  }

  /** Returns when the message is committed, by a commit of its own. */
  public void alone(Heard heard) {
    table.add(List.of(heard));
  }

  /** Returns when the message is committed, by a commit it may share. */
  public void together(Heard heard) {
    shared.keep(heard, PATIENCE);
  }

  /** By which order is kept among messages of this key. */
  public static short shard(String channel, String orderKey) {
    return Heard.shardOf(channel, orderKey);
  }

  @Override
  public void close() {
    shared.stop();
  }
}
