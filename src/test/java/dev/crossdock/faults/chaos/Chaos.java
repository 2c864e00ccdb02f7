package dev.crossdock.faults.chaos;

import dev.crossdock.delivery.HubCore;
import dev.crossdock.faults.simulation.Agenda;
import dev.crossdock.faults.simulation.Dice;
import dev.crossdock.faults.simulation.SimulatedDatabase;
import dev.crossdock.sync.Looks;
import dev.crossdock.sync.SnapshotTaken;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A day of trade in minutes: the hub's own core on a real database, channels in memory that sell
 * and are told late, a snapshot of each every quarter of an hour, and mistakes that somebody makes
 * in them. One thread, one seed.
 */
final class Chaos implements AutoCloseable {
  private static final Instant BEGIN = Instant.parse("2026-06-01T06:00:00Z");
  private static final long WORK_EVERY_MILLIS = 5_000;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long HOUR_MILLIS = 60 * MINUTE_MILLIS;
  private static final long SNAPSHOT_EVERY_MILLIS = 15 * MINUTE_MILLIS;

  /**
   * How long and how much.
   *
   * @param hours of trade
   * @param drifts to be injected, an eighth of each kind
   * @param families of five SKUs that are sold
   * @param actEveryMillis how often somebody does something, on average
   * @param looks whether channels can be asked for some of what they hold; else the next whole
   *     snapshot is the second look
   */
  record Plan(
      long seed,
      int hours,
      int drifts,
      int families,
      int kits,
      long actEveryMillis,
      boolean looks) {}

  /**
   * What came of it.
   *
   * @param falseDrifts what was called drift and is healthy
   * @param missed what went wrong and was not found within two cycles
   * @param unsettled what a channel shows in the end, an hour after the last sale, that the hub
   *     does not want shown: then the healthy part of it was not
   * @param right the share of causes that were named rightly
   */
  record Outcome(
      int injected,
      List<String> falseDrifts,
      List<String> missed,
      List<String> unsettled,
      double right,
      String report) {}

  private final Plan plan;
  private final Agenda agenda = new Agenda(ChronoUnit.MICROS.between(Instant.EPOCH, BEGIN));
  private final Dice dice;
  private final SimulatedDatabase database;
  private final HubCore core;
  private final JdbcTemplate sql;
  private final ChaosHub hub;
  private final Goods goods;
  private final List<Stall> stalls;
  private final Snapshots snapshots;
  private final Traffic traffic;
  private final Ward ward;
  private final Compare compare;
  private long snapshotsTaken;

  /**
   * Opens the shops.
   *
   * @param folder where the hub's files are written
   * @param compare who compares, given the database and the hub's core
   */
  Chaos(Plan plan, Path folder, Comparing compare) throws SQLException {
    this.plan = plan;
    this.dice = new Dice(plan.seed());
    HubCore.dice(dice.random());
    this.goods = new Goods(plan.families(), plan.kits());
    ChaosFiles.write(folder, goods.kits());
    this.database = new SimulatedDatabase(statement -> statement);
    this.core =
        new HubCore(
            database.app(),
            database.aside(),
            folder,
            Map.of(),
            ((InstantSource) this::now).withZone(ZoneOffset.UTC));
    this.sql = new JdbcTemplate(database.aside());
    this.stalls =
        List.of(
            new Stall(agenda, dice, "shop", List.of("web", "store"), true),
            new Stall(agenda, dice, "market", List.of("all"), false));
    this.hub =
        new ChaosHub(
            core,
            agenda,
            stalls.stream().collect(Collectors.toMap(Stall::channel, Function.identity())));
    var post = new Post(agenda, dice, goods, hub);
    this.snapshots = new Snapshots(sql, agenda);
    this.traffic = new Traffic(agenda, dice, goods, post, stalls, plan.actEveryMillis());
    var mistakes =
        new Mistakes(dice, goods, post, traffic, stalls, snapshots::wanted, this::introduce);
    this.ward = new Ward(agenda, goods, mistakes, stalls, snapshots::wanted, snapshots::story);
    this.compare = compare.with(core, sql);
    if (plan.looks()) {
      core.add("looks", (Looks) this::some);
    }
  }

  /** How somebody who compares is made. */
  interface Comparing {
    Compare with(HubCore core, JdbcTemplate sql);
  }

  private Instant now() {
    return Instant.EPOCH.plus(agenda.micros(), ChronoUnit.MICROS);
  }

  /** Lets it happen. */
  Outcome run() {
    var began = System.nanoTime();
    database.now(agenda.micros());
    goods.all().forEach(this::list);
    traffic.open();
    every(WORK_EVERY_MILLIS, hub::work);
    stalls.forEach(stall -> tellLater(stall.channel()));
    every(MINUTE_MILLIS / 2, () -> hub.readBack("market"));
    every(5 * MINUTE_MILLIS, hub::lookForGaps);
    every(MINUTE_MILLIS / 2, this::lookAgain);
    for (int i = 0; i < stalls.size(); i++) {
      var stall = stalls.get(i);
      agenda.in(
          HOUR_MILLIS / 2 + 7L * i * MINUTE_MILLIS,
          () -> {
            take(stall);
            every(SNAPSHOT_EVERY_MILLIS, () -> take(stall));
          });
    }
    injectAll();
    var end = agenda.micros() + plan.hours() * HOUR_MILLIS * 1_000;
    agenda.in((plan.hours() - 1) * HOUR_MILLIS, traffic::end);
    while (agenda.micros() < end || !ward.isEmpty()) {
      step();
    }
    return outcome(Duration.ofNanos(System.nanoTime() - began));
  }

  private void step() {
    var event = agenda.next();
    database.now(agenda.micros());
    event.run();
    agenda.note("");
  }

  private void every(long millis, Runnable what) {
    agenda.in(
        millis,
        () -> {
          what.run();
          every(millis, what);
        });
  }

  /** A channel is told now and then; at times it cannot be reached for a quarter of an hour. */
  private void tellLater(String channel) {
    var pause = dice.chance(0.03) ? 15 * MINUTE_MILLIS : 1_000 + dice.around(MINUTE_MILLIS);
    agenda.in(
        Math.min(pause, 15 * MINUTE_MILLIS),
        () -> {
          hub.tell(channel);
          tellLater(channel);
        });
  }

  /** In the second hour the first goes wrong, and a good hour before the end the last. */
  private void injectAll() {
    var kinds = new ArrayList<Cause>();
    for (int i = 0; i < plan.drifts(); i++) {
      kinds.add(Cause.injected().get(i % Cause.injected().size()));
    }
    var misread = (int) kinds.stream().filter(kind -> kind == Cause.MAPPING).count();
    kinds.removeIf(kind -> kind == Cause.MAPPING);
    Collections.shuffle(kinds, new Random(dice.random().nextLong()));
    var from = HOUR_MILLIS;
    var to = Math.max(from + 1, (plan.hours() - 2) * HOUR_MILLIS);
    kinds.forEach(kind -> agenda.in(dice.between(from, to), () -> ward.plan(kind, 1)));
    for (int left = misread; left > 0; left -= 5) {
      var many = Math.min(5, left);
      agenda.in(dice.between(from, to), () -> ward.plan(Cause.MAPPING, many));
    }
  }

  private void list(String sku) {
    stalls.forEach(
        stall -> {
          stall.list(sku);
          introduce(stall.front(sku));
        });
  }

  private void introduce(Line line) {
    var owner = database.owner();
    owner.update("insert into catalog_skus (sku) values (?) on conflict do nothing", line.key());
    owner.update(
        "insert into catalog_references (channel, kind, code, sku) values (?, 'id', ?, ?)",
        line.channel(),
        line.key(),
        line.key());
  }

  private void lookAgain() {
    compare.lookAgain();
    ward.saw(compare.drifts());
  }

  /** Some of what a channel holds, when it is asked for just that. */
  private OptionalLong some(String channel, String entity, Collection<String> keys) {
    var stall =
        stalls.stream().filter(each -> each.channel().equals(channel)).findFirst().orElseThrow();
    var open = traffic.open(channel).stream().filter(order -> keys.contains(order.id())).toList();
    var taken =
        entity.equals("orders")
            ? snapshots.orders(channel, open, false)
            : snapshots.stock(stall, keys);
    look(stall, taken);
    return OptionalLong.of(taken.snapshot());
  }

  private void take(Stall stall) {
    look(stall, snapshots.orders(stall.channel(), traffic.open(stall.channel()), true));
    look(stall, snapshots.stock(stall));
    ward.looked(stall.channel(), agenda.micros(), compare.drifts());
  }

  private void look(Stall stall, SnapshotTaken taken) {
    snapshotsTaken++;
    compare.look(taken);
    agenda.note("%s of %s compared".formatted(taken.entity(), stall.channel()));
  }

  private Outcome outcome(Duration took) {
    var over = ward.over();
    var matrix = new Matrix(over);
    var missed = ward.missed().stream().map(Injury::toString).toList();
    var report =
        """
        chaos of seed %d: %d h of trade in %d s, %d acts, %d messages, %d snapshots, %d lines shown
        %d drifts injected (%d found no room), %d not found within %d cycles, %d false drifts, %.1f %% with the right cause

        %s
        """
            .formatted(
                plan.seed(),
                plan.hours(),
                took.toSeconds(),
                traffic.acts(),
                sql.queryForObject("select count(*) from delivery_inbox", Long.class),
                snapshotsTaken,
                stalls.stream().mapToInt(stall -> stall.shown().size()).sum(),
                over.size(),
                ward.unplaced(),
                missed.size(),
                Ward.MOST_LOOKS,
                ward.falseDrifts().size(),
                matrix.share() * 100,
                matrix);
    return new Outcome(
        over.size(), ward.falseDrifts(), missed, unsettled(), matrix.share(), report);
  }

  private List<String> unsettled() {
    var wanted = snapshots.wanted(goods.all());
    return stalls.stream()
        .flatMap(stall -> stall.shown().entrySet().stream())
        .flatMap(
            shown ->
                Stream.ofNullable(wanted.get(shown.getKey()))
                    .filter(want -> want.units() != shown.getValue())
                    .map(
                        want ->
                            "%s shows %d; %s".formatted(shown.getKey(), shown.getValue(), want)))
        .toList();
  }

  @Override
  public void close() throws SQLException {
    core.close();
    database.close();
  }
}
