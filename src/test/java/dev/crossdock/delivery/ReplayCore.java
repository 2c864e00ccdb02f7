package dev.crossdock.delivery;

import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Message;
import dev.crossdock.kernel.Verdict;
import dev.crossdock.platform.DatabaseLogin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The inbox, its relay, the closing and the replays as a process of their own, without a broker and
 * without Camel, so that a test may kill it and have it back within a second or two.
 *
 * <p>Its step books each message once in the table {@code booked}; one that says {@code halt} ends
 * the process.
 */
public final class ReplayCore {
  private ReplayCore() {}

  /** The database: url, user, password. */
  public static void main(String[] args) throws InterruptedException {
    var login = new DatabaseLogin(args[0], args[1], args[2]);
    var pool = new com.zaxxer.hikari.HikariDataSource();
    pool.setJdbcUrl(login.url());
    pool.setUsername(login.user());
    pool.setPassword(login.password());
    var jdbc = new JdbcTemplate(pool);
    var transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
    var vault = TestVault.of(pool);
    var inbox = new InboxTable(jdbc, vault);
    var reopening = new Reopening(jdbc);
    var parking =
        new Parking(inbox, new ParkedTable(jdbc), reopening, vault, (c, t) -> Optional.empty());
    var leases = new Leases(jdbc, "embedded");
    var workers = Executors.newFixedThreadPool(Lane.LANES);
    var closing = new Closing[1];
    var relay =
        new Relay(
            new RelayedTable(jdbc, "inbox", "received", "intake", 64, true),
            leases,
            () -> List.of("shop"),
            (route, channel, group, body) ->
                workers.execute(() -> closing[0].close(batch(inbox, body), b -> step(jdbc, b))),
            null,
            new Suspects(new SuspectTable(jdbc, parking, transaction), System::nanoTime),
            System::nanoTime);
    var trials = new Trials(inbox, new TrialTable(jdbc), transaction, (r, c, g, b) -> {});
    closing[0] = new Closing(inbox, parking, transaction, relay, trials);
    var parked =
        new Parked(
            jdbc,
            vault,
            reopening,
            new Holding(reopening, relay),
            new Audit(jdbc),
            transaction,
            relay,
            relay);
    var worker = new ReplayWorker(new ReplayTable(jdbc), reopening, parked, leases, transaction);
    relay.start();
    while (true) {
      worker.round();
      Thread.sleep(50);
    }
  }

  private static Batch batch(InboxTable inbox, String parcel) {
    var read =
        dev.crossdock.kernel.Json.read(parcel.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var ids = new ArrayList<Long>();
    read.get("ids").forEach(id -> ids.add(id.longValue()));
    return inbox.read(read.get("channel").textValue(), read.get("epoch").longValue(), ids);
  }

  private static List<Verdict> step(JdbcTemplate jdbc, Batch batch) {
    var verdicts = new ArrayList<Verdict>();
    for (Message message : batch.open()) {
      if (message.document().path("halt").asBoolean()) {
        Runtime.getRuntime().halt(137);
      }
      verdicts.add(
          jdbc.update(
                      "insert into booked (key) values (?) on conflict do nothing",
                      message.document().path("key").asText())
                  == 1
              ? Verdict.APPLIED
              : Verdict.DUPLICATE);
    }
    return verdicts;
  }
}
