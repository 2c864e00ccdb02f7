package dev.crossdock.faults.simulation;

import dev.crossdock.delivery.Heard;
import dev.crossdock.delivery.HubLife;
import dev.crossdock.delivery.HubLife.Parcel;
import dev.crossdock.delivery.HubLife.Telling;
import dev.crossdock.divergence.HealingParts;
import dev.crossdock.inventory.ReadThenWrite;
import dev.crossdock.inventory.StockLedger;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process of the hub. It dies between any two statements, is paused for longer than its leases
 * last, and rises again with nothing in its memory.
 */
final class HubProcess {
  private static final long FALLBACK_MILLIS = 5_000;
  private static final long ASKING_MILLIS = 12_000;
  private static final List<String> SHOWING = List.of("market", "shop");

  private final World world;
  private final String name;
  private @Nullable HubLife life;
  private int lives;
  private long pausedUntil;
  private boolean off;
  private final Set<String> rung = new HashSet<>();
  private final Set<String> busy = new HashSet<>();

  HubProcess(World world, String name) {
    this.world = world;
    this.name = name;
  }

  boolean isUp() {
    return life != null && pausedUntil <= world.agenda.micros();
  }

  /** A new life, under new terms of office. */
  void rise() {
    if (off) {
      return;
    }
    lives++;
    life =
        new HubLife(
            world.core,
            world.systems::call,
            () -> world.agenda.micros() * 1_000,
            world.plant == Plant.HIGH_WATER_MARK);
    rung.clear();
    busy.clear();
    world.agenda.note(name + " rises");
    repeat(FALLBACK_MILLIS, () -> look("inbox"));
    repeat(FALLBACK_MILLIS, () -> look("outbox"));
    SHOWING.forEach(channel -> repeat(FALLBACK_MILLIS, () -> tell(channel)));
    repeat(FALLBACK_MILLIS, this::heal);
    for (var channel : List.of("erp", "market", "shop")) {
      repeat(ASKING_MILLIS, () -> ask(channel));
    }
  }

  /** Whether it was this process, in this life, that handed something out. */
  boolean handedOut(Parcel parcel) {
    return life != null && life.epoch() == parcel.epoch();
  }

  void wakeUp() {
    pausedUntil = 0;
  }

  /** It is switched off, and stays off. */
  void goOff() {
    world.agenda.note(name + " goes off");
    lives++;
    life = null;
    off = true;
  }

  private HubLife life() {
    return Objects.requireNonNull(life);
  }

  private void die(String when) {
    world.agenda.note(name + " dies " + when);
    lives++;
    life = null;
    pausedUntil = 0;
    world.agenda.in(world.calm() ? 200 : world.dice.around(4_000), this::rise);
  }

  /** What this life does later, unless it has ended by then. */
  private void later(long millis, Supplier<String> step) {
    var mine = lives;
    world.agenda.in(millis, () -> resume(mine, step));
  }

  private void resume(int mine, Supplier<String> step) {
    if (mine != lives) {
      return;
    }
    var rest = (pausedUntil - world.agenda.micros()) / 1_000;
    if (rest > 0) {
      world.agenda.in(rest, () -> resume(mine, step));
      return;
    }
    if (world.fault(0.002)) {
      pausedUntil = world.agenda.micros() + world.dice.between(5_000, 60_000) * 1_000;
      world.agenda.note(name + " is paused");
      resume(mine, step);
      return;
    }
    var unused = does(step);
  }

  /** Does it now; false when that was its death. */
  boolean does(Supplier<String> step) {
    if (world.fault(0.02)) {
      world.database.dieAfter(world.dice.upTo(10) - 1);
    }
    try {
      world.agenda.note(name + ' ' + step.get());
    } catch (Crash e) {
      world.database.live();
      die("in between");
      return false;
    }
    if (world.database.live() && world.dice.chance(0.3)) {
      die("afterwards");
    }
    return true;
  }

  private void repeat(long every, Supplier<String> step) {
    later(
        world.dice.around(world.calm() ? every / 2 : every),
        () -> {
          repeat(every, step);
          return step.get();
        });
  }

  /** Somebody has rung: it is looked at once, however often it rings meanwhile. */
  private void ring(String bell, Supplier<String> step) {
    if (rung.add(bell)) {
      later(
          world.dice.around(5),
          () -> {
            rung.remove(bell);
            return step.get();
          });
    }
  }

  /** Keeps it when it gets to it: a planted mistake has promised that already. */
  void keepsSoon(Heard heard) {
    later(
        world.dice.around(300),
        () -> "keeps at last " + heard.messageId() + ": " + world.core.keep(List.of(heard)));
  }

  /** Something was kept. */
  void kept() {
    ring("inbox", () -> look("inbox"));
  }

  private String look(String flow) {
    var parcels = life().relay(flow);
    parcels.forEach(world::carry);
    return flow + (parcels.isEmpty() ? " is empty" : " hands out " + parcels);
  }

  private String heal() {
    HealingParts.round(world.core);
    SHOWING.forEach(channel -> ring(channel, () -> tell(channel)));
    return "heals what drifted";
  }

  private String ask(String channel) {
    if (world.settled()) {
      return "asks nobody";
    }
    var asked = "asks %s: %d".formatted(channel, world.senders.poll(channel));
    kept();
    return asked;
  }

  /** The broker brings something. */
  void take(Parcel parcel) {
    later(0, () -> parcel.flow().equals("inbox") ? open(parcel) : carry(parcel));
  }

  private String open(Parcel parcel) {
    var batch = world.core.open(parcel.channel(), parcel.epoch(), parcel.ids());
    if (world.plant == Plant.READ_THEN_WRITE) {
      world.core.get(ReadThenWrite.class).readAll();
    }
    if (batch.messages().isEmpty()) {
      life().done(parcel);
      return "opens nothing of " + parcel;
    }
    var slow = world.fault(0.05) ? world.dice.between(1_000, 60_000) : world.dice.around(10);
    later(slow, () -> close(parcel, batch));
    return "opens " + parcel;
  }

  private String close(Parcel parcel, Batch batch) {
    world.core.close(batch, b -> step(parcel.route(), b));
    life().done(parcel);
    ring("outbox", () -> look("outbox"));
    kept();
    SHOWING.forEach(channel -> ring(channel, () -> tell(channel)));
    return "closes " + parcel.channel() + parcel.ids();
  }

  private List<Verdict> step(String route, Batch batch) {
    if (world.fault(0.02)) {
      throw new HubException(new Failure.Transient("SIM-001", "the dice fell so."));
    }
    if (!world.calm() && batch.open().stream().anyMatch(m -> m.headers().containsKey("poison"))) {
      throw new IllegalStateException("nobody can read this yet");
    }
    var stock = world.core.get(StockLedger.class);
    return switch (route) {
      case "take-orders" -> stock.takeOrders(batch);
      case "take-movements" -> stock.takeMovements(batch);
      default -> stock.takeLevels(batch);
    };
  }

  private String carry(Parcel parcel) {
    var carrying = life().carry(parcel);
    if (carrying.nothing()) {
      life().done(parcel);
      return "carries nothing of " + parcel;
    }
    later(
        world.dice.around(10),
        () -> {
          carrying.call();
          later(
              latency(),
              () -> {
                carrying.close();
                life().done(parcel);
                return "has carried " + parcel.ids();
              });
          return "calls " + parcel.channel() + " with " + parcel.ids();
        });
    return "carries " + parcel;
  }

  /** One round at a time, as the hub has one worker for each channel. */
  private String tell(String channel) {
    if (!busy.add(channel)) {
      return "still tells " + channel;
    }
    var telling = life().tell(channel);
    if (telling.nothing()) {
      busy.remove(channel);
      return "owes " + channel + " nothing";
    }
    later(world.dice.around(10), () -> call(channel, telling));
    return "owes " + channel + telling;
  }

  private String call(String channel, Telling telling) {
    telling.call();
    later(
        latency(),
        () -> {
          telling.learn();
          busy.remove(channel);
          ring(channel, () -> tell(channel));
          return "learns from " + channel + telling;
        });
    return "tells " + channel + telling;
  }

  private long latency() {
    return world.fault(0.03) ? world.dice.between(1_000, 30_000) : world.dice.around(40);
  }
}
