package dev.crossdock.faults.core;

import dev.crossdock.faults.Checker;
import dev.crossdock.faults.Checker.Violation;
import dev.crossdock.faults.Evidence;
import dev.crossdock.platform.DatabaseLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** The core on a database of its own, with stand-ins around it and traffic on it. */
public final class CoreRig implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CoreRig.class);

  /** So long at most without less to do than ever before. */
  private static final Duration REST_WITHIN = Duration.ofMinutes(2);

  private static final Object WARMING = new Object();

  /** So many looks in a row at which nothing moved, each of which the shop could correct. */
  private static final int CALM = 6;

  private final DatabaseLogin app;
  private final JdbcTemplate sql;
  private final Checker checker;
  private final Evidence evidence = new Evidence();
  private final StandIns standIns;
  private final Traffic traffic;
  private final Path log;
  private final long seed;
  private final List<Duration> starts = new ArrayList<>();
  private final List<CoreProcess> lives = new ArrayList<>();
  private boolean begun;
  private volatile boolean closed;

  /**
   * Sets it up; nothing runs yet.
   *
   * @param owner the database, as who may do everything there
   * @param folder for logs and dropped files; kept when something is found
   * @param pauseMillis how long a sender pauses on average
   */
  public CoreRig(DatabaseLogin app, DataSource owner, Path folder, long seed, int pauseMillis)
      throws IOException {
    this.app = app;
    this.sql = new JdbcTemplate(owner);
    this.checker = new Checker(owner);
    this.seed = seed;
    Files.createDirectories(folder);
    this.log = folder.resolve("core.log");
    this.standIns = new StandIns(evidence, seed);
    this.traffic = new Traffic(evidence, standIns, folder, seed, pauseMillis);
    sells(Traffic.skus());
  }

  /** Lets the shops sell these, too. */
  public void sells(List<String> skus) {
    traffic.sees(skus);
    for (var sku : skus) {
      sql.update("insert into catalog_skus (sku) values (?) on conflict do nothing", sku);
      for (var channel : List.of("webshop", "bazaar")) {
        sql.update(
            "insert into catalog_references (channel, kind, code, sku) values (?, 'sku', ?, ?) on conflict do nothing",
            channel,
            sku,
            sku);
      }
    }
  }

  /** Lets a first life warm up what later ones start with, unless that was done before. */
  public void warmUp() throws IOException, InterruptedException {
    synchronized (WARMING) {
      SharedClasses.path();
      if (!SharedClasses.ready()) {
        CoreProcess.start(app, standIns.address(), null, seed, log, CoreProcess.KEEP_CLASSES)
            .leave();
      }
    }
  }

  /** Starts a life of the core; traffic begins with the first. */
  public CoreProcess start(@Nullable String crash, String... more) throws IOException {
    var first = lives.isEmpty();
    var next = CoreProcess.start(app, standIns.address(), crash, seed + starts.size(), log, more);
    starts.add(next.startedIn());
    lives.add(next);
    traffic.to(new Door(next.port(), "keep"));
    if (first) {
      traffic.start();
    }
    return next;
  }

  /** Lets the traffic begin at the door of a whole hub, or go on there. */
  public void begin(int edge) {
    traffic.to(new Door(edge, "webhooks"));
    if (!begun) {
      begun = true;
      traffic.start();
    }
  }

  /** What senders were promised, and what must be there in the end. */
  public Evidence evidence() {
    return evidence;
  }

  /** The channels' side. */
  public StandIns channels() {
    return standIns;
  }

  /** Where the stand-ins listen. */
  public String standIns() {
    return standIns.address();
  }

  /** Holds a level's row for longer than anybody waits for a lock, again and again. */
  public void disturb() {
    var holder =
        new Thread(
            () -> {
              while (!closed) {
                try {
                  sql.execute(
                      "begin; select from inventory_levels where sku in ('S-1', 'S-2') for update;"
                          + " select pg_sleep(1.2); commit; select pg_sleep(0.3)");
                } catch (org.springframework.dao.DataAccessException e) {
                  LOG.debug("disturbed myself", e);
                }
              }
            },
            "disturber");
    holder.setDaemon(true);
    holder.start();
  }

  /** From now on all that is parked is replayed again and again. */
  public void replays() {
    traffic.replays();
  }

  /** What the button "try again" does with all that stopped at its channel. */
  public void tryAgain() {
    sql.update(
        "update delivery_targets set stopped = false, attempts = 0, next_attempt_at = null where stopped");
    sql.update(
        "update delivery_outbox set state = 'owed', attempts = 0, closed_at = null, next_attempt_at = null"
            + " where state = 'parked'");
  }

  /** What is wrong at this instant. */
  public List<Violation> during() {
    return checker.during(evidence);
  }

  /** Ends the traffic, waits until everything has come to rest, and says what is wrong then. */
  public List<Violation> after() throws Exception {
    closed = true;
    standIns.behave();
    traffic.stop();
    var until = System.nanoTime() + REST_WITHIN.toNanos();
    var least = Long.MAX_VALUE;
    var calm = 0;
    while (calm < CALM && System.nanoTime() < until) {
      traffic.levels();
      traffic.pollOnce();
      Thread.sleep(1_000);
      var unrest = unrest();
      calm = unrest == 0 ? calm + 1 : 0;
      if (unrest < least) { // it gets on
        least = unrest;
        until = System.nanoTime() + REST_WITHIN.toNanos();
      }
    }
    return checker.after(evidence);
  }

  /** Held are suspects of a death, whose turn comes one by one. */
  private long unrest() {
    Long open =
        sql.queryForObject(
            """
            select (select count(*) from delivery_inbox where state in ('received', 'relayed', 'held'))
                 + (select count(*) from delivery_outbox where state in ('owed', 'relayed'))
                 + (select count(*) from delivery_targets
                    where version <> confirmed_version or in_flight_until is not null
                      or read_back_at is not null)
            """,
            Long.class);
    return open == null ? 0 : open;
  }

  /** Sends one message that moves nothing, once, and says how long its sender waited. */
  public Duration probe() {
    var began = System.nanoTime();
    traffic.probe();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** How many messages were acknowledged so far. */
  public long acknowledged() {
    return traffic.acknowledged();
  }

  /** How long each life took to start. */
  public List<Duration> starts() {
    return List.copyOf(starts);
  }

  public JdbcTemplate sql() {
    return sql;
  }

  public Path log() {
    return log;
  }

  @Override
  public void close() {
    closed = true;
    lives.forEach(CoreProcess::kill);
    standIns.close();
  }

  /** Runs a program of the machine; whether it ended well. */
  public static boolean done(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
